// Across runs: chosen runs over each other, and half-life and β against lr and batch size.
const MAX_OVERLAY = 8;

const overlay = (title, about, x, y, runs, pick, marks) =>
  figure({ title, about, x, y, marks, series: runs.map((r, i) => ({ label: safe(r.summary.run), colour: seriesColour(i), width: 2, ...pick(r) })) });

const compareView = (runs, back, link, thin) => {
  document.title = "Overlay · Thermograd";
  const shown = runs.slice(0, MAX_OVERLAY);
  const whole = (r) => (r.run.layers || []).find((l) => l.layer === WHOLE) || { epoch: [] };
  const batch = (r) => (r.run.losses || [])[0];
  return [
    el("p", { class: "crumbs" }, back),
    el("h1", {}, `Overlay of ${plural(shown.length, "run")}`),
    thin ? el("p", { class: "about" }, "Of so many runs this index keeps some forty points a curve; each run's page has more.") : null,
    runs.length > MAX_OVERLAY ? el("p", { class: "about" }, `The first ${MAX_OVERLAY} of ${runs.length} chosen runs.`) : null,
    el("div", { class: "charts" },
      overlay("Signal-to-noise ratio", "Of the whole model, with the level at which signal and noise are even.", EPOCH, { label: "SNR", log: true }, shown, (r) => ({ x: plusOne(whole(r).epoch), y: whole(r).snr }), [{ axis: "y", from: 1, colour: css("--ink"), label: "signal = noise" }]),
      overlay("Loss", "Median of each stretch of iterations.", STEP, { label: "loss", log: true }, shown, (r) => (batch(r) ? { x: plusOne(batch(r).step_from), y: batch(r).loss_median } : { x: [], y: [] })),
      overlay("Entropy", "Of each window, bias-corrected, with 95 % bands.", { label: "iteration" }, { label: "entropy H", unit: "nats" }, shown, (r) => {
        const w = r.run.windows || {};
        return w.step_from ? { x: w.step_from.map((a, i) => (a + w.step_to[i]) / 2), y: w.entropy_corrected, low: w.entropy_corrected.map((h, i) => h - 1.96 * w.entropy_corrected_se[i]), high: w.entropy_corrected.map((h, i) => h + 1.96 * w.entropy_corrected_se[i]) } : { x: [], y: [] };
      }),
      overlay("Half-life that the gradients predict", "ln 2 / (lr·β·‖G‖²) of the whole model, β fitted to the losses.", EPOCH, { label: "half-life", unit: "iterations", log: true }, shown, (r) => {
        const h = (r.run.half_lives || []).find((l) => l.layer === WHOLE && l.beta_source === "BOLTZMANN" && l.half_life_iterations);
        return h ? { x: plusOne(h.epoch), y: h.half_life_iterations } : { x: [], y: [] };
      })),
    section("Side by side", el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Numbers side by side" },
      el("table", {},
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "number"), shown.map((r) => el("th", { scope: "col" }, el("a", { href: link(r.index) }, name(r.summary.run)))))),
        el("tbody", {}, el("tr", {}, el("th", { scope: "row" }, "verdict"), shown.map((r) => el("td", {}, badge(r.summary.verdict, VERDICTS)))),
          NUMBERS.map((number) => el("tr", {}, el("th", { scope: "row" }, explained(number.label, ABOUT[number.column])), shown.map((r) => el("td", {}, value(r.summary[number.column], number.text(r.summary), number.unit), el("div", { class: "unit" }, number.ends(r.summary)))))))))),
  ];
};

// One point a run. Where SGD's noise alone predicts a power, a line of that slope goes through the middle.
const against = (runs, x, y, title, slope) => {
  const [along, up] = [SETTINGS[x], MEASURES[y]];
  const known = runs.filter((s) => s[x] > 0 && s[y] > 0);
  const xs = known.map((s) => s[x]).sort((a, b) => a - b);
  const hasGuide = slope && known.length >= 5;
  const about = `${up.about} with 95 %, one point a run. ${hasGuide ? `Dashed: slope ${num(slope, 1)}, as SGD's noise alone predicts.` : ""}`;
  const alike = xs.length && xs[xs.length - 1] / xs[0] < 1.01;
  const axes = { x: { label: along.label, unit: along.unit, log: true }, y: { label: up.label, unit: up.unit, log: true } };
  if (alike) return figure({ title, about, ...axes, series: [], absent: `${known.length === 1 ? "Only one run has" : `The ${known.length} runs that have`} a ${up.label}${known.length === 1 ? "" : ` share the ${along.label} ${setting(xs[0])}`}: nothing to compare.` });
  const middle = (of) => Math.exp(of.map(Math.log).sort((a, b) => a - b)[of.length >> 1]);
  const guide = (at) => middle(known.map((s) => s[y])) * (at / middle(xs)) ** slope;
  const ends = [xs[0], xs[xs.length - 1]];
  const byVerdict = Object.keys(VERDICTS).map((v) => known.filter((s) => s.verdict === v).sort((a, b) => a[x] - b[x])).filter((g) => g.length);
  return figure({
    title, about, ...axes, height: 280,
    series: [
      ...byVerdict.map((group, i) => ({
        label: group[0].verdict.toLowerCase().replaceAll("_", " "), x: group.map((s) => s[x]), y: group.map((s) => s[y]), names: group.map((s) => s.run),
        low: group.map((s) => up.ends(s)[0]), high: group.map((s) => up.ends(s)[1]), colour: seriesColour(i), points: true, size: 8, line: false,
      })),
      hasGuide ? { label: `slope ${num(slope, 1)}`, x: ends, y: ends.map(guide), colour: css("--muted"), dash: [6, 4], width: 1.25, quiet: true, guide: true } : { x: [], y: [] },
    ],
    absent: `No run has both ${up.label} and ${along.label}.`,
    alt: `${up.label} of ${known.length} runs against ${along.label}`,
  });
};

const SETTINGS = { lr: { label: "learning rate", unit: null }, batch_size: { label: "batch size", unit: "examples" } };
const MEASURES = {
  half_life_iterations: { label: "half-life", unit: "iterations", about: "Half-life at the last window", ends: (s) => [s.half_life_iterations_low, s.half_life_iterations_high] },
  beta: { label: "β", unit: "1/loss", about: "Inverse temperature", ends: (s) => normalEnds(s.beta, s.beta_se) },
};

const settingCharts = (runs) => [
  against(runs, "lr", "half_life_iterations", "Half-life against learning rate"),
  against(runs, "lr", "beta", "β against learning rate", -1),
  against(runs, "batch_size", "half_life_iterations", "Half-life against batch size"),
  against(runs, "batch_size", "beta", "β against batch size", 1),
];

// Across runs: chosen runs over each other, and half-life and β against lr and batch size.
const MAX_OVERLAY = 8;

const overlay = (title, about, x, y, runs, pick) =>
  figure({ title, about, x, y, series: runs.map((r, i) => ({ label: safe(r.summary.run), colour: seriesColour(i), width: 2, ...pick(r) })) });

const compareView = (runs, back) => {
  document.title = "Overlay · Thermograd";
  const shown = runs.slice(0, MAX_OVERLAY);
  const whole = (r) => (r.run.layers || []).find((l) => l.layer === WHOLE) || { epoch: [] };
  const batch = (r) => (r.run.losses || [])[0];
  return [
    el("p", { class: "crumbs" }, back),
    el("h1", {}, `Overlay of ${plural(shown.length, "run")}`),
    runs.length > MAX_OVERLAY ? el("p", { class: "about" }, `The first ${MAX_OVERLAY} of ${runs.length} chosen runs.`) : null,
    el("div", { class: "charts" },
      overlay("Signal-to-noise ratio", "Of the whole model, with the level at which signal and noise are even.", EPOCH, { label: "SNR", log: true }, shown, (r) => ({ x: plusOne(whole(r).epoch), y: whole(r).snr })),
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
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "number"), shown.map((r) => el("th", { scope: "col" }, safe(r.summary.run))))),
        el("tbody", {}, el("tr", {}, el("th", { scope: "row" }, "verdict"), shown.map((r) => el("td", {}, badge(r.summary.verdict, VERDICTS)))),
          NUMBERS.map((number) => el("tr", {}, el("th", { scope: "row" }, number.label), shown.map((r) => el("td", {}, value(r.summary[number.column], number.text(r.summary), number.unit), el("div", { class: "unit" }, endsOf(number, r.summary)))))))))),
  ];
};

const against = (runs, x, y, low, high, title, about, label, unit) => {
  const known = runs.filter((s) => s[x] > 0 && s[y] > 0);
  const byVerdict = Object.keys(VERDICTS).map((v) => known.filter((s) => s.verdict === v).sort((a, b) => a[x] - b[x])).filter((g) => g.length);
  return figure({
    title, about, height: 260,
    x: { label: x === "lr" ? "learning rate" : "batch size", unit: x === "lr" ? null : "examples", log: true },
    y: { label, unit, log: true },
    series: byVerdict.map((group, i) => ({
      label: group[0].verdict.toLowerCase().replaceAll("_", " "), x: group.map((s) => s[x]), y: group.map((s) => s[y]),
      colour: seriesColour(i), points: true, line: false,
    })),
    absent: "No run has both.",
    alt: `${label} of ${known.length} runs against ${x}`,
  });
};

const settingCharts = (runs) => [
  against(runs, "lr", "half_life_iterations", null, null, "Half-life against learning rate", "At the last window, one point a run.", "half-life", "iterations"),
  against(runs, "lr", "beta", null, null, "β against learning rate", "SGD's noise alone predicts a slope of −1.", "β", "1/loss"),
  against(runs, "batch_size", "half_life_iterations", null, null, "Half-life against batch size", "At the last window, one point a run.", "half-life", "iterations"),
  against(runs, "batch_size", "beta", null, null, "β against batch size", "SGD's noise alone predicts a slope of 1.", "β", "1/loss"),
];

// The entropy, the models of its decay, and its rates.
const CURVES = {
  CONSTANT: (p) => () => p.h0,
  LINEAR: (p) => (t) => p.h0 + p.slope * t,
  EXPONENTIAL: (p) => (t) => p.h0 * Math.exp(-p.decay_constant * t),
  EXPONENTIAL_FLOOR: (p) => (t) => p.h_floor + (p.h0 - p.h_floor) * Math.exp(-p.decay_constant * t),
  DRIFTING: (p) => (t) => {
    const base = 1 + p.kappa * p.decay_constant * t;
    return Math.abs(p.kappa) < 1e-6 ? p.h0 * Math.exp(-p.decay_constant * t) : base > 0 ? p.h0 * base ** (-1 / p.kappa) : 0;
  },
  STRETCHED: (p) => (t) => p.h0 * Math.exp(-((p.decay_constant * t) ** p.gamma)),
};
const PARAMETERS = ["h0", "decay_constant", "kappa", "gamma", "h_floor", "slope"];

// A curve's 95 % band by the delta method: the correlations are those of weighted least squares at
// the windows, the standard errors those of the table.
const curveBand = (fit, at, windows) => {
  const names = PARAMETERS.filter((name) => isNumber(fit[name]) && isNumber(fit[`${name}_se`]));
  const slopes = (t) =>
    names.map((name) => {
      const step = Math.max(Math.abs(fit[name]) * 1e-5, 1e-12);
      const up = CURVES[fit.model]({ ...fit, [name]: fit[name] + step })(t);
      const down = CURVES[fit.model]({ ...fit, [name]: fit[name] - step })(t);
      return ((up - down) / (2 * step)) * fit[`${name}_se`];
    });
  const k = names.length;
  const normal = Array.from({ length: k }, () => new Array(k).fill(0));
  for (const { t, se } of windows) {
    const row = slopes(t);
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) normal[i][j] += (row[i] * row[j]) / (se * se);
  }
  const inverse = inverted(normal);
  if (!inverse || inverse.some((row, i) => !(row[i] > 0))) return null;
  const correlation = inverse.map((row, i) => row.map((c, j) => c / Math.sqrt(inverse[i][i] * inverse[j][j])));
  return at.map((t) => {
    const row = slopes(t);
    let variance = 0;
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) variance += row[i] * row[j] * correlation[i][j];
    return 1.96 * Math.sqrt(Math.max(0, variance));
  });
};

// Gauss-Jordan with pivots, of at most three rows; null where they aren't independent.
const inverted = (matrix) => {
  const n = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivot = work.slice(c).reduce((best, row, i) => (Math.abs(row[c]) > Math.abs(work[best][c]) ? c + i : best), c);
    [work[c], work[pivot]] = [work[pivot], work[c]];
    if (!(Math.abs(work[c][c]) > 1e-300)) return null;
    const by = work[c][c];
    work[c] = work[c].map((x) => x / by);
    for (let r = 0; r < n; r++) if (r !== c) work[r] = work[r].map((x, j) => x - work[r][c] * work[c][j]);
  }
  return work.map((row) => row.slice(n));
};

const entropyCurve = (summary, run) => {
  const windows = run.windows || {};
  const start = (run.equilibrium || {}).stable_from_step || 0;
  const middle = (windows.step_from || []).map((a, i) => (a + windows.step_to[i]) / 2);
  const ok = middle.map((x, i) => i).filter((i) => windows.status[i] === "OK");
  const at = ok.map((i) => ({ t: middle[i] - start, se: windows.entropy_corrected_se[i] })).filter((w) => w.se > 0);
  const end = middle.length ? middle[middle.length - 1] : 0;
  const horizon = isNumber(summary.next_tenth_iterations) ? Math.min(summary.next_tenth_iterations, end - middle[0]) : 0;
  const grid = Array.from({ length: 120 }, (_, i) => middle[0] + ((end + horizon - middle[0]) * i) / 119);
  const fits = (run.decay || []).filter((fit) => CURVES[fit.model] && !fit.reason && isNumber(fit.h0));
  const order = ["EXPONENTIAL", "DRIFTING", "STRETCHED", "EXPONENTIAL_FLOOR", "LINEAR", "CONSTANT"];
  fits.sort((a, b) => order.indexOf(a.model) - order.indexOf(b.model));
  const chosen = fits.find((fit) => fit.chosen);
  const curves = fits.map((fit) => {
    const curve = CURVES[fit.model](fit);
    const y = grid.map((x) => curve(x - start));
    const band = fit.chosen ? curveBand(fit, grid.map((x) => x - start), at) : null;
    return {
      label: MODELS[fit.model].name + (fit.chosen ? ", chosen" : ""), x: grid, y, colour: seriesColour(order.indexOf(fit.model)), width: fit.chosen ? 2.5 : 1.4, dash: fit.chosen ? undefined : [6, 4],
      hidden: !fit.chosen && !["EXPONENTIAL", "DRIFTING"].includes(fit.model), quiet: !fit.chosen,
      ...(band ? { low: y.map((v, i) => v - band[i]), high: y.map((v, i) => v + band[i]) } : {}),
    };
  });
  const marks = horizon > 0 ? [{ axis: "x", from: end, colour: css("--muted"), label: "last window", dash: [2, 3] }] : [];
  return figure({
    title: "Entropy and its decay",
    about: `Entropy of each window's visits over the loss bins (bias-corrected, 95 %), with the fitted models${chosen ? "; band: 95 % of the chosen one" : ""}. ${OUTCOMES[summary.outcome] ? `Outcome: ${OUTCOMES[summary.outcome]}.` : ""}`,
    x: { label: "iteration" },
    y: { label: "entropy H", unit: "nats" },
    marks,
    series: [
      { label: "entropy of a window", x: ok.map((i) => middle[i]), y: ok.map((i) => windows.entropy_corrected[i]), low: ok.map((i) => windows.entropy_corrected[i] - 1.96 * windows.entropy_corrected_se[i]), high: ok.map((i) => windows.entropy_corrected[i] + 1.96 * windows.entropy_corrected_se[i]), colour: css("--ink"), points: true, line: false },
      ...curves,
    ],
    absent: "There are no entropy windows: " + (summary.reason || "too few losses in the stable region") + ".",
  });
};

// What the gradients alone would take off the loss, beside what it loses: lr‖∇E‖² is T6's rate over
// −βH, and the rest is put back by the noise of the batches, which T5 to T7 leave out.
const heating = (run) => {
  const { trend_per_step: trend, trend_per_step_se: se, burn_in_step: from } = run.equilibrium || {};
  const windows = run.windows || {};
  const drives = (windows.approximate_rate || []).map((rate, i) => (windows.step_to[i] >= from && isNumber(rate) && windows.entropy_corrected[i] > 0 ? -rate / (windows.beta[i] * windows.entropy_corrected[i]) : null)).filter(isNumber);
  if (!isNumber(trend) || !drives.length) return null;
  const drive = drives.reduce((a, b) => a + b) / drives.length;
  return drive > 0 ? { drive, fall: -trend, low: -trend - 1.96 * se, high: -trend + 1.96 * se, share: 1 + trend / drive } : null;
};

const heatingText = (run) => {
  const found = heating(run);
  if (!found || found.high > 0.5 * found.drive) return "";
  return `Gradient flow alone would lower the loss by lr·‖∇E‖² ≈ ${num(found.drive, 2)} an iteration in the equilibrium region; it falls by ${interval(found.fall, found.low, found.high)}: SGD's noise puts back ${found.share > 0.99 ? "over 99" : Math.round(100 * found.share)} %. T5 and T6 leave that out, so their rates overshoot.`;
};

const rates = (run) => {
  const windows = run.windows || {};
  const middle = (windows.step_from || []).map((a, i) => (a + windows.step_to[i]) / 2);
  const sizes = ["observed_rate", "exact_rate", "chain_rule_rate", "approximate_rate"].flatMap((c) => windows[c] || []).filter((x) => isNumber(x) && x !== 0).map(Math.abs).sort((a, b) => a - b);
  const spread = sizes.length ? sizes[sizes.length - 1] / sizes[Math.floor(sizes.length / 4)] : 1;
  const observed = windows.observed_rate;
  // Linear as far as most observed rates go, logarithmic beyond.
  const seen = (observed || []).filter((x) => isNumber(x) && x !== 0).map(Math.abs).sort((a, b) => a - b);
  const linear = seen.length ? seen[Math.floor(seen.length * 0.75)] : sizes[0];
  const se = windows.observed_rate_se;
  return figure({
    name: "rates",
    title: "Rates of the entropy",
    about: "dH/dt as observed (slope of H through five windows, 95 %) beside what the theory says: T5's whole sum, T6's approximation, and the full Jacobian under gradient flow. Above 0, entropy grows. " + heatingText(run) + " " + (spread > 50 ? "The axis is linear as far as most observed rates go, logarithmic beyond." : ""),
    x: { label: "iteration" },
    y: { label: "dH/dt", unit: "nats/iteration", ...(spread > 50 ? { asinh: linear } : {}) },
    marks: [{ axis: "y", from: 0, colour: css("--muted"), dash: [1, 0] }],
    series: [
      { label: "observed", x: middle, y: observed, low: observed && observed.map((v, i) => (isNumber(v) ? v - 1.96 * se[i] : null)), high: observed && observed.map((v, i) => (isNumber(v) ? v + 1.96 * se[i] : null)), colour: css("--ink"), width: 2.25, points: true },
      { label: "T5 (chain rule)", x: middle, y: windows.chain_rule_rate, colour: css("--series-2"), points: true },
      { label: "T6 (near p = 1)", x: middle, y: windows.approximate_rate, colour: css("--series-1"), dash: [6, 4], points: true },
      { label: "exact Jacobian", x: middle, y: windows.exact_rate, colour: css("--series-3"), dash: [2, 3], points: true },
    ],
    absent: "Rates need entropy windows and gradients beside their losses.",
  });
};

const PARAMETER_NAMES = { h0: ["H₀", "nats"], decay_constant: ["λ", "1/iteration"], kappa: ["κ", ""], gamma: ["γ", ""], h_floor: ["H∞", "nats"], slope: ["s", "nats/iteration"], c: ["c", ""] };

const MODEL_COLUMNS = [
  ["model", "H(t), t in iterations since the stable region began. T8's half-life grows with time, T7's is constant."],
  ["parameters", "H₀: entropy at the start; λ: decay constant; κ: the half-life's growth is κ ln 2 an iteration; γ: stretching exponent; H∞: where the entropy ends; s: slope; c: observed decay over the theory's, 1 if T7 holds."],
  ["weight", "Akaike weight: how much the data favour this model among these."],
  ["DW", "Durbin-Watson statistic: far from 2, residuals are correlated, and intervals come from a bootstrap."],
];

const modelTable = (run) => {
  const fits = run.decay || [];
  if (!fits.length) return null;
  return el("figure", { class: "chart models" },
    el("figcaption", {}, el("h3", {}, "Models of the decay"), el("p", { class: "about" }, "Parameters with 95 % intervals.")),
    el("div", { class: "scroll bare", tabindex: "0", role: "region", "aria-label": "Models of the decay" }, el("table", {},
      el("thead", {}, el("tr", {}, MODEL_COLUMNS.map(([h, about]) => el("th", { scope: "col" }, explained(h, about))))),
      el("tbody", {}, fits.map((fit) => el("tr", { class: fit.chosen ? "chosen" : null },
        el("th", { scope: "row" }, MODELS[fit.model].name, fit.chosen ? el("span", { class: "chip" }, "chosen") : null, el("div", { class: "formula" }, MODELS[fit.model].formula)),
        el("td", {}, Object.entries(PARAMETER_NAMES).filter(([name]) => isNumber(fit[name])).map(([name, [symbol, unit]]) => el("div", {}, `${symbol} = `, value(fit[name], interval(fit[name], fit[`${name}_low`], fit[`${name}_high`]), unit))), fit.reason ? el("span", { class: "absent" }, fit.reason.toLowerCase().replaceAll("_", " ")) : null),
        el("td", { class: "number" }, num(fit.weight, 2)),
        el("td", { class: "number", title: fit.interval_method ? `intervals by ${fit.interval_method.toLowerCase()}` : null }, num(fit.durbin_watson, 2))))))));
};

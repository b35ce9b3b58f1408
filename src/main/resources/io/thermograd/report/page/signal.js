// Gradients: the literature's figure, the SNR, and half-lives per layer.
const layerName = (layer) => (layer === WHOLE ? "whole model" : safe(layer));

const layerColour = (layers) => {
  const names = layers.map((l) => l.layer).filter((name) => name !== WHOLE);
  return (layer) => (layer === WHOLE ? css("--ink") : seriesColour(names.indexOf(layer)));
};
const layerDash = (layers) => {
  const names = layers.map((l) => l.layer).filter((name) => name !== WHOLE);
  return (layer) => (names.indexOf(layer) >= 8 ? [2, 2] : undefined);
};

// The whole model is drawn over its layers, and named before them.
const wholeLast = (layers) => [...layers].sort((a, b) => (a.layer === WHOLE) - (b.layer === WHOLE));

const plusOne = (column) => column.map((x) => x + 1);
const EPOCH = { label: "epoch + 1", log: true };

const thinned = (run, layers) => {
  const cut = layers.filter((l) => l.of);
  const notes = [];
  if (cut.length) notes.push(`Thinned: ${cut[0].epoch.length} of ${cut[0].of.toLocaleString("en")} epochs a layer, evenly in the logarithm of time.`);
  if (run.layers_in_tables) notes.push(`${layers.length - 1} of ${run.layers_in_tables} layers are drawn, evenly spaced.`);
  return notes.join(" ");
};

const driftDiffusion = (run) => {
  const layers = run.layers || [];
  const overWeights = layers.some((l) => l.mean_over_weight);
  const mean = (l) => (overWeights ? l.mean_over_weight : l.grad_mean_norm);
  const spread = (l) => (overWeights ? l.sd_over_weight : l.grad_variance && l.grad_variance.map((v) => (isNumber(v) ? Math.sqrt(v) : null)));
  const shown = layers.filter((l) => (overWeights && l.layer !== WHOLE ? l.mean_over_weight : !overWeights && l.grad_mean_norm));
  const unit = overWeights ? null : "gradient";
  return facets({
    title: "Drift and diffusion, layer by layer",
    about: `Where the dashed line lies above the solid one, noise outweighs signal: the layer diffuses. ${overWeights ? "All over the norm of the layer's weights, as in the literature." : ""} ${thinned(run, layers)}`,
    x: EPOCH,
    y: { label: overWeights ? "gradient over weights" : "gradient norm", unit, log: true },
    panels: shown.map((l) => ({
      title: layerName(l.layer),
      marks: crossingsOf(run, l.layer),
      series: [
        { label: "mean gradient: drift", x: plusOne(l.epoch), y: mean(l), colour: css("--series-1"), width: 2 },
        { label: "standard deviation of one mini-batch gradient: diffusion", x: plusOne(l.epoch), y: spread(l), colour: css("--series-2"), dash: [6, 3], width: 1.75 },
        { label: "noise floor: the mean's size without any signal", x: plusOne(l.epoch), y: floorOf(l, spread(l)), colour: css("--muted"), dash: [1.5, 3], width: 1.25, quiet: true },
      ],
    })),
    absent: absentGradients(run),
  });
};

const crossingsOf = (run, layer) => {
  const phases = (run.phases || []).find((p) => p.layer === layer);
  return ((phases && phases.crossings) || []).filter((c) => c.level === "ONE").map((c) => ({ axis: "x", from: c.epoch + 1, colour: css("--accent"), dash: [3, 3] }));
};

// Why there is no signal to draw.
const absentGradients = (run) =>
  (run.layers || []).length
    ? "The gradients' mean and spread can't be told apart: log gradient vectors, or norms with dots of consecutive steps. (Gradients that aren't finite are left out.)"
    : "No gradients were logged.";

// Where whole epochs were logged, the mean has no sampling error; then the floor of independent draws.
const floorOf = (l, spread) =>
  spread && l.n ? spread.map((s, i) => {
    if (!isNumber(s)) return null;
    const floor = l.snr_noise_floor && isNumber(l.snr_noise_floor[i]) ? l.snr_noise_floor[i] : 1 / Math.sqrt(l.n[i]);
    return s * floor;
  }) : null;

const signalToNoise = (run) => {
  const layers = run.layers || [];
  const colour = layerColour(layers);
  const model = (run.phases || []).find((p) => p.layer === WHOLE);
  const marks = [{ axis: "y", from: 1, colour: css("--ink"), label: "signal = noise" }];
  for (const crossing of (model && model.crossings) || []) {
    if (crossing.level === "ONE") marks.push({ axis: "x", from: crossing.epoch + 1, colour: css("--accent"), label: `whole model crosses 1 ${crossing.direction === "DOWN" ? "downward" : "upward"} at epoch ${epochs(crossing.epoch)} ${epochRange(crossing.low, crossing.high)}` });
    if (crossing.level === "ONE" && (isNumber(crossing.low) || isNumber(crossing.high))) marks.push({ axis: "x", from: isNumber(crossing.low) ? crossing.low + 1 : 1, to: isNumber(crossing.high) ? crossing.high + 1 : null, colour: css("--accent"), label: null });
  }
  for (const change of (model && model.change_points) || []) {
    marks.push({ axis: "x", from: change.low + 1, to: change.high + 1, colour: css("--muted"), label: null });
  }
  return figure({
    title: "Signal-to-noise ratio",
    about: `‖mean gradient‖ over the spread of one mini-batch gradient, with 95 % bands where an error is known. Dotted: the whole model's noise floor (without any signal). Vertical: lasting crossings of 1, shaded in their colour as far as they may as well lie (95 %); grey: where the slope changes. ${thinned(run, layers)}`,
    x: EPOCH,
    y: { label: "SNR", log: true },
    marks,
    series: wholeLast(layers).flatMap((l) => [
      {
        label: layerName(l.layer), lead: l.layer === WHOLE, x: plusOne(l.epoch), y: l.snr, colour: colour(l.layer), width: l.layer === WHOLE ? 2.75 : 1.5, dash: layerDash(layers)(l.layer),
        faint: l.layer !== WHOLE, paleBand: layers.length > 3, ...bandOf(l.snr, l.snr_se),
      },
      l.layer === WHOLE && l.snr
        ? { label: "noise floor", x: plusOne(l.epoch), y: floorOf(l, l.snr.map((s) => (isNumber(s) ? 1 : null))), colour: css("--muted"), dash: [1.5, 3], width: 1.25, quiet: true }
        : { x: [], y: [] },
    ]),
    absent: absentGradients(run),
  });
};

const noiseScale = (summary, run) => {
  const layers = run.layers || [];
  const colour = layerColour(layers);
  const marks = summary.batch_size > 0 ? [{ axis: "y", from: summary.batch_size, colour: css("--ink"), label: `batch size ${setting(summary.batch_size)}` }] : [];
  return figure({
    title: "Noise scale",
    about: `b·trΣ/‖G‖²: the batch size at which signal and noise are level (McCandlish et al. 2018). Far above the batch size, a larger batch or a lower learning rate would pay. Epochs whose signal can't be told from 0 have none. ${thinned(run, layers)}`,
    x: EPOCH,
    y: { label: "noise scale", unit: "examples", log: true },
    marks,
    series: wholeLast(layers).map((l) => ({ label: layerName(l.layer), lead: l.layer === WHOLE, x: plusOne(l.epoch), y: l.noise_scale, colour: colour(l.layer), width: l.layer === WHOLE ? 2.75 : 1.5, faint: l.layer !== WHOLE, dash: layerDash(layers)(l.layer) })),
    absent: (run.layers || []).length ? `No epoch has a signal above 0. ${absentGradients(run)}` : absentGradients(run),
  });
};

const bandOf = (y, se) => (y && se ? { low: y.map((v, i) => (isNumber(se[i]) && isNumber(v) ? Math.max(v - 1.96 * se[i], v / 50) : v)), high: y.map((v, i) => (isNumber(se[i]) && isNumber(v) ? v + 1.96 * se[i] : v)) } : {});

const halfLives = (summary, run) => {
  const all = run.half_lives || [];
  const of = (source, column) => all.filter((h) => h.beta_source === source && h[column]);
  const source = ["BOLTZMANN", "SGD", "LAYER_SNR"].find((s) => of(s, "half_life_iterations").length || of(s, "half_life_langevin_time").length);
  const column = source && of(source, "half_life_iterations").length ? "half_life_iterations" : "half_life_langevin_time";
  const layers = run.layers || [];
  const colour = layerColour(layers);
  const lines = source ? of(source, column) : [];
  const model = lines.find((h) => h.layer === WHOLE);
  const trend = source === "BOLTZMANN" && model ? trendOf(summary, model, column) : null;
  const slope = summary.gradient_half_life_exponent;
  return figure({
    title: "Half-life that the gradients predict",
    about: `ln 2 / (lr·β·‖G‖²) per layer, by ${BETA_SOURCES[source] || "no β"}. ${trend ? `The whole model's grows as (epoch + 1) to the power ${interval(slope, summary.gradient_half_life_exponent_low, summary.gradient_half_life_exponent_high)} (${pValue(summary.gradient_half_life_exponent_p)}).` : ""} Epochs whose signal can't be told from 0 have none.`,
    x: EPOCH,
    y: { label: "half-life", unit: column === "half_life_iterations" ? "iterations" : "Langevin time", log: true },
    series: [
      ...wholeLast(lines).map((h) => ({ label: layerName(h.layer), lead: h.layer === WHOLE, x: plusOne(h.epoch), y: h[column], colour: colour(h.layer), width: h.layer === WHOLE ? 2.75 : 1.5, faint: h.layer !== WHOLE, dash: layerDash(layers)(h.layer) })),
      ...(trend ? [trend] : []),
    ],
    absent: "Half-lives need β, a learning rate and a signal that is above 0.",
  });
};

// The Theil-Sen line: its slope from the table, through the median of what is left.
const trendOf = (summary, model, column) => {
  const slope = summary.gradient_half_life_exponent;
  if (!isNumber(slope)) return null;
  const known = model.epoch.map((e, i) => [Math.log(e + 1), model[column][i]]).filter((p) => p[1] > 0);
  const rest = known.map(([x, y]) => Math.log(y) - slope * x).sort((a, b) => a - b);
  const middle = rest[Math.floor(rest.length / 2)];
  const ends = [known[0][0], known[known.length - 1][0]];
  return { label: "trend of the whole model", x: ends.map(Math.exp), y: ends.map((x) => Math.exp(middle + slope * x)), colour: css("--accent"), dash: [6, 4], width: 2, quiet: true, guide: true };
};

// Losses, the regions found in them, and the visits to loss bins against both Boltzmann laws.
const STEP = { label: "iteration + 1", log: true };

const lossCurve = (run) => {
  const equilibrium = run.equilibrium || {};
  const marks = [];
  if (isNumber(equilibrium.stable_from_step)) marks.push({ axis: "x", from: equilibrium.stable_from_step + 1, to: null, colour: css("--series-1"), label: "stable region", row: 0 });
  if (isNumber(equilibrium.burn_in_step)) marks.push({ axis: "x", from: equilibrium.burn_in_step + 1, to: null, colour: css("--series-2"), label: "equilibrium", row: 1 });
  const losses = run.losses || [];
  const log = losses.every((l) => l.loss_least.every((x) => x > 0));
  return figure({
    title: "Loss",
    about: `Median of each stretch of iterations; band: its least and greatest loss. Shaded: the stable region (after the fast transient), of which the entropy is taken, and the equilibrium region (${(equilibrium.verdict || "none").toLowerCase().replaceAll("_", " ")}), of which β is.`,
    x: STEP,
    y: { label: "loss", log },
    marks,
    wideBand: true,
    series: losses.map((l) => ({
      label: l.kind === "FULL" ? "full loss" : "mini-batch loss",
      x: l.step_from.map((a, i) => Math.sqrt((a + 1) * (l.step_to[i] + 1))),
      y: l.loss_median,
      low: l.loss_least,
      high: l.loss_greatest,
      colour: l.kind === "FULL" ? css("--series-3") : css("--ink"),
      width: 2,
    })),
    absent: "No finite losses were logged.",
  });
};

// Wilson's 95 % interval of a share of n draws: inside (0, 1] even where few visits were seen.
const wilson = (shares, n) => {
  const z = 1.96;
  const ends = shares.map((p) => {
    if (!isNumber(n) || !(p > 0)) return [null, null];
    const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
    const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
    return [centre - half, centre + half];
  });
  return [ends.map((e) => e[0]), ends.map((e) => e[1])];
};

const occupancy = (run) => {
  const bins = run.bins || {};
  const equilibrium = run.equilibrium || {};
  const binned = (bins.lo || []).map((lo, i) => i).filter((i) => isNumber(bins.lo[i]) && isNumber(bins.hi[i]));
  const visited = binned.filter((i) => bins.occupancy[i] > 0);
  const inside = binned.filter((i) => i >= visited[0] - 4 && i <= visited[visited.length - 1] + 8);
  const width = (i) => bins.hi[i] - bins.lo[i];
  const equal = inside.every((i) => Math.abs(width(i) / width(inside[0]) - 1) < 0.02);
  const middle = inside.map((i) => (bins.lo[i] + bins.hi[i]) / 2);
  const pick = (column) => (column ? inside.map((i) => column[i]) : null);
  const seen = pick(bins.occupancy) || [];
  const [low, high] = wilson(seen, equilibrium.n_eff);
  const law = equilibrium.model === "DENSITY_OF_STATES" ? "the law with a density of states" : "the source model";
  return figure({
    title: "Occupancy against both Boltzmann laws",
    about: `How often the equilibrium region visited each loss bin (95 % by N_eff), against p ∝ exp(−βE) and p ∝ (E − E₀)^(ν−1) exp(−βE). AICc prefers ${equilibrium.model ? law : "neither"}. G-test: ${pValue(equilibrium.g_test_p) || "none"}; with a density of states ${pValue(equilibrium.g_test_p_dos) || "none"}.${equal ? "" : " The bins' widths differ."}`,
    x: { label: "loss" },
    y: { label: "probability of the bin", log: true },
    series: [
      { label: "visits", x: middle, y: seen.map((p) => p || null), low, high, colour: css("--ink"), points: true, line: false },
      { label: "exp(−βE)", x: middle, y: pick(bins.boltzmann_probability), colour: css("--series-2"), width: 2.25, guide: true },
      { label: "with a density of states", x: middle, y: pick(bins.boltzmann_probability_dos), colour: css("--series-1"), width: 2.25, dash: [7, 4], guide: true },
    ],
    absent: "There is no equilibrium region with enough losses for bins.",
  });
};

// One run: its verdict in words, its numbers, its charts, the theory's claims.
// Each with its unit, and its 95 % interval: from columns of its own, or by its standard error.
const columnEnds = (column) => (s) => range(s[`${column}_low`], s[`${column}_high`]);
const errorEnds = (column) => (s) => range(...normalEnds(s[column], s[`${column}_se`]));
const NUMBERS = [
  { label: "SNR at the end", column: "final_snr", text: (s) => num(s.final_snr), unit: "", ends: columnEnds("final_snr") },
  { label: "SNR crosses 1 for good", column: "last_crossing_epoch", text: (s) => (isNumber(s.last_crossing_epoch) ? `epoch ${epochs(s.last_crossing_epoch)}${s.last_crossing_direction === "UP" ? ", upward" : ""}` : "–"), unit: "", ends: (s) => epochRange(s.last_crossing_epoch_low, s.last_crossing_epoch_high) },
  { label: "Inverse temperature β", column: "beta", text: (s) => withError(s.beta, s.beta_se), unit: "1/loss", ends: errorEnds("beta") },
  { label: "Entropy H", column: "entropy_corrected", text: (s) => withError(s.entropy_corrected, s.entropy_corrected_se), unit: "nats", ends: errorEnds("entropy_corrected") },
  { label: "Convergence speed dH/dt", column: "convergence_speed", text: (s) => num(s.convergence_speed), unit: "nats/iteration", ends: columnEnds("convergence_speed") },
  { label: "Half-life now", column: "half_life_iterations", text: (s) => num(s.half_life_iterations), unit: "iterations", ends: columnEnds("half_life_iterations") },
  { label: "Half-life drift", column: "half_life_drift", text: (s) => num(s.half_life_drift), unit: "iterations/iteration", ends: columnEnds("half_life_drift") },
  { label: "Next 10 % of entropy takes", column: "next_tenth_iterations", text: (s) => num(s.next_tenth_iterations), unit: "iterations", ends: columnEnds("next_tenth_iterations") },
  { label: "… at a constant half-life", column: "next_tenth_iterations_constant_half_life", text: (s) => num(s.next_tenth_iterations_constant_half_life), unit: "iterations", ends: columnEnds("next_tenth_iterations_constant_half_life") },
  { label: "Next nat takes", column: "next_nat_iterations", text: (s) => num(s.next_nat_iterations), unit: "iterations", ends: columnEnds("next_nat_iterations") },
  { label: "Learning rate", column: "lr", text: (s) => setting(s.lr), unit: "", ends: () => "" },
  { label: "Batch size", column: "batch_size", text: (s) => setting(s.batch_size), unit: "examples", ends: () => "" },
];

const numberGrid = (summary) =>
  el("dl", { class: "numbers-grid" }, NUMBERS.map((number) => {
    const ends = number.ends(summary);
    return el("div", { "data-column": number.column },
      el("dt", {}, explained(number.label, ABOUT[number.column])),
      el("dd", {}, value(summary[number.column], number.text(summary), number.unit), ends ? el("div", { class: "unit" }, `95 %: ${ends}`) : null));
  }));

const warnings = (summary) =>
  (summary.warnings || []).length
    ? el("section", { class: "warnings", "aria-label": "Warnings" }, el("h2", {}, "Before believing the numbers"), el("ul", {}, summary.warnings.map((w) => el("li", {}, safe(w)))))
    : null;

const runView = (summary, run, around) => {
  document.title = `${safe(summary.run)} · Thermograd`;
  return [
    el("nav", { class: "crumbs", "aria-label": "Runs" }, around),
    el("header", { class: "run-head" }, el("h1", {}, name(summary.run)), badge(summary.verdict, VERDICTS)),
    summary.summary ? el("p", { class: "in-words" }, safe(summary.summary)) : null,
    numberGrid(summary),
    warnings(summary),
    section("Signal and noise", el("div", { class: "charts" }, driftDiffusion(run), signalToNoise(run), noiseScale(summary, run))),
    section("Equilibrium", el("div", { class: "charts" }, lossCurve(run), occupancy(run))),
    section("Entropy and decay", el("div", { class: "charts" }, entropyCurve(summary, run), halfLives(summary, run), rates(run), modelTable(run))),
    section("The theory, claim by claim", theoryTable(summary, run)),
    section("Records",
      el("p", {}, `${plural(summary.rows_read, "record")} read = ${summary.rows_used.toLocaleString("en")} used + ${summary.rows_superseded.toLocaleString("en")} superseded + ${summary.rows_quarantined.toLocaleString("en")} quarantined; ${plural(summary.epochs, "epoch")}, ${plural(summary.steps, "step")}; trace level ${summary.level || "losses only"}; optimizer ${safe(summary.optimizer || "unknown")}; energy: ${summary.energy === "FULL" ? "full loss" : "mini-batch loss"}.`),
      summary.reason ? el("p", { class: "about" }, `Absent: ${inWords(summary.reason)}.`) : null),
  ];
};

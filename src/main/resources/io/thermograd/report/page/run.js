// One run: its verdict in words, its numbers, its charts, the theory's claims.
const NUMBERS = [
  ["SNR at the end", "final_snr", (s) => num(s.final_snr), ""],
  ["SNR crosses 1 for good", "last_crossing_epoch", (s) => (isNumber(s.last_crossing_epoch) ? `epoch ${epochs(s.last_crossing_epoch)}${s.last_crossing_direction === "UP" ? ", upward" : ""}` : "–"), ""],
  ["Inverse temperature β", "beta", (s) => withError(s.beta, s.beta_se), "1/loss"],
  ["Entropy H", "entropy_corrected", (s) => num(s.entropy_corrected), "nats"],
  ["Convergence speed dH/dt", "convergence_speed", (s) => interval(s.convergence_speed, s.convergence_speed_low, s.convergence_speed_high), "nats/iteration"],
  ["Half-life now", "half_life_iterations", (s) => interval(s.half_life_iterations, s.half_life_iterations_low, s.half_life_iterations_high), "iterations"],
  ["Half-life drift", "half_life_drift", (s) => interval(s.half_life_drift, s.half_life_drift_low, s.half_life_drift_high), "iterations/iteration"],
  ["Next 10 % of entropy takes", "next_tenth_iterations", (s) => num(s.next_tenth_iterations), "iterations"],
  ["… at a constant half-life", "next_tenth_iterations_constant_half_life", (s) => num(s.next_tenth_iterations_constant_half_life), "iterations"],
  ["Next nat takes", "next_nat_iterations", (s) => num(s.next_nat_iterations), "iterations"],
  ["Learning rate", "lr", (s) => setting(s.lr), ""],
  ["Batch size", "batch_size", (s) => setting(s.batch_size), "examples"],
];

const numberGrid = (summary) =>
  el("dl", { class: "numbers-grid" }, NUMBERS.map(([label, column, text, unit]) =>
    el("div", { "data-column": column }, el("dt", {}, explained(label, ABOUT[column])), el("dd", {}, value(summary[column], text(summary), unit)))));

const warnings = (summary) =>
  (summary.warnings || []).length
    ? el("section", { class: "warnings", "aria-label": "Warnings" }, el("h2", {}, "Before believing the numbers"), el("ul", {}, summary.warnings.map((w) => el("li", {}, safe(w)))))
    : null;

const runView = (summary, run, back) => {
  document.title = `${safe(summary.run)} · Thermograd`;
  return [
    el("p", { class: "crumbs" }, back),
    el("header", { class: "run-head" }, el("h1", {}, safe(summary.run)), badge(summary.verdict, VERDICTS)),
    summary.summary ? el("p", { class: "in-words" }, safe(summary.summary)) : null,
    numberGrid(summary),
    warnings(summary),
    section("Signal and noise", el("div", { class: "charts" }, driftDiffusion(run), signalToNoise(run))),
    section("Equilibrium", el("div", { class: "charts" }, lossCurve(run), occupancy(run))),
    section("Entropy and decay", el("div", { class: "charts" }, entropyCurve(summary, run), halfLives(summary, run), rates(run), modelTable(run))),
    section("The theory, claim by claim", theoryTable(summary, run)),
    section("Records",
      el("p", {}, `${plural(summary.rows_read, "record")} read = ${summary.rows_used.toLocaleString("en")} used + ${summary.rows_superseded.toLocaleString("en")} superseded + ${summary.rows_quarantined.toLocaleString("en")} quarantined; ${plural(summary.epochs, "epoch")}, ${plural(summary.steps, "step")}; trace level ${summary.level || "losses only"}; optimizer ${safe(summary.optimizer || "unknown")}; energy: ${summary.energy === "FULL" ? "full loss" : "mini-batch loss"}.`),
      summary.reason ? el("p", { class: "about" }, `Absent: ${inWords(summary.reason)}.`) : null),
  ];
};

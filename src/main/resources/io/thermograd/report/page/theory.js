// The theory's claims against one run, with the numbers that each verdict rests on.
const NUMBER_WORDS = {
  "slope of SNR:": "Theil-Sen slope of ln SNR on ln(epoch + 1), from the peak to interpolation; p by block bootstrap, adjusted over the job.",
  "of variance:": "The same of the trace of the gradients' covariance.",
  "of mean norm:": "The same of the mean gradient's norm.",
  "β =": "Inverse temperature, fitted to the equilibrium region's visits.",
  "KL(p̂‖p) =": "How far the visits are from the law, in nats; 0 if they are its own.",
  "T5 at the last window:": "−lr·βΣ(ln pᵢ + 1)pᵢ(1 − pᵢ)‖∇Eᵢ‖² at the last window that has gradients.",
  "T6 at the last window:": "−lr·β⟨‖∇E‖²⟩H at the last window that has gradients.",
  "observed:": "Slope of the entropy through the last five windows.",
  "lr·‖∇E‖² =": "What gradient flow alone would take off the loss in an iteration, in the equilibrium region.",
  "the loss falls by": "What the loss does lose there. The rest is put back by the noise of the batches, which the claim leaves out.",
  "λ =": "Decay constant of the exponential model.",
  "observed over predicted, c =": "Fitted decay over the one that lr, β and the gradients predict; 1 if T7 holds.",
  "κ =": "Growth of the half-life: κ ln 2 an iteration.",
};

const NOISE_WORDS = "Autocorrelation of the layer's gradient noise from one step to the next, p of white noise (Ljung-Box), and excess kurtosis ± s.e., 0 if it is Gaussian.";

const claimNumbers = (claim, summary, run) => {
  const equilibrium = run.equilibrium || {};
  const model = (run.phases || []).find((p) => p.layer === WHOLE) || {};
  const fit = (name) => (run.decay || []).find((f) => f.model === name) || {};
  const line = (label, x, low, high, { unit, p } = {}) => (isNumber(x) ? [explained(label, NUMBER_WORDS[label]), " ", value(x, interval(x, low, high), unit), p ? `, ${p}` : ""] : null);
  const heat = heating(run);
  const windows = run.windows || {};
  const lastWindow = (column) => (windows[column] || []).findLast(isNumber);
  const last = (windows.observed_rate || []).findLastIndex(isNumber);
  const [rate, rateError] = last < 0 ? [] : [windows.observed_rate[last], 1.96 * windows.observed_rate_se[last]];
  const observed = line("observed:", rate, rate - rateError, rate + rateError, { unit: "nats/iteration" });
  return {
    T1: [line("slope of SNR:", model.snr_slope, model.snr_slope_low, model.snr_slope_high, { p: pValue(model.snr_p_adjusted) }), line("of variance:", model.variance_slope, model.variance_slope_low, model.variance_slope_high, { p: pValue(model.variance_p_adjusted) }), line("of mean norm:", model.mean_norm_slope, model.mean_norm_slope_low, model.mean_norm_slope_high, { p: pValue(model.mean_norm_p_adjusted) })],
    T2: (run.phases || []).filter((p) => p.layer !== WHOLE && isNumber(p.noise_white_p)).slice(0, 8).map((p) => [explained(`${layerName(p.layer)}:`, NOISE_WORDS), " lag-1 ", value(p.noise_lag1, num(p.noise_lag1, 2)), `, whiteness ${pValue(p.noise_white_p)}, excess kurtosis `, value(p.noise_excess_kurtosis, withError(p.noise_excess_kurtosis, p.noise_excess_kurtosis_se))]),
    T3: [isNumber(equilibrium.beta) ? [explained("β =", NUMBER_WORDS["β ="]), " ", value(equilibrium.beta, withError(equilibrium.beta, equilibrium.beta_se), "1/loss")] : null, line("KL(p̂‖p) =", equilibrium.kl_nats, null, null, { unit: "nats" }), isNumber(equilibrium.g_test_p) ? [`G-test ${pValue(equilibrium.g_test_p)}`] : null],
    T4: [],
    T5: [line("T5 at the last window:", lastWindow("chain_rule_rate"), null, null, { unit: "nats/iteration" }), observed],
    T6: [line("T6 at the last window:", lastWindow("approximate_rate"), null, null, { unit: "nats/iteration" }), observed, ...(heat ? [line("lr·‖∇E‖² =", heat.drive, null, null, { unit: "loss/iteration" }), line("the loss falls by", heat.fall, heat.low, heat.high, { unit: "loss/iteration" })] : [])],
    T7: [line("λ =", summary.decay_constant, summary.decay_constant_low, summary.decay_constant_high, { unit: "1/iteration" }), line("observed over predicted, c =", fit("GRADIENT_DRIVEN").c, fit("GRADIENT_DRIVEN").c_low, fit("GRADIENT_DRIVEN").c_high)],
    T8: [line("κ =", fit("DRIFTING").kappa, fit("DRIFTING").kappa_low, fit("DRIFTING").kappa_high), isNumber(summary.half_life_drift_p) ? [`κ > 0: one-sided ${pValue(summary.half_life_drift_p)}`] : null],
    T9: [],
  }[claim].filter(Boolean);
};

// Codes of the program, such as PEAK_AT_END, in small letters.
const inWords = (reason) => safe(reason).replace(/\b[A-Z]+(_[A-Z]+)+\b|\b[A-Z]{4,}\b/g, (code) => code.toLowerCase().replaceAll("_", " "));

const theoryTable = (summary, run) =>
  el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The theory's claims" },
    el("table", { class: "theory" },
      el("thead", {}, el("tr", {}, ["claim", "verdict", "why", "numbers (95 %)"].map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, CLAIMS.map(([claim, statement]) => {
        const key = claim.toLowerCase();
        const verdict = summary[`${key}_verdict`] || "UNDECIDED";
        return el("tr", {},
          el("th", { scope: "row" }, claim, el("div", { class: "formula" }, statement)),
          el("td", {}, badge(verdict, CLAIM_VERDICTS)),
          el("td", {}, inWords(summary[`${key}_reason`] || CLAIM_VERDICTS[verdict].text)),
          el("td", {}, claimNumbers(claim, summary, run).map((parts) => el("div", {}, parts))));
      }))));

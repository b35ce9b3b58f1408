// The field's words: what each verdict, claim and number means.
const VERDICTS = {
  LEARNING: { mark: "▲", tone: "good", text: "the whole model's SNR stays above 1: signal outweighs noise" },
  DIFFUSING: { mark: "●", tone: "warm", text: "the SNR stays below 1 and the loss is stable: noise moves the weights" },
  CONVERGED: { mark: "■", tone: "calm", text: "the entropy has fallen below what the bins can see" },
  DIVERGED: { mark: "✕", tone: "bad", text: "losses or gradients aren't finite at the end, or the loss has blown up" },
  DEAD: { mark: "○", tone: "bad", text: "all gradients of the last logged epoch are zero" },
  INCOMPLETE: { mark: "◐", tone: "warm", text: "a file of the run ends too early or is damaged" },
  TOO_SHORT: { mark: "…", tone: "mute", text: "too few losses for an equilibrium region" },
  UNDETERMINED: { mark: "?", tone: "mute", text: "no SNR, or no stable loss" },
};

const CLAIMS = [
  ["T1", "First the mean gradient dominates its spread; then the SNR falls, the variance grows and the mean shrinks."],
  ["T2", "The weights follow the gradient plus white Gaussian noise that grows."],
  ["T3", "In equilibrium the run visits loss bin i with probability exp(−βEᵢ)/Z."],
  ["T4", "A bin's probability falls with its energy as dpᵢ/dEᵢ = −βpᵢ(1 − pᵢ)."],
  ["T5", "The entropy changes at the rate −βΣ(ln pᵢ + 1)pᵢ(1 − pᵢ)‖∇Eᵢ‖²."],
  ["T6", "Near p = 1 that rate is about −β⟨‖∇E‖²⟩H."],
  ["T7", "Once the loss is stable, H(t) = H₀ exp(−λt) with λ = β⟨‖∇E‖²⟩."],
  ["T8", "The half-life is no constant: it grows as ‖∇E‖² falls."],
  ["T9", "The entropy that noise brings into a layer's weights shows up as that of the input given the next layer's features."],
];

const CLAIM_VERDICTS = {
  HOLDS: { mark: "✓", tone: "good", text: "the prediction is seen" },
  FAILS: { mark: "✕", tone: "bad", text: "its opposite is seen, significantly" },
  UNDECIDED: { mark: "–", tone: "mute", text: "neither is seen: the data can't tell" },
};

const ABOUT = {
  final_snr: "Signal-to-noise ratio of the whole model in the last logged epoch: the norm of the mean gradient over the spread of one mini-batch gradient. Below 1, noise outweighs signal. What noise alone adds to that norm is taken off; where nothing is left, only the interval's upper end is known.",
  last_crossing_epoch: "Epoch at which the whole model's SNR last crossed 1 for good, interpolated, with the epochs between which the smoothed SNR can't be told from 1; … where the log ends first.",
  peak_epoch: "Epoch at which the norm of the whole model's mean gradient is largest.",
  beta: "Inverse temperature: how steeply the visits to a loss fall with the loss, p ∝ exp(−βE). Fitted to the equilibrium region.",
  entropy_corrected: "Entropy of the equilibrium region's visits over the loss bins, corrected for its bias. Its error counts how many independent visits the correlated losses are worth.",
  convergence_speed: "dH/dt at the last window: the entropy that the run loses per iteration (negative) or gains.",
  half_life_iterations: "Iterations after which the entropy halves, at the last window under the chosen model, with its 95 % interval: that of all models which the data can't rule out.",
  half_life_drift: "How much the half-life grows with each iteration (κ ln 2), with its 95 % interval. Above 0, the next bit of entropy takes longer than the last.",
  gradient_half_life_exponent: "Power of time with which the half-life grows that the gradients alone predict: 0 when constant.",
  next_tenth_iterations: "Iterations until a tenth of the last window's entropy is gone, under the chosen model, with its 95 % interval: that of all models which the data can't rule out.",
  next_tenth_iterations_constant_half_life: "The same if the half-life were constant (the exponential model).",
  next_nat_iterations: "Iterations until one nat of entropy is gone, under the chosen model.",
  lr: "Learning rate of the last step that logs one, else the declared one.",
  batch_size: "Harmonic mean of the last logged epoch's batch sizes.",
  steps: "Steps of which a record was used.",
  level: "What was logged: VECTOR (coordinates), DOT (norms and dots), NORM (norms only), ELEMENT (moments). It decides what can be told.",
};

const MODELS = {
  CONSTANT: { name: "constant", formula: "H = c" },
  LINEAR: { name: "linear", formula: "H = H₀ + st" },
  EXPONENTIAL: { name: "exponential (T7)", formula: "H = H₀ exp(−λt)" },
  EXPONENTIAL_FLOOR: { name: "exponential with a floor", formula: "H = H∞ + (H₀ − H∞) exp(−λt)" },
  DRIFTING: { name: "drifting half-life (T8)", formula: "H = H₀ (1 + κλt)^(−1/κ)" },
  STRETCHED: { name: "stretched exponential", formula: "H = H₀ exp(−(λt)^γ)" },
  GRADIENT_DRIVEN: { name: "driven by the gradients (T7 + T8)", formula: "H = H₀ exp(−cΣ lr·β·‖∇E‖²)" },
};

const OUTCOMES = {
  FITTED: "a halving was seen",
  RIGHT_CENSORED: "no halving was seen: the half-life is an extrapolation",
  NOT_DECAYING: "the entropy doesn't decay",
  GRID_DEPENDENT: "the decay depends on the bins: half or twice as many change it",
  UNDETERMINED: "the data don't tell",
};

const BETA_SOURCES = {
  BOLTZMANN: "β fitted to the losses (1/loss)",
  SGD: "β of SGD's own noise (1/loss)",
  LAYER_SNR: "β = the layer's SNR (T2, no unit)",
};

const badge = (word, known) => {
  const { mark, tone, text } = known[word] || { mark: "?", tone: "mute", text: "" };
  return el("span", { class: `badge ${tone}`, title: text }, el("span", { "aria-hidden": "true" }, mark), ` ${word.toLowerCase().replaceAll("_", " ")}`);
};

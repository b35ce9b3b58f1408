package io.thermograd.equilibrium;

/** Why a quantity of the equilibrium analysis is absent. */
public enum UndeterminedReason {
  /** Fewer values than the estimator needs. */
  TOO_FEW_VALUES,
  /**
   * Every loss is the same, or they differ by rounding only: there is no width to cut into bins.
   */
  ONE_VALUE,
  /** Every visit inside the grid's range fell into one bin. */
  ONE_BIN,
  /** Logarithmic bins of losses that aren't all positive. */
  NON_POSITIVE_LOSS,
  /** The range of the losses exceeds what a double holds. */
  RANGE_OVERFLOW,
  /** A loss lies at or below the declared ground energy. */
  LOSS_NOT_ABOVE_E0,
  /**
   * The ground energy was fitted: the likelihood is non-regular, so no standard error is claimed.
   */
  E0_PROFILED,
  /**
   * The fitted ground energy runs into the least loss (shape at most 2): no standard error exists.
   */
  E0_BOUNDARY,
  /** The likelihood still rises at a ground energy far below all losses: they have none. */
  E0_UNBOUNDED,
  /** The two samples don't overlap in energy: only a bound on the slope exists. */
  NO_OVERLAP,
  /** So many values tie that a spacing is zero: the losses were logged too coarsely. */
  QUANTISED,
  /** Too little of the probability lies in bins whose squared gradient is known. */
  GRADIENT_COVERAGE,
  /** The learning rate, which makes a rate one per iteration, is neither logged nor declared. */
  LR_UNKNOWN
}

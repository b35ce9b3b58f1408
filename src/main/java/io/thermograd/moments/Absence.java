package io.thermograd.moments;

/** Why a quantity has no value. */
public enum Absence {
  /** No finite gradient: none was logged, or all were superseded or not finite. */
  NO_FINITE_ROWS,
  /** Too few mini-batches. */
  FEW_BATCHES,
  /** The trace level can't give it. */
  LEVEL,
  /** It isn't logged. */
  NOT_LOGGED,
  /** All gradients are zero. */
  DEAD,
  /** The gradients don't differ. */
  ZERO_VARIANCE,
  /** The unbiased estimate of ‖G‖² isn't positive. */
  SIGNAL_NOT_POSITIVE,
  /** The sampled share of the data set, or the batch size, is unknown. */
  BATCH_SIZE_UNKNOWN,
  /** M isn't declared. */
  DATASET_SIZE_UNKNOWN,
  /** The epoch's batches are all there is: the mean has no sampling error. */
  WHOLE_EPOCH,
  /** The weights moved too far inside the epoch. */
  MOVING,
  /** No two consecutive steps are at hand. */
  NO_CONSECUTIVE_STEPS,
  /** The estimate of trΣ² isn't positive. */
  NOT_RESOLVED,
  /** The update isn't lr times the gradient. */
  NOT_SGD,
  /** A learning rate isn't positive. */
  LR_NOT_POSITIVE,
  /** It needs what holds between layers, or isn't a sum over layers. */
  NOT_ADDITIVE,
  /** A layer of the run has no row in this epoch. */
  LAYER_MISSING
}

package io.thermograd.moments;

/** What a reader of a layer_epoch row must know. */
public enum Flag {
  /** Some gradients were clipped; they were scaled back. */
  CLIPPED,
  /** All gradients are zero. */
  DEAD,
  /** The weights moved inside the epoch enough to show in its moments. */
  MOVING,
  /** The batches are (nearly) the whole epoch: no sampling error of the mean. */
  WHOLE_EPOCH,
  /** A layer of the run has no row in this epoch. */
  LAYER_MISSING,
  /** Fewer than 20 mini-batches: intervals cover somewhat less than they say. */
  FEW_BATCHES,
  /**
   * ‖g‖² scatters over twice as far as under Gaussian noise: intervals of the SNR are too short.
   */
  HEAVY_TAILS,
  /** M is taken to be the sum of the epoch's batch sizes. */
  DATASET_SIZE_ASSUMED,
  /** Only some of the epoch's steps were logged and M isn't declared: their share is unknown. */
  SPARSE_STEPS,
  /** The optimizer is unknown and taken to be SGD. */
  OPTIMIZER_ASSUMED,
  /** A sample of the coordinates whose D is unknown: norms are the sample's. */
  UNSCALED_SAMPLE,
  /** Some coordinates never varied and are left out of per-coordinate means. */
  ZERO_VARIANCE_COORDINATES
}

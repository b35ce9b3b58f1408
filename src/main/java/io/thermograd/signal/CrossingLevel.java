package io.thermograd.signal;

/** What an SNR crosses. */
public enum CrossingLevel {
  /** 1: signal as strong as the noise of one mini-batch. */
  ONE,
  /** The size that the plug-in SNR has without any signal. */
  NOISE_FLOOR,
  /**
   * 1/√n, where whole shuffled epochs leave the noise floor undefined: what the floor would be if
   * the batches had been drawn independently.
   */
  INDEPENDENT_FLOOR
}

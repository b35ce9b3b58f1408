package io.thermograd.decay;

import java.util.Objects;

/** What T7 and T8 together say drives the decay: Σ lr β ‖∇E‖² over the steps. */
public sealed interface GradientDrive {

  /**
   * The gradients were logged.
   *
   * @param cumulative Σ lr β ‖∇E‖² up to each window's middle step; non-decreasing
   */
  record Known(double[] cumulative) implements GradientDrive {
    public Known {
      for (int i = 0; i < cumulative.length; i++) {
        if (!Double.isFinite(cumulative[i]) || (i > 0 && cumulative[i] < cumulative[i - 1])) {
          throw new IllegalArgumentException(
              "Invalid cumulative gradient: it must be finite and may not decrease");
        }
      }
    }
  }

  /**
   * They weren't, or not densely enough.
   *
   * @param reason why
   */
  record Unknown(DecayReason reason) implements GradientDrive {
    public Unknown {
      Objects.requireNonNull(reason, "reason");
    }
  }
}

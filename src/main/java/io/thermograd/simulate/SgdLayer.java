package io.thermograd.simulate;

import java.util.Objects;

/**
 * One layer of a simulated run.
 *
 * @param name its id
 * @param parameters D
 * @param curvature a of its bowl
 * @param start the first value of each of its weights
 */
public record SgdLayer(String name, int parameters, double curvature, double start) {
  public SgdLayer {
    Objects.requireNonNull(name, "name");
    if (parameters < 1 || !(curvature > 0) || !Double.isFinite(start)) {
      throw new IllegalArgumentException(
          "Invalid layer: " + parameters + " parameters, curvature " + curvature);
    }
  }
}

package io.thermograd.moments;

import io.thermograd.trace.GradKind;
import org.jspecify.annotations.Nullable;

/** What the squared norms of logged coordinates are multiplied by to be the layer's. */
final class NormScale {
  private NormScale() {}

  /**
   * D/d for d coordinates sampled from D parameters, 1 for a projection, for all coordinates and
   * when D is unknown.
   */
  static double of(@Nullable GradKind kind, @Nullable Long paramCount, int dimension) {
    boolean sampled = kind == null || kind == GradKind.SAMPLE;
    if (!sampled || paramCount == null || paramCount <= dimension || dimension == 0) {
      return 1;
    }
    return (double) paramCount / dimension;
  }
}

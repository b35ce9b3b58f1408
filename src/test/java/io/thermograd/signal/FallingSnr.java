package io.thermograd.signal;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A log whose SNR falls through 1 at a known epoch: ln SNR = −(x − x₀) − bend·(x − x₀)² on x =
 * ln(epoch + 1), with AR(1) errors, over log-spaced epochs from 0 to 7999.
 *
 * @param epochs that are logged
 * @param ar1 of the errors
 * @param error s.d. of ln SNR
 * @param bend of the course
 * @param crossesAt the epoch
 */
record FallingSnr(int epochs, double ar1, double error, double bend, double crossesAt) {
  FallingSnr(int epochs, double ar1, double error, double bend) {
    this(epochs, ar1, error, bend, 300.5);
  }

  SignalSeries draw(SplittableRandom random) {
    double[] noise = Series.ar1(epochs, ar1, random);
    double scale = error * Math.sqrt(1 - ar1 * ar1);
    int[] epoch =
        IntStream.range(0, epochs)
            .map(k -> (int) Math.round(Math.expm1(k * Math.log(8000) / (epochs - 1))))
            .distinct()
            .toArray();
    Double[] snr = new Double[epoch.length];
    for (int k = 0; k < epoch.length; k++) {
      double x = Math.log1p(epoch[k]) - Math.log1p(crossesAt);
      snr[k] = Math.exp(-x - bend * x * x + scale * noise[k]);
    }
    return series(epoch, snr);
  }

  /** The share of draws whose crossing next to the truth has an interval that holds it. */
  double coverage(int replicates, SplittableRandom random) {
    int inside = 0;
    for (int i = 0; i < replicates; i++) {
      Crossing nearest =
          Crossings.of(draw(random), CrossingLevel.ONE).stream()
              .min(Comparator.comparingDouble(each -> Math.abs(each.epoch() - crossesAt)))
              .orElseThrow();
      inside += holds(nearest) ? 1 : 0;
    }
    return (double) inside / replicates;
  }

  private boolean holds(Crossing crossing) {
    Double low = crossing.low();
    Double high = crossing.high();
    return (low == null || low <= crossesAt) && (high == null || crossesAt <= high);
  }

  static SignalSeries series(int[] epoch, Double[] snr) {
    int n = epoch.length;
    return new SignalSeries(
        "run", "layer", epoch, new Double[n], new Double[n], snr, new Double[n], new int[n]);
  }
}

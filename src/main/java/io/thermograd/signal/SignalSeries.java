package io.thermograd.signal;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntFunction;
import org.hipparchus.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * What the moments say of one layer, epoch by epoch; null is absent.
 *
 * @param run id
 * @param layer id, {@code *} for the whole model
 * @param epoch strictly increasing
 * @param meanNorm ‖ḡ‖
 * @param variance trΣ of one mini-batch gradient
 * @param snr ‖ḡ‖/√trΣ
 * @param snrFloor the SNR's size without signal; null where whole epochs leave it undefined
 * @param n gradients per epoch
 */
public record SignalSeries(
    String run,
    String layer,
    int[] epoch,
    @Nullable Double[] meanNorm,
    @Nullable Double[] variance,
    @Nullable Double[] snr,
    @Nullable Double[] snrFloor,
    int[] n) {

  public SignalSeries {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(layer, "layer");
    requireLength("mean_norm", meanNorm.length, epoch.length);
    requireLength("variance", variance.length, epoch.length);
    requireLength("snr", snr.length, epoch.length);
    requireLength("snr_floor", snrFloor.length, epoch.length);
    requireLength("n", n.length, epoch.length);
    for (int i = 0; i < epoch.length; i++) {
      if (epoch[i] < 0 || (i > 0 && epoch[i] <= epoch[i - 1])) {
        throw new IllegalArgumentException(
            "Invalid series of "
                + run
                + ", "
                + layer
                + ": epoch "
                + epoch[i]
                + " at "
                + i
                + " (must be >= 0 and strictly increasing)");
      }
    }
  }

  /** The logarithms of a column's positive values from one epoch to another, both included. */
  LogColumn logarithms(IntFunction<@Nullable Double> column, int from, int to) {
    int[] kept = new int[epoch.length];
    double[] logs = new double[epoch.length];
    int count = 0;
    for (int i = 0; i < epoch.length; i++) {
      Double value = column.apply(i);
      if (value != null && value > 0 && epoch[i] >= from && epoch[i] <= to) {
        kept[count] = epoch[i];
        logs[count++] = FastMath.log(value);
      }
    }
    return new LogColumn(Arrays.copyOf(kept, count), Arrays.copyOf(logs, count));
  }

  /** Logarithms of what a column holds, with their epochs. */
  record LogColumn(int[] epoch, double[] log) {
    LogTimeCells pooled() {
      return LogTimeCells.of(epoch, log);
    }
  }

  private static void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "Invalid series: " + length + " values of " + name + " for " + expected + " epochs");
    }
  }
}

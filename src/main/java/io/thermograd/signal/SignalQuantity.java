package io.thermograd.signal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The three quantities that T1 speaks of, and where it says they go. */
public enum SignalQuantity {
  SNR(Direction.DOWN) {
    @Override
    @Nullable Double at(SignalSeries series, int i) {
      return series.snr()[i];
    }
  },
  VARIANCE(Direction.UP) {
    @Override
    @Nullable Double at(SignalSeries series, int i) {
      return series.variance()[i];
    }
  },
  MEAN_NORM(Direction.DOWN) {
    @Override
    @Nullable Double at(SignalSeries series, int i) {
      return series.meanNorm()[i];
    }
  };

  private final Direction claimed;

  SignalQuantity(Direction claimed) {
    this.claimed = claimed;
  }

  /** Where T1 says that the quantity goes after the peak. */
  public Direction claimed() {
    return claimed;
  }

  /** The quantity's name in tables and random streams. */
  public String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract @Nullable Double at(SignalSeries series, int i);
}

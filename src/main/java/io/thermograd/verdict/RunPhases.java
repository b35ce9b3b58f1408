package io.thermograd.verdict;

import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.Quantity;
import io.thermograd.signal.BlockBootstrapTrendTest;
import io.thermograd.signal.EpochNoise;
import io.thermograd.signal.Interpolation;
import io.thermograd.signal.LayerPhases;
import io.thermograd.signal.NoiseShape;
import io.thermograd.signal.Phases;
import io.thermograd.signal.SignalSeries;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The phases of each layer of one run, up to the epoch at which the run interpolates its data. */
final class RunPhases {
  private final String run;
  private final @Nullable Integer interpolation;
  private final BlockBootstrapTrendTest test;

  RunPhases(String run, StepSeries steps, long seed) {
    this.run = run;
    this.interpolation = Interpolation.epoch(steps.epochsInOrder(), steps.epochLosses());
    this.test = BlockBootstrapTrendTest.seeded(seed);
  }

  /** The phases of one layer, given its rows by epoch. */
  LayerPhases of(List<LayerEpochNoise> rows) {
    SignalSeries series = series(rows.stream().map(LayerEpochNoise::moments).toList());
    List<EpochNoise> noise = rows.stream().flatMap(row -> Stream.ofNullable(row.noise())).toList();
    return new LayerPhases(
        Phases.of(series, interpolation, test), NoiseShape.of(noise, series, test), null);
  }

  private SignalSeries series(List<LayerEpoch> rows) {
    return new SignalSeries(
        run,
        rows.get(0).key().layer(),
        rows.stream().mapToInt(row -> row.key().epoch()).toArray(),
        values(rows, Quantity.GRAD_MEAN_NORM),
        values(rows, Quantity.GRAD_VARIANCE),
        values(rows, Quantity.SNR),
        values(rows, Quantity.SNR_NOISE_FLOOR),
        rows.stream().mapToInt(row -> Math.toIntExact(row.counts().finite())).toArray());
  }

  private static @Nullable Double[] values(List<LayerEpoch> rows, Quantity quantity) {
    @Nullable Double[] values = new @Nullable Double[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i).value(quantity);
    }
    return values;
  }
}

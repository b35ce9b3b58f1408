package io.thermograd.job;

import io.thermograd.simulate.SgdLayer;
import io.thermograd.simulate.SgdRun;
import io.thermograd.simulate.SgdStep;
import io.thermograd.testing.TraceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The log of small runs of stochastic gradient descent, line by line. */
final class SimulatedRuns {
  static final int STEPS_PER_EPOCH = 20;
  private static final SgdRun RUN =
      new SgdRun(
          List.of(new SgdLayer("first", 4, 1, 2), new SgdLayer("second", 7, 0.5, 1)),
          0.02,
          4,
          0.05,
          STEPS_PER_EPOCH);

  private SimulatedRuns() {}

  /** Losses of every step and gradients of every fifth epoch, in the order of the steps. */
  static List<TraceRow> rows(String run, long seed, int epochs) {
    List<TraceRow> rows = new ArrayList<>();
    RUN.run(
        new SplittableRandom(seed),
        epochs,
        step -> {
          rows.add(row(run, null, step, null));
          if (step.epoch() % 5 == 0) {
            rows.add(row(run, "first", step, step.gradients()[0]));
            rows.add(row(run, "second", step, step.gradients()[1]));
          }
        });
    return rows;
  }

  /** The same as lines, each with its end. */
  static List<String> lines(String run, long seed, int epochs) {
    return lines(rows(run, seed, epochs));
  }

  static List<String> lines(List<TraceRow> rows) {
    return rows.stream().map(row -> row.json() + "\n").toList();
  }

  private static TraceRow row(
      String run, @Nullable String layer, SgdStep step, float @Nullable [] gradient) {
    return new TraceRow(
        run, layer, step.epoch(), step.step(), step.loss(), step.fullLoss(), 16, 0.02, gradient);
  }
}

package io.thermograd.simulate.spark;

import io.thermograd.simulate.SgdRun;
import io.thermograd.simulate.SgdStep;
import io.thermograd.simulate.SimulatedCohort;
import io.thermograd.trace.TraceColumn;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The gradient rows of simulated runs, a row per step and layer, in docs/formats.md's columns. */
final class SimulatedTraceTable {
  private static final String OPTIMIZER = "sgd";

  private SimulatedTraceTable() {}

  static StructType schema(SimulatedLevel level) {
    StructType common =
        new StructType()
            .add(TraceColumn.RUN.key(), DataTypes.StringType, false)
            .add(TraceColumn.LAYER.key(), DataTypes.StringType, false)
            .add(TraceColumn.EPOCH.key(), DataTypes.IntegerType, false)
            .add(TraceColumn.STEP.key(), DataTypes.LongType, false)
            .add(TraceColumn.LOSS.key(), DataTypes.DoubleType, false)
            .add(TraceColumn.LR.key(), DataTypes.DoubleType, false)
            .add(TraceColumn.BATCH_SIZE.key(), DataTypes.IntegerType, false)
            .add(TraceColumn.OPTIMIZER.key(), DataTypes.StringType, false)
            .add(TraceColumn.N_PARAMS.key(), DataTypes.LongType, false);
    return switch (level) {
      case VECTOR ->
          common.add(
              TraceColumn.GRAD.key(), DataTypes.createArrayType(DataTypes.FloatType, false), false);
      case DOT ->
          common
              .add(TraceColumn.GRAD_SQ_NORM.key(), DataTypes.DoubleType, false)
              .add(TraceColumn.GRAD_DOT_PREV.key(), DataTypes.DoubleType, true);
    };
  }

  /** The rows of a run, each made when it is asked for. */
  static Iterator<Row> rows(SimulatedCohort cohort, int run, SimulatedLevel level) {
    return new RowsOfRun(cohort, run, level);
  }

  private static final class RowsOfRun implements Iterator<Row> {
    private final SimulatedCohort cohort;
    private final int run;
    private final SimulatedLevel level;
    private final SgdRun law;
    private final Iterator<SgdStep> steps;
    private final ArrayDeque<Row> ready = new ArrayDeque<>();
    private float @Nullable [][] before;

    private RowsOfRun(SimulatedCohort cohort, int run, SimulatedLevel level) {
      this.cohort = cohort;
      this.run = run;
      this.level = level;
      law = cohort.law(run);
      steps = law.steps(cohort.random(run), cohort.steps(run));
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || steps.hasNext();
    }

    @Override
    public Row next() {
      if (ready.isEmpty()) {
        if (!steps.hasNext()) {
          throw new NoSuchElementException();
        }
        SgdStep step = steps.next();
        for (int layer = 0; layer < step.gradients().length; layer++) {
          ready.add(row(step, layer));
        }
        before = step.gradients();
      }
      return ready.remove();
    }

    private Row row(SgdStep step, int layer) {
      float[] gradient = step.gradients()[layer];
      Object[] measured =
          switch (level) {
            case VECTOR -> new Object[] {gradient};
            case DOT ->
                new @Nullable Object[] {
                  dot(gradient, gradient), before == null ? null : dot(gradient, before[layer])
                };
          };
      @Nullable Object[] row = new @Nullable Object[9 + measured.length];
      row[0] = cohort.name(run);
      row[1] = law.layers().get(layer).name();
      row[2] = step.epoch();
      row[3] = step.step();
      row[4] = step.loss();
      row[5] = law.lr();
      row[6] = cohort.batchSize(run);
      row[7] = OPTIMIZER;
      row[8] = (long) gradient.length;
      System.arraycopy(measured, 0, row, 9, measured.length);
      return RowFactory.create(row);
    }

    private static double dot(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += (double) a[i] * b[i];
      }
      return sum;
    }
  }
}

package io.thermograd.verdict.spark;

import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.RunSettings;
import io.thermograd.trace.ScalarRecord;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.trace.spark.ResolvedTable;
import io.thermograd.trace.spark.StepTable;
import io.thermograd.verdict.LayerEpochNoise;
import io.thermograd.verdict.RunCounts;
import io.thermograd.verdict.RunInput;
import io.thermograd.verdict.StepSeries;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads one run's rows of the per-run stage: counts and moments first, then its steps in order. */
final class RunInputRows {
  /** What says that a file of the run ends too early or is damaged. */
  private static final Set<String> BREAKS_OFF =
      Set.of(RejectReason.CUT.name(), RejectReason.CORRUPT.name());

  private long read;
  private long used;
  private long superseded;
  private long quarantined;
  private long cut;
  private long unused;
  private final List<LayerEpochNoise> layers = new ArrayList<>();
  private final StepSeries.Builder steps = new StepSeries.Builder();
  private @Nullable String optimizer;
  private @Nullable Double momentum;
  private @Nullable Integer batchSize;

  private RunInputRows() {}

  static RunInput read(String run, Iterator<Row> rows, RunFacts declared) {
    RunInputRows input = new RunInputRows();
    while (rows.hasNext()) {
      input.add(rows.next());
    }
    return new RunInput(
        run, input.facts(declared), input.counts(), input.steps.build(), input.layers);
  }

  private void add(Row row) {
    Row ofCounts = row.getStruct(row.fieldIndex(RunPlan.COUNTS));
    Row ofLayer = row.getStruct(row.fieldIndex(RunPlan.LAYER));
    Row ofStep = row.getStruct(row.fieldIndex(RunPlan.STEP));
    Row ofRejected = row.getStruct(row.fieldIndex(RunPlan.REJECTED));
    Row ofUnused = row.getStruct(row.fieldIndex(RunPlan.UNUSED));
    if (ofCounts != null) {
      read += ofCounts.<Long>getAs(ResolvedTable.READ);
      used += ofCounts.<Long>getAs(ResolvedTable.USED);
      superseded += ofCounts.<Long>getAs(ResolvedTable.ROWS_SUPERSEDED);
      quarantined += ofCounts.<Long>getAs(ResolvedTable.RAGGED);
    } else if (ofRejected != null) {
      read++;
      quarantined++;
      cut += BREAKS_OFF.contains(ofRejected.<String>getAs(QuarantineTable.REASON)) ? 1 : 0;
    } else if (ofUnused != null) {
      unused += ofUnused.<Long>getAs(MomentsPlan.UNUSED_VALUES);
    } else if (ofLayer != null) {
      layers.add(LayerEpochPlan.fromRow(ofLayer));
    } else {
      StepTable.steps(ofStep).forEachRemaining(this::addStep);
    }
  }

  private RunCounts counts() {
    return new RunCounts(read, used, superseded, quarantined, cut, unused);
  }

  private void addStep(ScalarRecord step) {
    RunSettings settings = step.settings();
    steps.add(
        new StepSeries.Step(
            step.step(), step.epoch(), step.loss(), step.fullLoss(), settings.lr()));
    optimizer = settings.optimizer() == null ? optimizer : settings.optimizer();
    momentum = settings.momentum() == null ? momentum : settings.momentum();
    batchSize = settings.batchSize() == null ? batchSize : settings.batchSize();
  }

  /** What the run logged of its optimizer, at its last step, goes before what is declared. */
  private RunFacts facts(RunFacts declared) {
    return new RunFacts(
        declared.datasetSize(),
        declared.sampling(),
        declared.stepsPerEpoch(),
        optimizer == null ? declared.optimizer() : optimizer,
        batchSize == null ? declared.batchSize() : batchSize,
        declared.lr(),
        momentum == null ? declared.momentum() : momentum,
        declared.weightDecay(),
        declared.e0());
  }
}

package io.thermograd.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepAssemblerTest {
  private final List<Decoded> out = new ArrayList<>();
  private StepAssembler steps = assembler(RunFactsByPattern.NONE);
  private long position;

  private StepAssembler assembler(RunFactsByPattern facts) {
    return new StepAssembler(
        TagMapping.DEFAULT, new RunNaming(null, RunNaming.Part.FILE_NAME), facts, out::add);
  }

  /** A record of names and values; text is put as text. */
  private void record(Object... namesAndValues) {
    steps.begin(new Origin("file:/log.csv", position++));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = (String) namesAndValues[i];
      if (namesAndValues[i + 1] instanceof String text) {
        steps.putText(name, text);
      } else {
        steps.put(name, ((Number) namesAndValues[i + 1]).doubleValue());
      }
    }
    steps.end(new byte[0]);
  }

  private List<TraceRecord> records() {
    steps.endOfFile();
    assertThat(out).noneMatch(Rejected.class::isInstance);
    return out.stream().filter(TraceRecord.class::isInstance).map(TraceRecord.class::cast).toList();
  }

  /** Values that are in no record, of all files until now. */
  private long unused() {
    steps.endOfFile();
    return out.stream()
        .filter(UnusedValues.class::isInstance)
        .mapToLong(decoded -> ((UnusedValues) decoded).count())
        .sum();
  }

  private List<TraceRecord> losses() {
    return records().stream().filter(row -> row.kind() == RecordKind.LOSSES).toList();
  }

  private static GradientRow gradient(TraceRecord row) {
    return Objects.requireNonNull(row.gradient(), "gradient");
  }

  private static @Nullable Double squaredNorm(TraceRecord row) {
    return row.gradient() == null ? null : row.gradient().sqNorm();
  }

  @Test
  void valuesOfOneStepBecomeALossRowAndAGradientRowPerLayer() {
    record("step", 3, "loss", 0.5);
    record("step", 3, "grad_norm/a", 2, "grad_norm/b", 3, "weight_norm/a", 7);
    record("step", 3, "lr", 0.1, "epoch", 1.7, "val/loss", 0.25, "batch_size", 64);
    record("step", 4, "loss", 0.4);
    List<TraceRecord> rows = records();
    assertThat(rows).hasSize(4);
    assertThat(rows.get(0).loss()).isEqualTo(0.5);
    assertThat(rows.get(0).fullLoss()).isEqualTo(0.25);
    assertThat(rows.get(0).epoch()).isEqualTo(1);
    assertThat(rows.get(0).settings().lr()).isEqualTo(0.1);
    assertThat(rows.get(0).settings().batchSize()).isEqualTo(64);
    assertThat(rows.get(0).run()).isEqualTo("log");
    assertThat(gradient(rows.get(1)).layer()).isEqualTo("a");
    assertThat(squaredNorm(rows.get(1))).isEqualTo(4);
    assertThat(gradient(rows.get(1)).weightNorm()).isEqualTo(7);
    assertThat(squaredNorm(rows.get(2))).isEqualTo(9);
    assertThat(rows.get(3).step()).isEqualTo(4);
  }

  private List<String> questions() {
    steps.endOfFile();
    return out.stream()
        .filter(Rejected.class::isInstance)
        .map(Rejected.class::cast)
        .filter(rejected -> rejected.reason() == RejectReason.UNMAPPED)
        .map(Rejected::detail)
        .toList();
  }

  @Test
  void theOnlyNameThatMayBeALossIsTaken() {
    record("step", 0, "mse_loss", 9, "accuracy", 1);
    record("step", 1, "mse_loss", 8, "val/mse_loss", 7);
    assertThat(losses()).extracting(TraceRecord::loss).containsExactly(9.0, 8.0);
    assertThat(losses().get(1).fullLoss()).isEqualTo(7);
  }

  @Test
  void ofSeveralNamesThatMayBeTheLossNoneIsTakenAndTheUserIsAsked() {
    record("step", 0, "head1/loss", 9);
    record("step", 0, "head2/loss", 5);
    record("step", 1, "head2/loss", 4, "head1/loss", 8);
    assertThat(questions())
        .containsExactly(
            "which is the loss? head1/loss, head2/loss may be it, none is used: declare one, such as"
                + " tags: {loss: \"head2/loss\"}");
    assertThat(out).noneMatch(TraceRecord.class::isInstance);
  }

  @Test
  void gradientsOfARunWhoseLossNobodyKnowsAreUsed() {
    record("step", 0, "head1/loss", 9, "head2/loss", 5, "grad_norm/a", 2);
    record("step", 1, "head1/loss", 9, "head2/loss", 5, "grad_norm/a", 2);
    assertThat(questions()).hasSize(1);
    assertThat(out.stream().filter(TraceRecord.class::isInstance)).hasSize(2);
  }

  @Test
  void aGuessThatAnotherNameContestsLaterIsTold() {
    record("step", 0, "mse_loss", 9);
    record("step", 1, "mse_loss", 8, "train/loss", 7);
    assertThat(questions())
        .containsExactly(
            "which is the loss? mse_loss, train/loss may be it, the first is used: declare one, such"
                + " as tags: {loss: \"train/loss\"}");
    assertThat(out.stream().filter(TraceRecord.class::isInstance)).hasSize(2);
  }

  @Test
  void aUsualNameIsNoGuessWhateverElseEndsInLoss() {
    record("step", 0, "aux_loss", 9, "loss", 5, "ce_loss", 3);
    record("step", 1, "aux_loss", 9, "loss", 4, "ce_loss", 3);
    assertThat(losses()).extracting(TraceRecord::loss).containsExactly(5.0, 4.0);
  }

  @Test
  void theNameThatRanksFirstInTheFirstStepIsUsedAndTheOtherNever() {
    record("step", 0, "loss", 9);
    record("step", 0, "train/loss", 1);
    record("step", 1, "loss", 8);
    record("step", 2, "train/loss", 3, "loss", 7);
    assertThat(losses()).extracting(TraceRecord::loss).containsExactly(1.0, 3.0);
    assertThat(unused()).isEqualTo(3);
  }

  @Test
  void aNormOfTheWholeModelIsNoLayerBesideOthers() {
    record("step", 0, "grad_norm", 5, "grad_norm/a", 3, "grad_norm/b", 4);
    assertThat(records()).extracting(StepAssemblerTest::squaredNorm).containsExactly(9.0, 16.0);
  }

  @Test
  void histogramsUnderOtherNamesThanTheNormsAreNoFurtherLayers() {
    record("step", 0, "grad_norm/fc", 2);
    for (String name : List.of("gradients/fc.weight", "gradients/fc")) {
      steps.begin(new Origin("file:/log.csv", position++));
      steps.step(0);
      steps.putGradient(name, new ElementMoments(10, 2, 4));
      steps.end(new byte[0]);
    }
    assertThat(records()).extracting(row -> gradient(row).layer()).containsExactly("fc");
    assertThat(gradient((TraceRecord) out.get(0)).count()).isEqualTo(10);
  }

  @Test
  void ofTwoSettingsInOneRecordTheOneThatRanksFirstIsUsed() {
    record("step", 0, "loss", 1, "train/lr_0", 5, "train/lr", 0.1);
    record("step", 1, "loss", 1, "train/lr_0", 5, "train/lr", 0.2);
    assertThat(losses()).extracting(row -> row.settings().lr()).containsExactly(0.1, 0.2);
  }

  @Test
  void settingsHoldUntilTheNextOne() {
    record("step", 0, "loss", 1);
    record("step", 1, "loss", 1, "lr", 0.1);
    record("step", 2, "loss", 1);
    record("step", 3, "loss", 1, "lr", 0.01);
    assertThat(losses())
        .extracting(row -> row.settings().lr())
        .containsExactly(null, 0.1, 0.1, 0.01);
  }

  @Test
  void aLogWithoutEpochsIsOneEpochUnlessStepsPerEpochAreDeclared() {
    record("step", 25, "loss", 1);
    assertThat(losses()).extracting(TraceRecord::epoch).containsExactly(0);
    out.clear();
    steps =
        assembler(
            new RunFactsByPattern(
                Map.of(
                    "*", new PartialRunFacts(null, null, 10, null, null, null, null, null, null))));
    record("step", 25, "loss", 1);
    record("step", 26, "loss", 1, "epoch", 7);
    record("step", 27, "loss", 1);
    assertThat(losses()).extracting(TraceRecord::epoch).containsExactly(2, 7, 2);
  }

  @Test
  void aRecordWithoutAStepBelongsToTheStepBefore() {
    record("_step", 0, "train/step", 160, "train/loss", 2);
    record("_step", 1, "val/loss", 3);
    record("_step", 2, "train/step", 320, "train/loss", 1);
    List<TraceRecord> rows = losses();
    assertThat(rows).extracting(TraceRecord::step).containsExactly(160L, 320L);
    assertThat(rows.get(0).fullLoss()).isEqualTo(3);
  }

  @Test
  void recordsWithoutAnyStepAreCounted() {
    record("loss", 3, "val_loss", 5);
    record("loss", 2);
    record("loss", 1);
    assertThat(losses()).extracting(TraceRecord::step).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aValueLoggedTwiceAtItsStepIsARecordOfItsOwn() {
    record("step", 5, "loss", 1);
    record("step", 5, "loss", 2);
    assertThat(losses()).extracting(TraceRecord::loss).containsExactly(1.0, 2.0);
  }

  @Test
  void runsMayTakeTurnsInOneFile() {
    record("run", "a", "step", 0, "loss", 1);
    record("run", "b", "step", 0, "loss", 2);
    record("run", "a", "step", 0, "grad_norm", 3);
    record("run", "b", "step", 1, "loss", 4);
    assertThat(records())
        .extracting(row -> row.run() + row.step() + row.kind())
        .containsExactlyInAnyOrder("a0LOSSES", "a0GRADIENTS", "b0LOSSES", "b1LOSSES");
  }

  @Test
  void aValidationLossNumberedByEpochsIsNotUsed() {
    record("step", 100, "loss", 1);
    record("step", 1, "val_loss", 2);
    record("step", 101, "loss", 1);
    assertThat(losses()).extracting(TraceRecord::step).containsExactly(100L, 101L);
    assertThat(unused()).isEqualTo(1);
  }

  @Test
  void aResumedRunsDropInStepStaysAsItIs() {
    record("step", 10, "loss", 1);
    record("step", 11, "loss", 1);
    record("step", 10, "loss", 3);
    assertThat(losses()).extracting(TraceRecord::step).containsExactly(10L, 11L, 10L);
  }

  @Test
  void aValidationLossAloneIsALossRow() {
    record("step", 10, "loss", 1);
    record("step", 12, "val_loss", 2);
    TraceRecord row = losses().get(1);
    assertThat(row.loss()).isNull();
    assertThat(row.fullLoss()).isEqualTo(2);
    assertThat(row.step()).isEqualTo(12);
  }

  @Test
  void aBadValueRejectsItsRecordAndNoOther() {
    record("step", 0, "loss", 1);
    record("step", 1.5, "loss", 1);
    record("step", 2, "loss", "high");
    record("step", 3, "grad_norm", -1);
    record("step", 4, "loss", 1);
    steps.endOfFile();
    assertThat(out).hasSize(5);
    assertThat(out)
        .filteredOn(Rejected.class::isInstance)
        .extracting(row -> ((Rejected) row).reason())
        .containsExactly(
            RejectReason.WRONG_TYPE, RejectReason.WRONG_TYPE, RejectReason.OUT_OF_RANGE);
  }

  @Test
  void notANumberIsALossAndNoEpochOrStep() {
    record("step", 0, "loss", Double.NaN, "epoch", Double.NaN);
    TraceRecord row = losses().get(0);
    assertThat(row.loss()).isNaN();
    assertThat(row.epoch()).isZero();
  }

  @Test
  void momentsOfAHistogramAreAnElementLevelRow() {
    steps.begin(new Origin("file:/e", 0));
    steps.step(7);
    steps.putGradient("gradients/fc", new ElementMoments(10, 2, 4));
    steps.end(new byte[0]);
    GradientRow row = gradient(records().get(0));
    assertThat(row.count()).isEqualTo(10);
    assertThat(row.sum()).isEqualTo(2);
    assertThat(row.sumSquares()).isEqualTo(4);
  }

  @Test
  void namesOfTenKilobytesStayData() {
    String evil = "../\"\n<script>/".repeat(800);
    record("run", evil, "step", 0, "loss", 1, "grad_norm/" + evil, 1);
    List<TraceRecord> rows = records();
    assertThat(rows).extracting(TraceRecord::run).containsOnly(evil);
    assertThat(gradient(rows.get(1)).layer()).isEqualTo(evil);
  }
}

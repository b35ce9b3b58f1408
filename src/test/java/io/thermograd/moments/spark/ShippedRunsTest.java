package io.thermograd.moments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.Quantity;
import io.thermograd.testing.LocalSpark;
import io.thermograd.testing.ReferenceTrace;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.SessionPlan;
import io.thermograd.trace.spark.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every number of every (run, layer, epoch) of the shipped traces against a plain loop that shares
 * no code with the project.
 */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedRunsTest {
  /** Of the row's second moment. */
  private static final double TOLERANCE = 1e-9;

  private static final Path TRACES = Path.of("examples/traces");
  private static final Map<String, Integer> DATASET_SIZES = Map.of("szt_", 3277, "dig_", 1437);

  private final SparkSession spark;
  private final Map<ReferenceTrace.Key, LayerEpoch> measured = new HashMap<>();
  private Map<ReferenceTrace.Key, ReferenceTrace.Moments> expected = Map.of();

  ShippedRunsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  void measure() throws IOException {
    RunFactsByPattern facts =
        new RunFactsByPattern(Map.of("szt_*", datasetSize(3277), "dig_*", datasetSize(1437)));
    TraceInput input =
        new TraceInput(
            TRACES + "/*/gradients",
            InputFormat.JSONL,
            null,
            Map.of(),
            InputFormat.JSONL.defaultSessions(),
            TraceInput.DEFAULT_MAX_RECORD_BYTES);
    Dataset<Row> scan =
        MomentsPlan.scan(
                spark,
                TraceReader.read(spark, List.of(input), facts),
                input.sessions(),
                StateScope.PARTITION)
            .cache();
    Dataset<Row> resolved = SessionPlan.resolve(MomentsPlan.records(scan)).cache();
    assertThat(MomentsPlan.quarantine(scan).count()).isZero();
    assertThat(MomentsPlan.filesOfCutGroups(resolved).count()).isZero();
    for (Row row : MomentsPlan.merged(MomentsPlan.kept(scan, resolved), resolved).collectAsList()) {
      LayerEpoch layer = MomentsPlan.layerMoments(row, MomentsPlan.state(row), facts).row();
      measured.put(
          new ReferenceTrace.Key(layer.key().run(), layer.key().layer(), layer.key().epoch()),
          layer);
    }
    scan.unpersist();
    resolved.unpersist();
    expected = reference();
  }

  private static Map<ReferenceTrace.Key, ReferenceTrace.Moments> reference() throws IOException {
    ReferenceTrace reference = new ReferenceTrace();
    try (Stream<Path> files = Files.walk(TRACES)) {
      files
          .filter(file -> file.toString().contains("/gradients/") && Files.isRegularFile(file))
          .sorted()
          .forEach(reference::add);
    }
    return reference.moments(DATASET_SIZES);
  }

  private static PartialRunFacts datasetSize(long size) {
    return new PartialRunFacts(size, null, null, null, null, null, null, null, null);
  }

  @Test
  void everyLayerAndEpochOfFiveRunsIsThere() {
    assertThat(expected.keySet().stream().map(ReferenceTrace.Key::run).distinct()).hasSize(5);
    assertThat(measured.keySet()).isEqualTo(expected.keySet());
  }

  @Test
  void countsAreExact() {
    expected.forEach(
        (key, moments) ->
            assertThat(of(key).counts())
                .as("%s", key)
                .isEqualTo(
                    new LayerEpoch.Counts(moments.n(), moments.nonFinite(), moments.superseded())));
    assertThat(expected.values()).anyMatch(moments -> moments.nonFinite() > 0);
  }

  @Test
  void squaredMomentsAgreeToTheSecondMomentsNinthDigit() {
    expected.forEach(
        (key, moments) -> {
          Double second = moments.gradSecondMoment();
          double tolerance = second == null ? 0 : TOLERANCE * second;
          agree(key, Quantity.GRAD_SECOND_MOMENT, second, tolerance);
          agree(key, Quantity.GRAD_VARIANCE, moments.gradVariance(), tolerance);
          agree(key, Quantity.GRAD_SIGNAL_SQUARED, moments.gradSignalSquared(), tolerance);
        });
  }

  @Test
  void meanNormsAgreeToTheRootMeanSquaresNinthDigit() {
    expected.forEach(
        (key, moments) -> {
          Double second = moments.gradSecondMoment();
          double tolerance = second == null ? 0 : TOLERANCE * Math.sqrt(second);
          agree(key, Quantity.GRAD_MEAN_NORM, moments.gradMeanNorm(), tolerance);
        });
  }

  @Test
  void signalToNoiseRatiosAgreeAsFarAsTheirVarianceIsKnown() {
    expected.forEach(
        (key, moments) -> {
          Double snr = moments.snr();
          double tolerance = snr == null ? 0 : TOLERANCE * snr * (1 + snr * snr);
          agree(key, Quantity.SNR, snr, tolerance);
        });
  }

  @Test
  void loggedNormsAgree() {
    expected.forEach(
        (key, moments) -> {
          Double norm = moments.gradSqNormMean();
          agree(key, Quantity.GRAD_SQ_NORM_MEAN, norm, norm == null ? 0 : TOLERANCE * norm);
          assertThat(of(key).setting().weightNorm())
              .as("weight norm of %s", key)
              .isEqualTo(moments.weightNorm());
        });
    assertThat(expected.values()).anyMatch(moments -> moments.gradSqNormMean() != null);
  }

  private void agree(
      ReferenceTrace.Key key, Quantity quantity, @Nullable Double value, double tolerance) {
    Double found = of(key).value(quantity);
    if (value == null) {
      assertThat(found).as("%s of %s", quantity, key).isNull();
    } else {
      assertThat(found).as("%s of %s", quantity, key).isCloseTo(value, within(tolerance));
    }
  }

  private LayerEpoch of(ReferenceTrace.Key key) {
    LayerEpoch layer = measured.get(key);
    if (layer == null) {
      throw new AssertionError("no row for " + key);
    }
    return layer;
  }
}

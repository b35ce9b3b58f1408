package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.testing.EventLog;
import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One run as eight tools log it, and as a trace: whatever the format, it is the same run. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyLogsTest {
  private static final int STEPS = 120;
  private static final int STEPS_PER_EPOCH = 20;
  private static final String TRACE = "a_trace";
  private static final List<String> LOGS =
      List.of(
          "json",
          "lightning",
          "mlflow",
          "tensorboard",
          "trainer",
          "wandb",
          "wandb_parquet",
          "wide");

  private final double[] loss = new double[STEPS];
  private final double[] norm = new double[STEPS];
  private JobTrial job = new JobTrial(-1, "", "", Path.of(""));

  @BeforeAll
  void runTheJob(@TempDir Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(101);
    for (int i = 0; i < STEPS; i++) {
      // What TensorBoard's floats hold exactly.
      loss[i] = (float) (1 + Math.exp(-i / 10.0) + 0.1 * random.nextDouble());
      norm[i] = (float) (0.5 + random.nextDouble());
    }
    writeTrace(folder);
    writeWandb(folder);
    writeLightning(folder);
    writeJson(folder);
    writeTrainerState(folder);
    writeMlflow(folder);
    writeWide(folder);
    writeEvents(folder);
    job =
        JobTrial.run(
            folder.resolve("out"),
            """
            job: analyze
            input:
              - {path: "%1$s/trace.jsonl"}
              - {path: "%1$s/wandb.csv", tags: auto}
              - {path: "%1$s/wandb.parquet", tags: auto}
              - {path: "%1$s/logs", format: csv, tags: auto, run_from: "logs/(?<run>[^/]+)/version_"}
              - {path: "%1$s/json.json", format: json}
              - {path: "%1$s/trainer", format: trainer_state}
              - {path: "%1$s/mlruns", format: mlflow}
              - {path: "%1$s/events", format: tensorboard}
              - {path: "%1$s/wide.jsonl", tags: {grad_norm: "grads/(?<layer>.+)/norm"}}
            output: {path: "%1$s/out"}
            runs: {"*": {dataset_size: 640, batch_size: 32, optimizer: sgd}}
            """
                .formatted(folder));
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
  }

  private static void write(Path file, List<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static List<String> perStep(IntFunction<String> line) {
    return IntStream.range(0, STEPS).mapToObj(line).collect(Collectors.toList());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private void writeTrace(Path folder) throws IOException {
    write(
        folder.resolve("trace.jsonl"),
        perStep(
            i ->
                format(
                    """
                    {"run":"%s","epoch":%d,"step":%d,"loss":%s,"lr":0.125}
                    {"run":"%s","epoch":%d,"step":%d,"layer":"model","grad_sq_norm":%s,"lr":0.125}""",
                    TRACE,
                    i / STEPS_PER_EPOCH,
                    i,
                    loss[i],
                    TRACE,
                    i / STEPS_PER_EPOCH,
                    i,
                    norm[i] * norm[i])));
  }

  /** Sparse rows: those of another panel fill other columns. */
  private void writeWandb(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "_step,_timestamp,svd/q,train/loss,train/global_step,train/lr,grad_norm,epoch,run_id");
    int row = 0;
    for (int i = 0; i < STEPS; i++) {
      lines.add(
          format(
              "%d,%s,,%s,%d.0,0.125,%s,%s,wandb",
              row++, 1.7e9 + i, loss[i], i, norm[i], i / (double) STEPS_PER_EPOCH));
      lines.add(format("%d,%s,0.5,,,,,,wandb", row++, 1.7e9 + i));
    }
    write(folder.resolve("wandb.csv"), lines);
    LocalSpark.session()
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(folder.resolve("wandb.csv").toString())
        .withColumn("run_id", functions.lit("wandb_parquet"))
        .coalesce(1)
        .write()
        .parquet(folder.resolve("wandb.parquet").toString());
  }

  /** The learning rate has rows of its own, and an epoch's mean loss is logged at its last step. */
  private void writeLightning(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("epoch,grad_2.0_norm_total,lr-SGD,step,train_loss_epoch,train_loss_step");
    for (int i = 0; i < STEPS; i++) {
      int epoch = i / STEPS_PER_EPOCH;
      lines.add(format(",,0.125,%d,,", i));
      lines.add(format("%d,%s,,%d,,%s", epoch, norm[i], i, loss[i]));
      if (i % STEPS_PER_EPOCH == STEPS_PER_EPOCH - 1) {
        lines.add(format("%d,,,%d,9.9,", epoch, i));
      }
    }
    write(folder.resolve("logs/lightning/version_0/metrics.csv"), lines);
  }

  private void writeJson(Path folder) throws IOException {
    write(
        folder.resolve("json.json"),
        List.of(
            format(
                """
                {"losses": [%s], "grad_norms": [%s], "epochs": [%s], "learning_rate": 0.125,
                 "name": "anything", "steps": %d, "schedule": {"lr": "cosine"}}""",
                String.join(",", perStep(i -> "" + loss[i])),
                String.join(",", perStep(i -> "" + norm[i])),
                String.join(",", perStep(i -> "" + i / STEPS_PER_EPOCH)),
                STEPS)));
  }

  private void writeTrainerState(Path folder) throws IOException {
    String history =
        String.join(
            ",\n",
            perStep(
                i ->
                    format(
                        "{\"epoch\": %s, \"grad_norm\": %s, \"learning_rate\": 0.125, \"loss\": %s,"
                            + " \"step\": %d}",
                        (i + 1) / (double) STEPS_PER_EPOCH, norm[i], loss[i], i)));
    write(
        folder.resolve("trainer/checkpoint-120/trainer_state.json"),
        List.of(
            "{\"best_metric\": null, \"epoch\": 6.0, \"log_history\": ["
                + history
                + ", {\"train_loss\": 1.2, \"epoch\": 6.0, \"step\": 119}], \"max_steps\": 120}"));
  }

  private void writeMlflow(Path folder) throws IOException {
    Path run = folder.resolve("mlruns/metrics/mlflow");
    write(run.resolve("meta.yaml"), List.of("run_id: mlflow"));
    write(run.resolve("params/lr"), List.of("0.125"));
    write(run.resolve("params/epochs"), List.of("6"));
    write(run.resolve("metrics/train/loss"), perStep(i -> mlflowLine(i, loss[i])));
    write(run.resolve("metrics/grad_norm"), perStep(i -> mlflowLine(i, norm[i])));
    write(
        run.resolve("metrics/epoch"),
        perStep(i -> mlflowLine(i, Math.floorDiv(i, STEPS_PER_EPOCH))));
  }

  private static String mlflowLine(int step, double value) {
    return format("%d %s %d", 1_700_000_000_000L + 10L * step, value, step);
  }

  private void writeWide(Path folder) throws IOException {
    write(
        folder.resolve("wide.jsonl"),
        perStep(
            i ->
                format(
                    "{\"train\": {\"loss\": %s, \"lr\": 0.125}, \"grads\": {\"model\": {\"norm\": %s}},"
                        + " \"epoch\": %d, \"global_step\": %d, \"note\": [1, {\"a\": null}]}",
                    loss[i], norm[i], i / STEPS_PER_EPOCH, i)));
  }

  private void writeEvents(Path folder) throws IOException {
    EventLog log = EventLog.begun(1.7e9);
    for (int i = 0; i < STEPS; i++) {
      log.scalar(1.7e9 + i, i, "train/loss", loss[i]);
      log.scalar(1.7e9 + i, i, "grad_norm", norm[i]);
      log.scalar(1.7e9 + i, i, "epoch", Math.floorDiv(i, STEPS_PER_EPOCH));
      log.scalar(1.7e9 + i, i, "lr", 0.125);
    }
    Path run = Files.createDirectories(folder.resolve("events/tensorboard"));
    Files.write(run.resolve("events.out.tfevents.1700000000.host"), log.bytes());
  }

  private Map<String, Row> runs() {
    Map<String, Row> runs = new TreeMap<>();
    job.table("runs").forEach(row -> runs.put(row.getAs("run"), row));
    return runs;
  }

  @Test
  void everyLogIsOneRunOfAllItsStepsAndEpochs() {
    assertThat(runs().keySet()).containsAll(LOGS).hasSize(LOGS.size() + 1);
    for (Row run : runs().values()) {
      String id = run.getAs("run");
      assertThat(run.<Long>getAs("steps")).as(id).isEqualTo(STEPS);
      assertThat(run.<Integer>getAs("epochs")).as(id).isEqualTo(STEPS / STEPS_PER_EPOCH);
      assertThat(run.<String>getAs("level")).as(id).isEqualTo("NORM");
      assertThat(run.<Double>getAs("lr")).as(id).isEqualTo(0.125);
      assertThat(run.<Long>getAs("rows_read")).as(id).isEqualTo(2 * STEPS);
      assertThat(run.<Long>getAs("rows_used")).as(id).isEqualTo(2 * STEPS);
    }
  }

  /** A row of the export's other panel holds a value that is nothing to a trace. */
  @Test
  void valuesThatAreNothingToATraceAreCounted() {
    assertThat(Objects.requireNonNull(runs().get("wandb")).<Long>getAs("values_unused"))
        .isEqualTo(STEPS);
    assertThat(Objects.requireNonNull(runs().get(TRACE)).<Long>getAs("values_unused")).isZero();
  }

  /** Each stretch's least, median and greatest, which of at most three losses are all of them. */
  private Map<String, List<List<?>>> lossCurves() {
    Map<String, List<List<?>>> curves = new TreeMap<>();
    for (Row row : job.table("loss_curve")) {
      assertThat(row.<Long>getAs("n")).isLessThanOrEqualTo(3);
      curves
          .computeIfAbsent(row.getAs("run"), run -> new ArrayList<>())
          .add(
              List.of(
                  row.<Long>getAs("step_from"),
                  row.<Long>getAs("step_to"),
                  row.<Long>getAs("n"),
                  row.<Double>getAs("loss_least"),
                  row.<Double>getAs("loss_median"),
                  row.<Double>getAs("loss_greatest")));
    }
    curves.values().forEach(curve -> curve.sort(Comparator.comparing(row -> (Long) row.get(0))));
    return curves;
  }

  @Test
  void everyLogHasTheLossSeriesOfTheTrace() {
    Map<String, List<List<?>>> curves = lossCurves();
    List<List<?>> trace = Objects.requireNonNull(curves.get(TRACE), TRACE);
    assertThat(trace.stream().mapToLong(row -> (Long) row.get(2)).sum()).isEqualTo(STEPS);
    assertThat(trace.get(0).get(3)).isEqualTo(loss[0]);
    assertThat(curves.keySet()).containsAll(LOGS);
    curves.forEach((run, curve) -> assertThat(curve).as(run).isEqualTo(trace));
  }

  @Test
  void everyLogHasTheLossesOfTheTrace() {
    Row trace = Objects.requireNonNull(runs().get(TRACE), TRACE);
    assertThat(trace.<Double>getAs("beta")).isNotNull();
    for (Row run : runs().values()) {
      String id = run.getAs("run");
      assertThat(run.<Double>getAs("beta")).as(id).isEqualTo(trace.<Double>getAs("beta"));
      assertThat(run.<Double>getAs("entropy_corrected"))
          .as(id)
          .isEqualTo(trace.<Double>getAs("entropy_corrected"));
    }
  }

  @Test
  void everyLogHasTheSecondMomentsOfAPlainLoop() {
    List<Row> rows = job.table("layer_epoch");
    assertThat(rows).hasSize(2 * (LOGS.size() + 1) * STEPS / STEPS_PER_EPOCH);
    for (Row row : rows) {
      int epoch = row.<Integer>getAs("epoch");
      double squares = 0;
      for (int i = epoch * STEPS_PER_EPOCH; i < (epoch + 1) * STEPS_PER_EPOCH; i++) {
        squares += norm[i] * norm[i] / STEPS_PER_EPOCH;
      }
      assertThat(row.<Double>getAs("grad_second_moment"))
          .as(row.<String>getAs("run"))
          .isCloseTo(squares, within(1e-12));
      assertThat(row.<Double>getAs("snr")).isNull();
    }
  }

  @Test
  void theSummarySaysWhatTheLevelCannotGive() {
    assertThat(job.out()).contains("only gradient norms were logged: SNR can't be computed");
  }
}

package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.testing.EventLog;
import io.thermograd.testing.LocalSpark;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceRecord;
import io.thermograd.trace.spark.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run logged as JSON lines and as event files of both kinds is one and the same to the job; a
 * restarted writer supersedes, as in TensorBoard; a cut file is told.
 */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TensorBoardTest {
  private static final int STEPS = 400;
  private static final int STEPS_PER_EPOCH = 20;
  private static final List<String> LAYERS = List.of("fc1", "fc2");
  private static final String NAME = "/events.out.tfevents.170000000%d.host";

  private Path traces = Path.of("");
  private JobTrial job = new JobTrial(-1, "", "", Path.of(""));

  /** A step's loss and gradients: floats, so that both kinds of log hold them exactly. */
  private record Step(long step, float loss, Map<String, float[]> gradients) {
    static List<Step> many(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return LongStream.range(0, STEPS)
          .mapToObj(
              step -> {
                Map<String, float[]> gradients = new TreeMap<>();
                for (String layer : LAYERS) {
                  float[] gradient = new float[7];
                  for (int i = 0; i < gradient.length; i++) {
                    gradient[i] = (float) (random.nextGaussian() / (1 + 0.01 * step));
                  }
                  gradients.put(layer, gradient);
                }
                float loss = (float) (Math.exp(-0.01 * step) + 0.1 * random.nextDouble());
                return new Step(step, loss, gradients);
              })
          .toList();
    }

    float[] gradient(String layer) {
      return Objects.requireNonNull(gradients.get(layer));
    }

    double seconds() {
      return 1.7e9 + step;
    }

    float norm(String layer) {
      double squares = 0;
      for (float x : gradient(layer)) {
        squares += (double) x * x;
      }
      return (float) Math.sqrt(squares);
    }

    void write(EventLog log) {
      log.scalar(seconds(), step, "train/loss", loss);
      for (String layer : LAYERS) {
        log.scalar(seconds(), step, "grad_norm/" + layer, norm(layer));
        log.histogram(seconds(), step, "gradients/" + layer, gradient(layer));
      }
    }

    /** Buckets without width, so that the moments are exact here, too. */
    void writeTensors(EventLog log) {
      log.tensor(seconds(), step, "train/loss", "scalars", new int[0], loss);
      for (String layer : LAYERS) {
        float[] gradient = gradient(layer);
        float[] buckets = new float[3 * gradient.length];
        for (int i = 0; i < gradient.length; i++) {
          buckets[3 * i] = gradient[i];
          buckets[3 * i + 1] = gradient[i];
          buckets[3 * i + 2] = 1;
        }
        int[] shape = {gradient.length, 3};
        log.tensor(seconds(), step, "grad_norm/" + layer, "scalars", new int[0], norm(layer));
        log.tensor(seconds(), step, "gradients/" + layer, "histograms", shape, buckets);
      }
    }

    String json(String run) {
      StringBuilder lines = new StringBuilder();
      String start = "{\"run\":\"" + run + "\",\"step\":" + step;
      lines.append(start).append(",\"loss\":").append((double) loss).append("}\n");
      for (String layer : LAYERS) {
        double sum = 0;
        double squares = 0;
        for (float x : gradient(layer)) {
          sum += x;
          squares += (double) x * x;
        }
        double norm = norm(layer);
        lines.append(start).append(",\"layer\":\"").append(layer).append('"');
        lines.append(",\"grad_sq_norm\":").append(norm * norm).append(",\"grad_count\":7");
        lines.append(",\"grad_sum\":").append(sum);
        lines.append(",\"grad_sum_squares\":").append(squares).append("}\n");
      }
      return lines.toString();
    }
  }

  private static EventLog log(List<Step> steps) {
    EventLog log = EventLog.begun(1.7e9);
    steps.forEach(step -> step.write(log));
    return log;
  }

  @BeforeAll
  void runTheJob(@TempDir Path folder) throws IOException {
    traces = folder;
    List<Step> steps = Step.many(101);
    StringBuilder json = new StringBuilder();
    steps.forEach(step -> json.append(step.json("json")));
    Files.writeString(folder.resolve("a.jsonl"), json);
    write(folder, "v1", 1, log(steps).bytes());
    EventLog tensors = EventLog.begun(1.7e9);
    steps.forEach(step -> step.writeTensors(tensors));
    write(folder, "v2", 1, tensors.bytes());
    // Until step 299, then again from the checkpoint at step 200; file names sort the other way.
    write(folder, "restarted", 9, log(Step.many(202).subList(0, 300)).bytes());
    EventLog second = EventLog.begun(1.7e9 + 10_000);
    steps.subList(200, STEPS).forEach(step -> step.write(second));
    write(folder, "restarted", 1, second.bytes());
    byte[] whole = log(steps).bytes();
    write(folder, "cut", 1, Arrays.copyOf(whole, whole.length - 40));
    Path output = folder.resolve("out");
    job =
        JobTrial.run(
            output,
            """
            job: analyze
            input:
              - {path: "%s/a.jsonl"}
              - {path: "%s/logs", format: tensorboard}
            output: {path: "%s"}
            runs: {"*": {steps_per_epoch: %d}}
            """
                .formatted(folder, folder, output, STEPS_PER_EPOCH));
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
  }

  private static void write(Path folder, String run, int number, byte[] bytes) throws IOException {
    Path file = folder.resolve("logs").resolve(run + NAME.formatted(number));
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private List<Row> rows(String table, String run) {
    return job.table(table).stream()
        .filter(row -> row.<String>getAs("run").equals(run))
        .sorted(Comparator.comparing(TensorBoardTest::order))
        .toList();
  }

  private static String order(Row row) {
    List<String> names = Arrays.asList(row.schema().fieldNames());
    StringBuilder key = new StringBuilder();
    for (String name : List.of("layer", "window", "bin", "epoch", "model", "beta_source")) {
      if (names.contains(name)) {
        Object value = row.getAs(name);
        key.append(value instanceof Integer i ? "%09d".formatted(i) : value).append('|');
      }
    }
    return key.toString();
  }

  private void assertSame(String table, String run) {
    List<Row> expected = rows(table, "json");
    List<Row> found = rows(table, run);
    assertThat(expected).isNotEmpty();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      for (String name : expected.get(i).schema().fieldNames()) {
        Object value = expected.get(i).getAs(name);
        Object other = found.get(i).getAs(name);
        if (value instanceof Double number && other instanceof Double also) {
          assertThat(also)
              .as("%s of %s", name, expected.get(i))
              .isCloseTo(number, within(1e-9 * Math.abs(number)));
        } else if (!name.equals("run")) {
          assertThat(other).as("%s of %s", name, expected.get(i)).isEqualTo(value);
        }
      }
    }
  }

  private static List<String> losses(Path path, InputFormat format) throws IOException {
    TraceInput input =
        new TraceInput(
            path.toString(),
            format,
            null,
            Map.of(),
            format.defaultSessions(),
            TraceInput.DEFAULT_MAX_RECORD_BYTES,
            format.alwaysMapped() ? TagMapping.DEFAULT : null,
            new RunNaming(null, format.runPart()));
    PartialRunFacts facts =
        new PartialRunFacts(null, null, STEPS_PER_EPOCH, null, null, null, null, null, null);
    return TraceReader.read(
            LocalSpark.session(), List.of(input), new RunFactsByPattern(Map.of("*", facts)))
        .filter(record -> record instanceof TraceRecord r && r.loss() != null)
        .map(record -> ((TraceRecord) record).step() + " " + ((TraceRecord) record).loss())
        .collect();
  }

  @Test
  void eventFilesGiveTheLossesOfJsonLines() throws IOException {
    assertThat(losses(traces.resolve("logs/v1"), InputFormat.TENSORBOARD))
        .isEqualTo(losses(traces.resolve("logs/v2"), InputFormat.TENSORBOARD))
        .isEqualTo(losses(traces.resolve("a.jsonl"), InputFormat.JSONL))
        .hasSize(STEPS);
    assertSame("equilibrium", "v1");
    assertSame("equilibrium", "v2");
  }

  @Test
  void eventFilesGiveTheSecondMomentsOfJsonLines() {
    assertThat(rows("layer_epoch", "json"))
        .hasSize(STEPS / STEPS_PER_EPOCH * (LAYERS.size() + 1))
        .allSatisfy(row -> assertThat(row.<Double>getAs("grad_second_moment")).isPositive());
    assertSame("layer_epoch", "v1");
    assertSame("layer_epoch", "v2");
  }

  @Test
  void aRestartedWriterSupersedesTheStepsItRepeats() {
    Row run = rows("runs", "restarted").get(0);
    assertThat(run.<Long>getAs("rows_read")).isEqualTo(3 * 500);
    assertThat(run.<Long>getAs("rows_superseded")).isEqualTo(3 * 100);
    List<Row> epochs = rows("layer_epoch", "restarted");
    List<Row> expected = rows("layer_epoch", "v1");
    for (int i = 0; i < expected.size(); i++) {
      if (expected.get(i).<Integer>getAs("epoch") >= 10) {
        assertThat(epochs.get(i).<Double>getAs("grad_second_moment"))
            .isEqualTo(expected.get(i).<Double>getAs("grad_second_moment"));
      }
    }
  }

  @Test
  void aCutFileMakesItsRunIncomplete() {
    Row run = rows("runs", "cut").get(0);
    assertThat(run.<String>getAs("verdict")).isEqualTo("INCOMPLETE");
    assertThat(run.<Long>getAs("rows_quarantined")).isEqualTo(1);
    assertThat(job.table("quarantine")).hasSize(1);
    Row fault = job.table("quarantine").get(0);
    assertThat(fault.<String>getAs("reason")).isEqualTo("CUT");
    assertThat(fault.<String>getAs("run")).isEqualTo("cut");
  }

  @Test
  void countsAddUp() {
    assertThat(job.table("runs"))
        .hasSize(5)
        .allSatisfy(
            run ->
                assertThat(run.<Long>getAs("rows_read"))
                    .isEqualTo(
                        run.<Long>getAs("rows_used")
                            + run.<Long>getAs("rows_superseded")
                            + run.<Long>getAs("rows_quarantined")));
  }
}

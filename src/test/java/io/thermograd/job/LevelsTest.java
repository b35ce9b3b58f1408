package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One run logged at every level: what each gives, and in which words the rest is refused. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LevelsTest {
  private static final int STEPS = 200;
  private static final int STEPS_PER_EPOCH = 20;
  private static final int ELEMENTS = 50;

  private JobTrial job = new JobTrial(-1, "", "", Path.of(""));
  private final Map<String, Row> runs = new TreeMap<>();

  @BeforeAll
  void runTheJob(@TempDir Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(101);
    List<String> lines = new ArrayList<>();
    double[] before = new double[ELEMENTS];
    for (int step = 0; step < STEPS; step++) {
      double[] now = new double[ELEMENTS];
      double sum = 0;
      double squares = 0;
      double dot = 0;
      for (int i = 0; i < ELEMENTS; i++) {
        now[i] = 0.5 + random.nextGaussian();
        sum += now[i];
        squares += now[i] * now[i];
        dot += now[i] * before[i];
      }
      String place = format("\"epoch\":%d,\"step\":%d", step / STEPS_PER_EPOCH, step);
      double loss = 1 + Math.exp(-step / 20.0) + 0.1 * random.nextDouble();
      for (String run : List.of("losses", "element", "norm", "dot")) {
        lines.add(format("{\"run\":\"%s\",%s,\"loss\":%s}", run, place, loss));
      }
      String layer = place + ",\"layer\":\"fc\"";
      lines.add(
          format(
              "{\"run\":\"element\",%s,\"grad_count\":%d,\"grad_sum\":%s,\"grad_sum_squares\":%s}",
              layer, ELEMENTS, sum, squares));
      lines.add(format("{\"run\":\"norm\",%s,\"grad_sq_norm\":%s}", layer, squares));
      lines.add(
          format(
              "{\"run\":\"dot\",%s,\"grad_sq_norm\":%s,\"grad_dot_prev\":%s}",
              layer, squares, step == 0 ? "null" : dot));
      before = now;
    }
    Files.write(folder.resolve("trace.jsonl"), lines);
    job =
        JobTrial.run(
            folder.resolve("out"),
            """
            job: analyze
            input: [{path: "%1$s/trace.jsonl"}]
            output: {path: "%1$s/out"}
            runs: {"*": {dataset_size: 640, batch_size: 32, lr: 0.1, optimizer: sgd}}
            """
                .formatted(folder));
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
    job.table("runs").forEach(row -> runs.put(row.getAs("run"), row));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private Row run(String id) {
    return Objects.requireNonNull(runs.get(id), id);
  }

  private static @Nullable String level(Row run) {
    return run.getAs("level");
  }

  private static List<String> warnings(Row run) {
    return run.getList(run.fieldIndex("warnings"));
  }

  /** Whether some, or none, of a run's rows of layer_epoch have a value. */
  private boolean has(String run, String quantity) {
    return job.table("layer_epoch").stream()
        .filter(row -> row.<String>getAs("run").equals(run))
        .anyMatch(row -> row.getAs(quantity) != null);
  }

  @Test
  void everyRunHasItsLevel() {
    assertThat(level(run("losses"))).isNull();
    assertThat(level(run("element"))).isEqualTo("ELEMENT");
    assertThat(level(run("norm"))).isEqualTo("NORM");
    assertThat(level(run("dot"))).isEqualTo("DOT");
  }

  @Test
  void everyLevelGivesWhatIsIdentifiableAndNoMore() {
    for (String run : List.of("element", "norm", "dot")) {
      assertThat(has(run, "grad_second_moment")).as(run).isTrue();
      assertThat(has(run, "snr_corrected")).as(run).isEqualTo(run.equals("dot"));
    }
  }

  @Test
  void lossesGiveTheSameWhateverTheLevel() {
    for (String run : List.of("element", "norm", "dot")) {
      for (String figure : List.of("beta", "entropy_corrected", "outcome", "steps")) {
        assertThat(run(run).<Object>getAs(figure))
            .as("%s of %s", figure, run)
            .isEqualTo(run("losses").<Object>getAs(figure));
      }
    }
  }

  @Test
  void whatALevelCannotGiveIsSaidWithARemedy() {
    assertThat(warnings(run("norm")))
        .contains(
            "only gradient norms were logged: SNR can't be computed; log grad_dot_prev as well, see"
                + " examples/pytorch");
    assertThat(warnings(run("element")))
        .contains(
            "only gradient moments were logged: SNR can't be computed; log grad_sq_norm and"
                + " grad_dot_prev, see examples/pytorch");
    assertThat(warnings(run("losses")))
        .contains("no gradients were logged: no SNR, and no half-life from gradients");
    assertThat(warnings(run("dot"))).noneMatch(warning -> warning.contains("can't be computed"));
    assertThat(job.out().replaceAll("\\s+", " "))
        .contains("norm: only gradient norms were logged: SNR can't be computed")
        .contains("element: only gradient moments were logged: SNR can't be computed");
  }
}

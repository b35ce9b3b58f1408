package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void simulatedRunsAreAnalysedAndAgreeWithTheirTruth() throws IOException {
    JobTrial simulated = simulate("one", 4000, "--level", "dot", "--longest", "2");
    assertThat(simulated.exitCode()).isZero();
    assertThat(simulated.out()).contains("Simulated 2 runs", "one/traces, format: parquet");
    JobTrial job =
        JobTrial.run(
            folder.resolve("out"),
            "job: analyze\ninput: [{path: %s/one/traces, format: parquet}]\noutput: {path: %s/out}\n"
                .formatted(folder, folder));
    assertThat(job.exitCode()).isZero();
    Row truth =
        LocalSpark.session()
            .read()
            .option("header", "true")
            .option("inferSchema", "true")
            .csv(folder + "/one/truth")
            .filter("run = 'run-00000' and layer = 'layer1'")
            .head();
    Row late =
        LocalSpark.session()
            .read()
            .parquet(folder + "/out/layer_epoch")
            .filter("run = 'run-00000' and layer = 'layer1'")
            .selectExpr("sum(n)", "avg(if(epoch >= 20, grad_variance, null))")
            .head();
    assertThat(late.getLong(0))
        .isEqualTo(truth.<Integer>getAs("steps").longValue())
        .isEqualTo(8000);
    // Dots know that the weights have moved between: V is higher by lr times the curvature.
    assertThat(late.getDouble(1) / truth.<Double>getAs("grad_variance")).isBetween(1.0, 1.08);
  }

  @Test
  void theSameSeedMakesTheSameRuns() throws IOException {
    simulate("a", 200, "--files", "1");
    simulate("b", 200, "--files", "2");
    simulate("c", 200, "--seed", "2");
    assertThat(rows("b")).isEqualTo(rows("a")).hasSize(2 * 200 * 2);
    assertThat(rows("c")).isNotEqualTo(rows("a"));
  }

  @Test
  void whatIsThereIsNotReplaced() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine"), "text");
    JobTrial trial = JobTrial.execute("simulate", mine.toString());
    assertThat(trial.exitCode()).isEqualTo(2);
    assertThat(trial.err()).contains("is there already", "give another folder");
    assertThat(mine).hasContent("text");
  }

  @Test
  void aCohortOfNothingIsAMistake() {
    JobTrial trial = JobTrial.execute("simulate", folder + "/none", "--runs", "0");
    assertThat(trial.exitCode()).isEqualTo(2);
    assertThat(trial.err()).contains("cannot simulate", "runs").doesNotContain("at io.thermograd");
  }

  private JobTrial simulate(String name, int steps, String... options) {
    List<String> line =
        new ArrayList<>(List.of("simulate", folder.resolve(name).toString(), "--runs", "2"));
    line.addAll(List.of("--steps=" + steps, "--layers", "2", "--steps-per-epoch", "50"));
    line.addAll(List.of(options));
    return JobTrial.execute(line.toArray(String[]::new));
  }

  private List<String> rows(String name) {
    Dataset<Row> traces = LocalSpark.session().read().parquet(folder.resolve(name) + "/traces");
    return traces.sort("run", "step", "layer").toJSON().collectAsList();
  }
}

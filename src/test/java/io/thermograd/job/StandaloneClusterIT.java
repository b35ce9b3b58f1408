package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.job.Submission.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged job on a real standalone cluster: two executors in JVMs of their own. */
final class StandaloneClusterIT {
  // Relative, and the executors' own folders are others.
  private static final String JOB =
      """
      job: analyze
      input:
        - {path: "traces/dig_*/gradients", format: jsonl}
        - {path: "traces/dig_*/losses", format: jsonl, kind: losses}
      output: {path: out/tables, export: csv}
      runs:
        "dig_*": {dataset_size: 1437, sampling: shuffled, optimizer: sgd}
      """;

  private final Path folder;

  StandaloneClusterIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void clusterWritesTheTablesOfLocalMode() throws Exception {
    Files.writeString(folder.resolve("job.yaml"), JOB);
    Files.createSymbolicLink(
        folder.resolve("traces"), Submission.PROJECT.resolve("examples/traces"));
    Outcome local =
        Submission.run(
            "local",
            folder,
            Map.of("THERMOGRAD_MASTER", "local[2]"),
            "job.yaml",
            "--set",
            "output.path=out/local");
    assertThat(local.exitCode()).as(local.err()).isZero();
    try (StandaloneCluster cluster = StandaloneCluster.start(folder)) {
      Outcome run =
          Submission.run(
              "standalone", folder, Map.of("THERMOGRAD_MASTER", cluster.master()), "job.yaml");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.lastLine()).contains("out/tables");
    }

    Map<String, List<String[]>> expected = ExportedTables.of(folder.resolve("out/local"));
    Map<String, List<String[]>> actual = ExportedTables.of(folder.resolve("out/tables"));
    assertThat(actual.keySet()).isEqualTo(expected.keySet()).hasSize(10);
    actual.forEach(
        (table, rows) ->
            ExportedTables.assertSame(
                table,
                rows,
                expected.getOrDefault(table, List.of()),
                table.equals("layer_epoch.csv") ? 1e-12 : 1e-8));
  }

  @Test
  void withoutAClusterSaysWhatIsWrong() throws Exception {
    for (String master : List.of("", "local[2]", "spark://127.0.0.1:9")) {
      Outcome run =
          Submission.run("standalone", folder, Map.of("THERMOGRAD_MASTER", master), "job.yaml");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("Problem:", "Cause:", "Remedy:");
    }
  }
}

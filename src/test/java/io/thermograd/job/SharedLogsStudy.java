package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the table of docs/formats.md: what the shipped declarations make of a folder of logs of
 * several tools. {@code THERMOGRAD_LOGS=FOLDER mvn test -Dtest=SharedLogsStudy
 * -Dthermograd.studies=true}; the folder holds {@code wandb}, {@code jsonlogs}, {@code csv} and
 * {@code tensorboard}.
 */
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
@EnabledIfEnvironmentVariable(named = "THERMOGRAD_LOGS", matches = ".+")
@ExtendWith(LocalSpark.class)
class SharedLogsStudy {
  /** A folder of logs, and the shipped declaration that reads it. */
  private record Logs(String declaration, String path) {}

  private static final List<Logs> LOGS =
      List.of(
          new Logs("jobs/wandb.yaml", "wandb/*.csv"),
          new Logs("jobs/json-arrays.yaml", "jsonlogs/*/*.json"),
          new Logs("jobs/element-csv.yaml", "csv/*.csv.gz"),
          new Logs("jobs/tensorboard.yaml", "tensorboard"));

  @Test
  void theShippedDeclarationsReadTheWholeFolder(@TempDir Path out) throws IOException {
    Path folder = Path.of(System.getenv("THERMOGRAD_LOGS"));
    for (Logs logs : LOGS) {
      Path output = out.resolve(Path.of(logs.declaration()).getFileName());
      JobTrial job =
          JobTrial.run(
              output,
              Files.readString(Path.of(logs.declaration())),
              "--set",
              "input.0.path=" + folder.resolve(logs.path()),
              "--set",
              "output.path=" + output);
      assertThat(job.err()).isEmpty();
      assertThat(job.exitCode()).isZero();
      System.out.println(line(logs, job));
    }
  }

  private static String line(Logs logs, JobTrial job) {
    List<Row> runs = job.table("runs");
    Row counts = job.table("batches").get(0);
    Map<String, Long> levels =
        new TreeMap<>(
            runs.stream()
                .map(row -> String.valueOf(row.<String>getAs("level")).replace("null", "LOSSES"))
                .collect(Collectors.groupingBy(level -> level, Collectors.counting())));
    long read = counts.getAs("rows_read");
    long used = counts.getAs("rows_used");
    long superseded = counts.getAs("rows_superseded");
    long quarantined = counts.getAs("rows_quarantined");
    assertThat(read).isEqualTo(used + superseded + quarantined);
    return String.format(
        Locale.ROOT,
        "| `%s` | `%s` | %d | %,d | %,d | %,d | %,d | %s |",
        logs.declaration(),
        logs.path(),
        runs.size(),
        read,
        used,
        superseded,
        quarantined,
        levels.entrySet().stream()
            .map(level -> level.getValue() + " " + level.getKey())
            .collect(Collectors.joining(", ")));
  }
}

package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermograd.report.RunFolder;
import io.thermograd.testing.HostileLogs;
import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One job over {@link HostileLogs}: names stay data wherever they go, and counts add up. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
  private static final Pattern BLOCK =
      Pattern.compile(
          "<script type=\"application/json\" (?:id=\"overview\"|class=\"run\")>(.*?)</script>");

  private Path folder = Path.of("");
  private Map<String, Long> used = Map.of();
  private Map<String, Map<String, Long>> rejected = Map.of();
  private JobTrial job = new JobTrial(-1, "", "", Path.of(""));

  @BeforeAll
  void runTheJob(@TempDir Path temporary) throws IOException {
    folder = temporary;
    HostileLogs logs = HostileLogs.written(folder);
    used = logs.used();
    rejected = logs.rejected();
    Path out = folder.resolve("out");
    job =
        JobTrial.run(
            out,
            Files.readString(folder.resolve("job.yaml"))
                .replace("path: in/", "path: " + folder + "/in/")
                .replace("path: out", "path: " + out));
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
  }

  @Test
  void aRunIsCalledAsItsLogSaysAndEveryRecordOfItIsUsed() {
    Map<String, Long> found = new TreeMap<>();
    for (Row run : job.table("runs")) {
      found.put(run.getAs("run"), run.getAs("rows_used"));
    }
    assertThat(found).isEqualTo(used);
  }

  @Test
  void whatIsRejectedIsCountedByFileAndReason() {
    Map<String, Map<String, Long>> found = new TreeMap<>();
    for (Row row : job.table("quarantine")) {
      String file = row.<String>getAs("path").replaceFirst(".*/in/", "");
      found.computeIfAbsent(file, f -> new TreeMap<>()).merge(row.getAs("reason"), 1L, Long::sum);
    }
    assertThat(found).isEqualTo(rejected);
    Row batch = job.table("batches").get(0);
    assertThat(batch.<Long>getAs("rows_read"))
        .isEqualTo(batch.<Long>getAs("rows_used") + batch.<Long>getAs("rows_quarantined"));
    assertThat(batch.<Long>getAs("rows_superseded")).isZero();
  }

  @Test
  void copiesForOtherProgramsHaveTheNames() throws IOException {
    List<String[]> rows = Objects.requireNonNull(ExportedTables.of(job.output()).get("runs.csv"));
    List<String> runs = rows.stream().skip(1).map(row -> row[0]).toList();
    assertThat(runs).containsExactlyInAnyOrderElementsOf(used.keySet());
  }

  @Test
  void theTerminalIsNotSteered() {
    assertThat(job.out()).contains("</script><script>alert(1)</script>");
    assertThat(job.out().codePoints())
        .noneMatch(c -> c != '\n' && Character.isISOControl(c))
        .noneMatch(c -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069));
  }

  @Test
  void thePageHoldsTheNamesAsDataOnly() throws IOException {
    String page = Files.readString(job.output().resolve("report.html"));
    assertThat(page).doesNotContain("<script>alert", "<img");
    TreeSet<String> named = new TreeSet<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      new ObjectMapper()
          .readTree(block.group(1))
          .findValues("run")
          .forEach(run -> named.add(run.asText()));
    }
    assertThat(named).containsAll(used.keySet());
  }

  @Test
  void filesAreNamedWithinTheOutputAndNothingIsBesideIt() throws IOException {
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("in", "out", "job.yaml");
    }
    Path events = job.output().resolve("tensorboard");
    List<String> runs =
        job.table("layer_epoch").stream()
            .filter(row -> row.getAs("snr") != null)
            .map(row -> row.<String>getAs("run"))
            .distinct()
            .toList();
    assertThat(runs).hasSizeGreaterThan(30);
    for (String run : runs) {
      assertThat(events.resolve(RunFolder.of(run))).isDirectoryContaining("glob:**.thermograd");
    }
  }
}

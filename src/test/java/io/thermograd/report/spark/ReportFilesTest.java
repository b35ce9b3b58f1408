package io.thermograd.report.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BLOCK =
      Pattern.compile(
          "<script type=\"application/json\" (?:id=\"overview\"|class=\"run\")>(.*?)</script>");
  private static final List<String> WITHOUT_ROWS =
      List.of("half_life", "loss_curve", "phases", "equilibrium", "entropy", "decay");

  private final Path folder;

  ReportFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Tables of so many runs; a run's SNR is its number. */
  private SparkSession tables(int runs) {
    SparkSession spark = LocalSpark.session();
    String named = "concat('run <', lpad(cast(id as string), 4, '0'), '> / ..') as run";
    write("batches", "select 'job' as job, " + runs + "L as runs, 'now' as ended_at");
    write(
        "runs",
        "select "
            + named
            + ", 'LEARNING' as verdict, id + 0.5D as final_snr from range("
            + runs
            + ")");
    write(
        "layer_epoch",
        "select "
            + named
            + ", '*' as layer, cast(epoch as int) as epoch, id + 0.5D as snr from range("
            + runs
            + ") lateral view explode(array(2, 0, 1)) as epoch");
    write("loss_bins", "select 'none' as run, 0 as window, 1 as bin where false");
    WITHOUT_ROWS.forEach(table -> write(table, "select 'none' as run where false"));
    return spark;
  }

  private void write(String table, String query) {
    LocalSpark.session().sql(query).repartition(3).write().parquet(folder + "/" + table);
  }

  private List<JsonNode> blocks(String page) throws IOException {
    List<JsonNode> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(folder.resolve(page)));
    while (block.find()) {
      blocks.add(JSON.readTree(block.group(1)));
    }
    return blocks;
  }

  private PageTables tables() throws IOException {
    return PageTables.under(new Configuration(), new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private List<String> files(String table) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(table))) {
      return files.map(Path::toString).filter(name -> name.endsWith(".parquet")).toList();
    }
  }

  private void write(SparkSession spark) throws IOException {
    ReportFiles.write(
        new Configuration(),
        tables(),
        new org.apache.hadoop.fs.Path(folder.toUri()),
        List.of("a finding"),
        () -> spark);
  }

  @Test
  void aFewRunsStandInOnePageWithoutAnySession() throws IOException {
    tables(ReportFiles.MAX_WITHOUT_SPARK);
    ReportFiles.write(
        new Configuration(),
        tables(),
        new org.apache.hadoop.fs.Path(folder.toUri()),
        List.of("a finding"),
        () -> {
          throw new IllegalStateException("no session is needed");
        });
    assertWhole(ReportFiles.MAX_WITHOUT_SPARK);
  }

  @Test
  void moreRunsStandInOnePageThatSparkReads() throws IOException {
    write(tables(230));
    assertWhole(230);
  }

  private void assertWhole(int runs) throws IOException {
    List<JsonNode> blocks = blocks("report.html");
    assertThat(blocks).hasSize(runs + 1);
    assertThat(blocks.get(0).get("place").asText()).isEqualTo("WHOLE");
    assertThat(blocks.get(0).get("findings").get(0).asText()).isEqualTo("a finding");
    for (int i = 0; i < runs; i++) {
      assertThat(blocks.get(0).get("runs").get(i).get("final_snr").asDouble()).isEqualTo(i + 0.5);
      JsonNode layer = blocks.get(1 + i).get("layers").get(0);
      assertThat(layer.get("epoch").toString()).isEqualTo("[0,1,2]");
      assertThat(layer.get("snr").get(0).asDouble()).isEqualTo(i + 0.5);
    }
  }

  @Test
  void ofManyRunsThePageIsAnIndexAndPartsHoldTheirCharts() throws IOException {
    int runs = ReportFiles.MAX_WHOLE + 1;
    write(tables(runs));
    List<JsonNode> index = blocks("report.html");
    assertThat(index).hasSize(1);
    assertThat(index.get(0).get("place").asText()).isEqualTo("INDEX");
    JsonNode entries = index.get(0).get("runs");
    assertThat(entries).hasSize(runs);
    for (int i = 0; i < runs; i++) {
      JsonNode entry = entries.get(i);
      assertThat(entry.get("final_snr").asDouble()).isEqualTo(i + 0.5);
      assertThat(entry.get("sketch").get("snr").get("snr")).hasSize(3);
      String[] page = entry.get("page").asText().split("#/run/", 2);
      assertThat(page[0]).matches("report/[0-9a-f]{24}\\.html");
      List<JsonNode> part = blocks(page[0]);
      int at = Integer.parseInt(page[1]);
      assertThat(part.get(0).get("place").asText()).isEqualTo("PART");
      assertThat(part.get(0).get("runs").get(at).get("run").asText())
          .isEqualTo(entry.get("run").asText());
      assertThat(part.get(1 + at).get("layers").get(0).get("snr").get(2).asDouble())
          .isEqualTo(i + 0.5);
    }
    try (Stream<Path> parts = Files.list(folder.resolve("report"))) {
      assertThat(parts.filter(part -> part.toString().endsWith(".html")).count())
          .isBetween((long) runs / PartPages.RUNS_IN_PART, (long) runs / 10);
    }
  }

  @Test
  void tablesAreReadAsSparkWroteThem() throws IOException {
    write(
        "nested",
        "select 'é' as run, 1 as i, 2L as l, 0.1D as d, true as b, cast(null as double) as absent,"
            + " array('x', null) as texts, array(named_struct('k', 1, 'v', 'w')) as structs");
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    TableFiles tables =
        new TableFiles(new Configuration(), new PageTables(Map.of("nested", files("nested"))));
    tables.all("nested", List.of(), rows::add);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "{run=é, i=1, l=2, d=0.1, b=true, absent=null, texts=[x, null], structs=[{k=1, v=w}]}");
    assertThat(tables.ofRuns("nested", List.of("run", "d"), List.of("é")).get("é"))
        .containsExactly(Map.of("run", "é", "d", 0.1));
    assertThat(tables.ofRuns("nested", List.of(), List.of("other"))).isEmpty();
  }
}

package io.thermograd.trace.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class RecordSourceTest {
  private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final RecordSourceOptions LINES = new RecordSourceOptions(1000, Framing.LINES);
  private static final RecordSourceOptions CSV =
      new RecordSourceOptions(1000, Framing.HEADED_LINES);

  private final SparkSession session;
  private final Path folder;

  RecordSourceTest(SparkSession session, @TempDir Path folder) {
    this.session = session;
    this.folder = folder;
  }

  @AfterEach
  void restoreSettings() {
    session.conf().unset(MAX_PARTITION_BYTES);
    session.conf().unset(OPEN_COST);
  }

  private Dataset<Row> read(RecordSourceOptions options) throws IOException {
    return RecordSource.read(session, files(), options);
  }

  private List<InputFile> files() throws IOException {
    return InputFiles.list(session.sparkContext().hadoopConfiguration(), folder.toString());
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return rows
        .selectExpr("concat_ws(' ', path, position, decode(bytes, 'UTF-8'), fault)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private void writeRuns() throws IOException {
    for (int run = 0; run < 5; run++) {
      StringBuilder text = new StringBuilder();
      for (int step = 0; step < 20 * run; step++) {
        text.append("{\"run\":").append(run).append(",\"step\":").append(step).append("}\n");
      }
      Files.writeString(folder.resolve("run" + run + ".jsonl"), text);
    }
  }

  @Test
  void theSchemaIsTheDocumentedOne() throws IOException {
    writeRuns();
    assertThat(read(LINES).schema().toDDL())
        .isEqualTo(
            "path STRING NOT NULL,position BIGINT NOT NULL,bytes BINARY,fault STRING,detail STRING");
  }

  @Test
  void theRowsAreTheSameWhateverTheSplitSize() throws IOException {
    writeRuns();
    List<String> whole = sorted(read(LINES));
    assertThat(whole).hasSize(20 * (1 + 2 + 3 + 4));
    for (String bytes : List.of("150", "1KB")) {
      session.conf().set(MAX_PARTITION_BYTES, bytes);
      session.conf().set(OPEN_COST, "0");
      Dataset<Row> rows = read(LINES);
      assertThat(rows.rdd().getNumPartitions()).as(bytes).isGreaterThan(3);
      assertThat(sorted(rows)).as(bytes).isEqualTo(whole);
    }
  }

  @Test
  void aFilesRecordsAreInOrderInsideAPartition() throws IOException {
    writeRuns();
    session.conf().set(MAX_PARTITION_BYTES, "700");
    session.conf().set(OPEN_COST, "0");
    List<Row> rows =
        read(LINES)
            .select(
                functions.spark_partition_id(), functions.col("path"), functions.col("position"))
            .collectAsList();
    for (int i = 1; i < rows.size(); i++) {
      Row before = rows.get(i - 1);
      Row row = rows.get(i);
      if (before.getInt(0) == row.getInt(0) && before.getString(1).equals(row.getString(1))) {
        assertThat(row.getLong(2)).isGreaterThan(before.getLong(2));
      }
    }
  }

  @Test
  void manySmallFilesShareFewPartitions() throws IOException {
    for (int i = 0; i < 100; i++) {
      Files.writeString(folder.resolve(i + ".jsonl"), "{}\n");
    }
    Dataset<Row> rows = read(LINES);
    assertThat(rows.rdd().getNumPartitions()).isBetween(2, 20);
    assertThat(rows.select("path").distinct().count()).isEqualTo(100);
  }

  @Test
  void faultsAreRowsAndTheJobGoesOn() throws IOException {
    Files.writeString(
        folder.resolve("a.jsonl"), "{\"a\":1}\n" + "x".repeat(5000) + "\n{\"a\":2}\n");
    Path zipped = folder.resolve("b.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("{\"b\":1}\n{\"b\":2}\n{\"b\":3}".getBytes(UTF_8));
    }
    byte[] bytes = Files.readAllBytes(zipped);
    Files.write(zipped, Arrays.copyOf(bytes, bytes.length - 9));
    Path gone = Files.writeString(folder.resolve("c.jsonl"), "{\"c\":1}\n");
    Dataset<Row> rows = read(LINES);
    Files.delete(gone);
    assertThat(
            rows.orderBy("path", "position")
                .selectExpr("position", "decode(bytes, 'UTF-8')", "fault", "detail")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly(
            "[0,{\"a\":1},null,null]",
            "[8," + "x".repeat(1000) + ",TOO_LONG,longer than 1000 bytes]",
            "[5009,{\"a\":2},null,null]",
            "[0,{\"b\":1},null,null]",
            "[8,{\"b\":2},null,null]",
            "[16,{\"b\":3},CUT,the gzip stream ends too early]",
            "[0,null,UNREADABLE,file not found]");
  }

  @Test
  void everyPartitionOfACsvFileBeginsWithItsHeader() throws IOException {
    Files.writeString(folder.resolve("x.csv"), "run,step\n" + "a,1\n".repeat(100));
    session.conf().set(MAX_PARTITION_BYTES, "50");
    session.conf().set(OPEN_COST, "0");
    Dataset<Row> rows = read(CSV);
    long partitions = rows.rdd().getNumPartitions();
    assertThat(partitions).isEqualTo(9);
    assertThat(rows.where("position = 0 AND bytes = encode('run,step', 'UTF-8')").count())
        .isEqualTo(partitions);
    assertThat(rows.where("position > 0").count()).isEqualTo(100);
  }

  @Test
  void noFilesAreNoRows() {
    assertThat(RecordSource.read(session, List.of(), LINES).count()).isZero();
  }

  @Test
  void thePlanNamesTheSourceAndNotEveryFile() throws IOException {
    writeRuns();
    String plan =
        read(LINES)
            .queryExecution()
            .explainString(org.apache.spark.sql.execution.ExplainMode.fromString("extended"));
    assertThat(plan).contains("records of 5 files").doesNotContain("run3.jsonl");
  }

  @Test
  void aBoundThatNoArrayCanHoldIsRefused() {
    assertThatThrownBy(() -> new RecordSourceOptions(0, Framing.LINES))
        .hasMessage("Invalid maxRecordBytes: 0 (must be 1 to 1073741824)");
  }
}

package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thermograd.testing.FaultFileSystem;
import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class CsvCopyTest {
  private final Map<String, AnalysisTables.Table> tables;
  private final SparkSession spark;

  CsvCopyTest(SparkSession spark) {
    this.spark = spark;
    tables =
        Map.of(
            "numbers",
            new AnalysisTables.Table(
                spark.range(0, 3, 1, 2).selectExpr("2 - id as n", "'a,b' as text"), List.of("n")));
  }

  @AfterEach
  void mend() {
    FaultFileSystem.mend();
  }

  @Test
  void aTableIsOneFileInTheOrderOfItsKey(@TempDir Path folder) throws IOException {
    CsvCopy.write(spark, tables, new org.apache.hadoop.fs.Path(folder + "/export"));
    assertThat(Files.readString(folder.resolve("export/numbers.csv")))
        .isEqualTo("n,text\n0,\"a,b\"\n1,\"a,b\"\n2,\"a,b\"\n");
  }

  @Test
  void ofAFullDiskTheFolderIsNamed(@TempDir Path folder) {
    FaultFileSystem.room(0);
    Throwable full =
        catchThrowable(
            () ->
                CsvCopy.write(
                    spark, tables, new org.apache.hadoop.fs.Path("fault://" + folder + "/export")));
    assertThat(StorageFault.of(full))
        .contains("No space left on device, writing to fault:" + folder + "/export");
  }
}

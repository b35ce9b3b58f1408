package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.LocalSpark;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columnar files that are damaged behind a sound footer or header. */
@ExtendWith(LocalSpark.class)
class DamagedColumnarFilesTest {
  private static final int MANY = 20_000;

  private final SparkSession spark;
  private final Path folder;

  DamagedColumnarFilesTest(SparkSession spark, @TempDir Path folder) {
    this.folder = folder;
    this.spark = spark;
  }

  /** With the defaults of Parquet's reader, which passes over checksums, it would be no damage. */
  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ORC", "AVRO"})
  void aFileIsUsedUpToItsDamageAndTheOthersGoOn(InputFormat format) throws IOException {
    saveMany(format, "a");
    saveMany(format, "b");
    saveMany(format, "c");
    Path damaged = onlyFile(folder.resolve("b"));
    damage(damaged);
    long size = Files.size(damaged);
    List<Decoded> records = read(input(format, null, null));
    List<Decoded> ofDamaged =
        records.stream()
            .filter(record -> record.origin().path().endsWith(damaged.getFileName().toString()))
            .toList();
    assertThat(records).hasSize(2 * MANY + ofDamaged.size());
    assertThat(records).filteredOn(Rejected.class::isInstance).hasSize(1);
    assertThat(ofDamaged)
        .last()
        .isInstanceOfSatisfying(
            Rejected.class,
            fault -> {
              assertThat(fault.reason()).isEqualTo(RejectReason.CORRUPT);
              assertThat(fault.detail())
                  .startsWith(
                      "rows from here on, in the bytes 0 to %d of the file, can't be read: "
                          .formatted(size));
              assertThat(fault.origin().position()).isGreaterThan(0);
            });
    assertThat(ofDamaged.size()).isBetween(2, MANY);
  }

  @Test
  void namedColumnsAreUsedUpToThere() throws IOException {
    saveMany(InputFormat.PARQUET, "a");
    saveMany(InputFormat.PARQUET, "b");
    damage(onlyFile(folder.resolve("b")));
    RunNaming naming = new RunNaming("/(?<run>[ab])/", InputFormat.PARQUET.runPart());
    List<Decoded> records = read(input(InputFormat.PARQUET, TagMapping.DEFAULT, naming));
    assertThat(records)
        .filteredOn(Rejected.class::isInstance)
        .singleElement()
        .extracting(fault -> ((Rejected) fault).reason())
        .isEqualTo(RejectReason.CORRUPT);
    // A row has a loss and a gradient: two records.
    List<TraceRecord> losses =
        records.stream()
            .filter(TraceRecord.class::isInstance)
            .map(TraceRecord.class::cast)
            .filter(record -> record.gradient() == null)
            .toList();
    assertThat(losses).hasSizeBetween(MANY + 1, 2 * MANY - 1);
  }

  private List<Decoded> read(TraceInput input) throws IOException {
    return TraceReader.read(spark, List.of(input), RunFactsByPattern.NONE).collect();
  }

  private TraceInput input(
      InputFormat format, @Nullable TagMapping tags, @Nullable RunNaming naming) {
    return new TraceInput(
        folder.toString(),
        format,
        null,
        Map.of(),
        format.defaultSessions(),
        TraceInput.DEFAULT_MAX_RECORD_BYTES,
        tags,
        naming == null ? new RunNaming(null, format.runPart()) : naming);
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 64, (byte) 0xA5);
    Files.write(file, bytes);
  }

  private void saveMany(InputFormat format, String name) {
    spark
        .range(MANY)
        .selectExpr(
            "'r' run",
            "'fc1' layer",
            "0 epoch",
            "id step",
            "0.5D loss",
            "array(cast(rand(1) as float), cast(rand(2) as float)) grad")
        .coalesce(1)
        .write()
        .option("parquet.block.size", 1 << 16)
        .option("parquet.page.size", 1 << 13)
        .option("orc.stripe.size", 1 << 16)
        .option("compression", "snappy")
        .format(format.name().toLowerCase(Locale.ROOT))
        .save(folder.resolve(name).toString());
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .findFirst()
          .orElseThrow();
    }
  }
}

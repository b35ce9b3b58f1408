package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.thermograd.testing.LocalSpark;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceRecord;
import io.thermograd.trace.spark.source.InputNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LocalSpark.class)
class TraceReaderTest {
  private static final String GRADIENTS =
      "select 'r' run, 'fc1' layer, 0 epoch, 7L step, 0.5D loss,"
          + " array(0.1F, -2.0F) grad, 10L n_params";

  private final SparkSession spark;
  private final Path folder;

  TraceReaderTest(SparkSession spark, @TempDir Path folder) {
    this.folder = folder;
    this.spark = spark;
  }

  @Test
  void jsonLinesOfManyFilesAreRead() throws IOException {
    write("a.jsonl", "{\"run\":\"a\",\"epoch\":0,\"step\":1,\"loss\":NaN}\n\n{\"run\":\"a\"}\n");
    write("b.jsonl", "{\"run\":\"b\",\"epoch\":0,\"step\":1,\"loss\":2}");
    assertThat(read(input("*.jsonl", InputFormat.JSONL)))
        .containsExactlyInAnyOrder(
            "a.jsonl@0 a 0 1 NaN", "a.jsonl@43 MISSING_KEY step", "b.jsonl@0 b 0 1 2.0");
  }

  @Test
  void linesThatAreTooLongAreRejectedUnread() throws IOException {
    write(
        "a.jsonl",
        "{\"run\":\"a\","
            + " ".repeat(2000)
            + "}\n{\"run\":\"a\",\"epoch\":0,"
            + "\"step\":1,\"loss\":2}");
    TraceInput bounded =
        new TraceInput(
            folder.toString(),
            InputFormat.JSONL,
            null,
            Map.of(),
            InputFormat.JSONL.defaultSessions(),
            1000);
    List<String> rows = read(bounded);
    assertThat(rows).hasSize(2).anyMatch(row -> row.startsWith("a.jsonl@0 TOO_LONG"));
  }

  @Test
  void everyCsvFileHasItsOwnHeader() throws IOException {
    write("a.csv", "run,epoch,step,loss\na,0,1,2\na,0,2\n");
    write("b.csv", "loss,run,step,epoch\n3,b,1,0\n");
    write("c.csv", "run,step,step\nc,1,0\n");
    assertThat(read(input("*.csv", InputFormat.CSV)))
        .containsExactlyInAnyOrder(
            "a.csv@20 a 0 1 2.0",
            "a.csv@28 FIELD_COUNT 3 fields, the header has 4",
            "b.csv@20 b 0 1 3.0",
            "c.csv@14 DUPLICATE_KEY the file's header names 'step' twice");
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ORC", "AVRO"})
  void columnarFilesAreRead(InputFormat format) throws IOException {
    save(GRADIENTS + " union all " + GRADIENTS.replace("7L", "8L"), format, "t");
    List<String> rows = read(input("t", format));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).endsWith("@0 r 0 7 0.5 fc1 [0.1, -2.0] 10");
    assertThat(rows.get(1)).endsWith("@1 r 0 8 0.5 fc1 [0.1, -2.0] 10");
  }

  @Test
  void originsNameFilesAsTextInputsDo() throws IOException {
    save(GRADIENTS, InputFormat.PARQUET, "a b%41[c]");
    String path =
        TraceReader.read(
                spark, List.of(input("a b%41[c]", InputFormat.PARQUET)), RunFactsByPattern.NONE)
            .map(record -> record.origin().path())
            .first();
    assertThat(path).startsWith("file:" + folder + "/a b%41[c]/part-");
  }

  @Test
  void filesOfOtherTypesAreReadAsTheyAre() throws IOException {
    save(GRADIENTS, InputFormat.PARQUET, "t/one");
    save(
        "select 5 run, 'l' layer, 1L epoch, 3.0F step, 2 loss, array(0.25D, 1e300D) grad,"
            + " timestamp '2026-01-02 03:04:05' logged_at",
        InputFormat.PARQUET,
        "t/two");
    save(
        "select 'b' run, 'l' layer, 0S epoch, 4.0BD step, unhex('0000803E000000C0') grad",
        InputFormat.PARQUET,
        "t/three");
    assertThat(read(input("t", InputFormat.PARQUET)))
        .map(row -> row.substring(row.indexOf('@')))
        .containsExactlyInAnyOrder(
            "@0 r 0 7 0.5 fc1 [0.1, -2.0] 10",
            "@0 5 1 3 2.0 l [0.25, Infinity] null",
            "@0 b 0 4 null l [0.25, -2.0] null");
  }

  @Test
  void badRowsOfColumnarFilesAreRejected() throws IOException {
    save(
        "select * from values ('a', 'l', 0, -1L, array(1F)), ('b', 'l', 0, null, array(1F)),"
            + " ('c', 'l', 0, 1L, array(1F, null)), ('d', 'l', 0, 1L, array()),"
            + " ('e', 'l', 0, 1L, null) t(run, layer, epoch, step, grad)",
        InputFormat.PARQUET,
        "t");
    assertThat(read(input("t", InputFormat.PARQUET)))
        .map(row -> row.substring(row.indexOf('@')))
        .containsExactlyInAnyOrder(
            "@0 OUT_OF_RANGE step is -1",
            "@1 MISSING_KEY step",
            "@2 WRONG_TYPE grad is a list with a null",
            "@3 WRONG_TYPE grad is an empty list",
            "@4 MISSING_KEY grad, grad_sq_norm or grad_count");
  }

  private List<String> readNamed(InputFormat format) throws IOException {
    TraceInput named =
        new TraceInput(
            folder.resolve("t").toString(),
            format,
            null,
            Map.of(),
            format.defaultSessions(),
            TraceInput.DEFAULT_MAX_RECORD_BYTES,
            TagMapping.DEFAULT,
            new RunNaming("/(?<run>t)/", format.runPart()));
    return read(named).stream().map(row -> row.substring(row.indexOf('@'))).toList();
  }

  @Test
  void badRowsOfNamedColumnsAreRejectedAndOddColumnsPassedOver() throws IOException {
    save(
        "select * from values (0L, 'x', array(1F), named_struct('a', 1)),"
            + " (1L, '0.5', array(1F, null), null), (2L, '0.25', array(1F, 2F), null)"
            + " t(step, loss, grad, other)",
        InputFormat.PARQUET,
        "t");
    assertThat(readNamed(InputFormat.PARQUET))
        .containsExactly(
            "@0 WRONG_TYPE loss is text (role loss)",
            "@1 WRONG_TYPE grad is a list with a null",
            "@2 t 0 2 0.25",
            "@2 t 0 2 null model [1.0, 2.0] null");
  }

  /** As in lines of JSON; {@code grad_norm} would give records without any loss. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true                    | boolean
          date'2026-01-02'        | date
          array(1D, 2D)           | array<double>
          map('a', 1D)            | map<string,double>
          named_struct('a', 1D)   | struct<a:double>
          binary('1')             | binary
          timestamp'2026-01-02'   | timestamp
          """)
  void aNamedColumnOfATypeThatItsRoleCannotTakeIsRejectedRowByRow(String value, String type)
      throws IOException {
    save(
        "select * from values (0L, %s, 0.5D), (1L, null, 0.25D) t(step, loss, grad_norm)"
            .formatted(value),
        InputFormat.PARQUET,
        "t");
    assertThat(readNamed(InputFormat.PARQUET))
        .containsExactly(
            "@0 WRONG_TYPE loss is " + type + " (role loss)", "@1 t 0 1 null model null null");
  }

  @ParameterizedTest
  @EnumSource(names = {"ORC", "AVRO"})
  void anUnfitNamedColumnOfOtherFormatsIsRejectedToo(InputFormat format) throws IOException {
    save("select 0L step, true loss, 0.5D grad_norm", format, "t");
    assertThat(readNamed(format)).containsExactly("@0 WRONG_TYPE loss is boolean (role loss)");
  }

  @Test
  void aColumnarFileOfStrangeNamesTellsThem() throws IOException {
    save("select 0L step, 1D cost, named_struct('a', 1) other", InputFormat.PARQUET, "t");
    assertThat(readNamed(InputFormat.PARQUET))
        .singleElement(STRING)
        .contains("UNMAPPED")
        .contains("there are cost, other/a, other: declare which is");
  }

  @Test
  void filesThatLackAColumnAmongGoodOnesAreRejectedRowByRow() throws IOException {
    save(GRADIENTS, InputFormat.PARQUET, "t/good");
    save(GRADIENTS.replace("7L step", "7L iteration"), InputFormat.PARQUET, "t/other");
    save(GRADIENTS.replace("0 epoch", "true epoch"), InputFormat.PARQUET, "t/typed");
    TraceInput input = input("t", InputFormat.PARQUET);
    assertThatCode(() -> TraceReader.check(spark, List.of(input), RunFactsByPattern.NONE))
        .doesNotThrowAnyException();
    assertThat(read(input))
        .map(row -> row.substring(row.indexOf('@')))
        .containsExactlyInAnyOrder(
            "@0 r 0 7 0.5 fc1 [0.1, -2.0] 10",
            "@0 MISSING_KEY step",
            "@0 WRONG_TYPE epoch is boolean");
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ORC", "AVRO"})
  void aFileThatIsDamagedIsOneRejectedRecord(InputFormat format) throws IOException {
    save(GRADIENTS, format, "t");
    write("t/cut", "PAR1 and then no more");
    write("t/none", "1");
    List<String> rows = read(input("t", format));
    assertThat(rows).hasSize(3);
    assertThat(rows).filteredOn(row -> row.contains("@0 CORRUPT ")).hasSize(2);
  }

  /** pandas writes times in nanoseconds; nobody wants a time of day, which Spark can't read. */
  @Test
  void columnsThatSparkCannotReadDontStopAFile() throws IOException {
    writeParquet(
        "t/pandas.parquet",
        "required int64 logged_at (TIMESTAMP(NANOS,false)); required int64 noon (TIME(NANOS,true));"
            + " required int32 tea (TIME(MILLIS,true));");
    assertThat(
            TraceReader.read(spark, List.of(parquet()), RunFactsByPattern.NONE)
                .map(
                    row ->
                        row instanceof TraceRecord r
                            ? r.loss() + " " + r.loggedAtMicros()
                            : row.toString())
                .collect())
        .containsExactly("0.5 1767323045000001");
  }

  /** Spark can't read them; mixed precision logs them. The versions encode them differently. */
  @ParameterizedTest
  @EnumSource
  void halvesAreNumbersAndCoordinates(WriterVersion version) throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message row { required binary run (STRING); required binary layer (STRING);"
                + " required int32 epoch; required int64 step;"
                + " optional fixed_len_byte_array(2) loss (FLOAT16);"
                + " required group grad (LIST) { repeated group list {"
                + " required fixed_len_byte_array(2) element (FLOAT16); } } }");
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(
                new org.apache.hadoop.fs.Path(folder.resolve("t/half.parquet").toString()))
            .withType(type)
            .withWriterVersion(version)
            .build()) {
      SimpleGroup row = new SimpleGroup(type);
      row.append("run", "r").append("layer", "fc1").append("epoch", 0).append("step", 7L);
      row.append("loss", half(0x3800));
      Group grad = row.addGroup("grad");
      for (int bits : new int[] {0x3C00, 0xC000, 0x7BFF, 0x0001, 0x7C00}) {
        grad.addGroup("list").append("element", half(bits));
      }
      out.write(row);
    }
    assertThat(TraceReader.read(spark, List.of(parquet()), RunFactsByPattern.NONE).collect())
        .singleElement()
        .isInstanceOfSatisfying(
            TraceRecord.class,
            record -> {
              assertThat(record.loss()).isEqualTo(0.5);
              assertThat(Objects.requireNonNull(record.gradient()).grad())
                  .containsExactly(1, -2, 65504, 0x1p-24f, Float.POSITIVE_INFINITY);
            });
  }

  private static Binary half(int bits) {
    return Binary.fromConstantByteArray(new byte[] {(byte) bits, (byte) (bits >> 8)});
  }

  @Test
  void halvesAreNoText() throws IOException {
    writeParquet("t/odd.parquet", "required fixed_len_byte_array(2) optimizer (FLOAT16);");
    assertThat(read(parquet())).containsExactly("odd.parquet@0 WRONG_TYPE optimizer is binary");
  }

  @Test
  void aTimeInNanosecondsIsNoOtherColumn() throws IOException {
    writeParquet("t/odd.parquet", "required int64 lr (TIMESTAMP(NANOS,false));");
    assertThat(read(parquet())).containsExactly("odd.parquet@0 WRONG_TYPE lr is bigint");
  }

  @Test
  void aFileOfTwoColumnsOfOneNameIsOneRejectedRecordAndTheOthersGoOn() throws IOException {
    writeParquet("t/good.parquet", "");
    writeParquet("t/twice.parquet", "required double Loss;");
    assertThat(read(parquet()))
        .filteredOn(row -> row.startsWith("twice"))
        .singleElement(STRING)
        .contains("twice.parquet@0 UNREADABLE its columns can't be read: ")
        .contains("`loss` already exists");
    assertThat(read(parquet())).contains("good.parquet@0 r 0 7 0.5");
  }

  private TraceInput parquet() {
    return input("t", InputFormat.PARQUET);
  }

  /** A file of one loss row that has more columns. */
  private void writeParquet(String name, String moreColumns) throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message row { required binary run (STRING); required int32 epoch; required int64 step;"
                + " required double loss; "
                + moreColumns
                + " }");
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(folder.resolve(name).toString()))
            .withType(type)
            .build()) {
      SimpleGroup row = new SimpleGroup(type);
      row.append("run", "r").append("epoch", 0).append("step", 7L).append("loss", 0.5);
      for (Type column : type.getFields().subList(4, type.getFieldCount())) {
        switch (column.asPrimitiveType().getPrimitiveTypeName()) {
          case INT64 -> row.append(column.getName(), 1_767_323_045_000_001_999L);
          case INT32 -> row.append(column.getName(), 1);
          case DOUBLE -> row.append(column.getName(), 1.5);
          default -> row.append(column.getName(), Binary.fromConstantByteArray(new byte[2]));
        }
      }
      out.write(row);
    }
  }

  @Test
  void manyFilesAreLookedAtInAJob() throws IOException {
    save(GRADIENTS, InputFormat.ORC, "t");
    Path one;
    try (Stream<Path> files = Files.list(folder.resolve("t"))) {
      one = files.filter(file -> file.toString().endsWith(".orc")).findFirst().orElseThrow();
    }
    for (int i = 1; i < 70; i++) {
      Files.copy(one, folder.resolve("t/copy" + i + ".orc"));
    }
    write("t/bad.orc", "no ORC");
    List<String> rows = read(input("t", InputFormat.ORC));
    assertThat(rows).hasSize(71).filteredOn(row -> row.contains("@0 CORRUPT ")).hasSize(1);
  }

  @Test
  void unfitColumnsAreSaidBeforeAnyWork() throws IOException {
    save("select 'r' run, 0 epoch, 1L it, 'x' loss", InputFormat.PARQUET, "t");
    TraceInput input = input("t", InputFormat.PARQUET);
    assertThatThrownBy(() -> TraceReader.check(spark, List.of(input), RunFactsByPattern.NONE))
        .isInstanceOfSatisfying(
            UnfitInputException.class,
            e -> {
              assertThat(e.problem()).startsWith("Cannot read file:" + folder + "/t/part-");
              assertThat(e.reason())
                  .isEqualTo(
                      "it lacks step; loss is string, which can't be the column loss;"
                          + " found the columns run, epoch, it, loss");
              assertThat(e.remedy()).contains("columns:");
            });
    TraceInput mapped =
        new TraceInput(
            input.path(),
            InputFormat.PARQUET,
            RecordKind.LOSSES,
            Map.of(TraceColumn.STEP, "it", TraceColumn.LOSS, "epoch"),
            InputFormat.PARQUET.defaultSessions(),
            1000);
    RunFactsByPattern facts =
        new RunFactsByPattern(
            Map.of("*", new PartialRunFacts(null, null, 5, null, null, null, null, null, null)));
    assertThatCode(() -> TraceReader.check(spark, List.of(mapped), facts))
        .doesNotThrowAnyException();
  }

  @Test
  void unfitCsvHeadersAreSaidBeforeAnyWork() throws IOException {
    write("a.csv", "run,layer,step\nr,fc,1\n");
    TraceInput input = input("a.csv", InputFormat.CSV);
    assertThatThrownBy(() -> TraceReader.check(spark, List.of(input), RunFactsByPattern.NONE))
        .isInstanceOf(UnfitInputException.class)
        .hasMessageContaining(
            "it lacks epoch, one of grad, grad_sq_norm, grad_count; found the columns run, layer,"
                + " step");
    write("b.csv", "run,epoch,step,loss\n");
    assertThatCode(
            () ->
                TraceReader.check(
                    spark, List.of(input("*.csv", InputFormat.CSV)), RunFactsByPattern.NONE))
        .doesNotThrowAnyException();
  }

  @Test
  void missingAndEmptyInputsAreSaidBeforeAnyWork() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> check(input("empty", InputFormat.JSONL)))
        .isInstanceOf(UnfitInputException.class)
        .hasMessageContaining("no files are there");
    assertThatThrownBy(() -> check(input("nowhere/*.gz", InputFormat.JSONL)))
        .isInstanceOf(InputNotFoundException.class);
  }

  private void check(TraceInput input) throws IOException {
    TraceReader.check(spark, List.of(input), RunFactsByPattern.NONE);
  }

  private List<String> read(TraceInput input) throws IOException {
    return TraceReader.read(spark, List.of(input), RunFactsByPattern.NONE)
        .map(TraceReaderTest::describe)
        .collect();
  }

  private static String describe(Decoded record) {
    String path = record.origin().path();
    String place = path.substring(path.lastIndexOf('/') + 1) + "@" + record.origin().position();
    if (record instanceof Rejected rejected) {
      return place + " " + rejected.reason() + " " + rejected.detail();
    }
    TraceRecord row = (TraceRecord) record;
    String loss = row.run() + " " + row.epoch() + " " + row.step() + " " + row.loss();
    GradientRow gradient = row.gradient();
    return place + " " + loss + (gradient == null ? "" : " " + describe(gradient));
  }

  private static String describe(GradientRow gradient) {
    float @Nullable [] grad = gradient.grad();
    return gradient.layer()
        + " "
        + (grad == null ? "null" : Arrays.toString(grad))
        + " "
        + gradient.paramCount();
  }

  private TraceInput input(String name, InputFormat format) {
    return new TraceInput(
        folder.resolve(name).toString(),
        format,
        null,
        Map.of(),
        format.defaultSessions(),
        TraceInput.DEFAULT_MAX_RECORD_BYTES);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void save(String query, InputFormat format, String name) {
    spark
        .sql(query)
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .format(format.name().toLowerCase(Locale.ROOT))
        .save(folder.resolve(name).toString());
  }
}

package io.thermograd.trace.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.trace.spark.parquet.VectorFile.Shape;
import io.thermograd.trace.spark.parquet.VectorFile.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetVectorsTest {
  private static final VectorFile PLAIN =
      new VectorFile(
          Shape.OF_OPTIONAL,
          true,
          Values.PLAIN,
          WriterVersion.PARQUET_1_0,
          CompressionCodecName.SNAPPY,
          true);

  private final Path file;

  ParquetVectorsTest(@TempDir Path folder) {
    file = folder.resolve("vectors.parquet");
  }

  static Stream<VectorFile> everyWayToWriteThem() {
    List<VectorFile> all = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      for (boolean single : new boolean[] {true, false}) {
        for (Values values : Values.values()) {
          for (WriterVersion version : WriterVersion.values()) {
            // Which of the codecs it is has nothing to do with the shape.
            CompressionCodecName codec = CODECS.get(all.size() % CODECS.size());
            all.add(new VectorFile(shape, single, values, version, codec, true));
          }
        }
      }
    }
    return all.stream();
  }

  private static final List<CompressionCodecName> CODECS =
      List.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  @ParameterizedTest
  @MethodSource("everyWayToWriteThem")
  void listsAreReadAsTheyWereWritten(VectorFile written) throws IOException {
    List<@Nullable List<@Nullable Double>> lists = written.randomLists(new Random(1));
    written.write(file, lists);
    assertThat(VectorFile.read(file, VectorFile.rows(lists.size())))
        .isEqualTo(VectorFile.told(lists));
  }

  @ParameterizedTest
  @MethodSource("everyWayToWriteThem")
  void rowsMayBeLeftOut(VectorFile written) throws IOException {
    Random random = new Random(2);
    List<@Nullable List<@Nullable Double>> lists = written.randomLists(random);
    written.write(file, lists);
    List<String> told = VectorFile.told(lists);
    for (int step : new int[] {2, 10, VectorFile.ROWS_OF_GROUP}) {
      List<Integer> rows = new ArrayList<>();
      for (int row = random.nextInt(step); row < lists.size(); row += 1 + random.nextInt(step)) {
        rows.add(row);
      }
      assertThat(VectorFile.read(file, rows)).isEqualTo(rows.stream().map(told::get).toList());
    }
  }

  /** A page without a single value has no bytes but its levels. */
  @ParameterizedTest
  @EnumSource(
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"},
      value = CompressionCodecName.class)
  void pagesMayHoldNoValues(CompressionCodecName codec) throws IOException {
    List<@Nullable List<@Nullable Double>> lists = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lists.add(
          switch (i % 3) {
            case 0 -> null;
            case 1 -> List.of();
            default -> Collections.singletonList(null);
          });
    }
    for (WriterVersion version : WriterVersion.values()) {
      for (Values values : Values.values()) {
        Path each = file.resolveSibling(version + "-" + values);
        new VectorFile(Shape.OF_OPTIONAL, true, values, version, codec, true).write(each, lists);
        assertThat(VectorFile.read(each, VectorFile.rows(lists.size())))
            .as("%s %s", version, values)
            .isEqualTo(VectorFile.told(lists));
      }
    }
  }

  @Test
  void theArrayIsTheCallers() throws IOException {
    PLAIN.write(file, List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)));
    try (ParquetVectors vectors = VectorFile.open(file)) {
      vectors.read(0);
      float[] first = vectors.coordinates();
      assertThat(vectors.coordinates()).isSameAs(first);
      vectors.read(1);
      assertThat(first).containsExactly(1, 2);
      assertThat(vectors.coordinates()).containsExactly(3, 4);
    }
  }

  @Test
  void rowsAreAskedForForwards() throws IOException {
    PLAIN.write(file, List.of(List.of(1.0), List.of(2.0), List.of(3.0)));
    try (ParquetVectors vectors = VectorFile.open(file)) {
      vectors.read(1);
      assertThatThrownBy(() -> vectors.read(1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> vectors.read(0)).isInstanceOf(IllegalArgumentException.class);
      assertThat(vectors.coordinates()).containsExactly(2);
      vectors.read(2);
      assertThat(vectors.coordinates()).containsExactly(3);
    }
  }

  @Test
  void aRowMustBeReadFirst() throws IOException {
    PLAIN.write(file, List.of(List.of(1.0)));
    try (ParquetVectors vectors = VectorFile.open(file)) {
      assertThatThrownBy(vectors::coordinates).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aRowBehindTheLastCannotBeRead() throws IOException {
    PLAIN.write(file, List.of(List.of(1.0)));
    assertThatThrownBy(() -> VectorFile.read(file, List.of(1))).isInstanceOf(IOException.class);
  }

  @Test
  void whatIsNoParquetFileCannotBeOpened() throws IOException {
    Files.writeString(file, "a text of some length that isn't one of Parquet's files");
    assertThatThrownBy(() -> VectorFile.open(file)).isInstanceOf(IOException.class);
  }

  @Test
  void listsOfOtherThanFloatingPointNumbersAreNotReadHere() {
    assertThat(
            Stream.of(
                DataTypes.createArrayType(DataTypes.FloatType),
                DataTypes.createArrayType(DataTypes.DoubleType)))
        .allMatch(ParquetVectors::canRead);
    assertThat(
            Stream.of(
                DataTypes.FloatType,
                DataTypes.BinaryType,
                DataTypes.createArrayType(DataTypes.IntegerType),
                DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.FloatType))))
        .noneMatch(ParquetVectors::canRead);
  }

  /** As Arrow writes them: only pages of the second version have to end with a row. */
  @Test
  void aListGoesOnInTheNextPage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 4, 9)) {
      pages.page("0101", "3333", 1, 2, 3, 4);
      pages.page("110", "333", 5, 6, 7);
      pages.page("01", "33", 8, 9);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(4)))
        .containsExactly("[1.0, 2.0]", "[3.0, 4.0, 5.0, 6.0]", "[7.0]", "[8.0, 9.0]");
  }

  @Test
  void aListGoesOnOverThreePages() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 2, 8)) {
      pages.page("01", "33", 1, 2);
      pages.page("111", "333", 3, 4, 5);
      pages.page("110", "333", 6, 7, 8);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(2)))
        .containsExactly("[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]", "[8.0]");
    assertThat(VectorFile.read(file, List.of(1))).containsExactly("[8.0]");
  }

  @Test
  void aListGoesOnInTheNextPageWithANull() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 3, 10)) {
      pages.page("01", "33", 1, 2);
      pages.page("1110", "3230", 3, 4);
      pages.page("0111", "3332", 5, 6, 7);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(3)))
        .containsExactly("holds a null", "absent", "holds a null");
  }

  @Test
  void aListGoesOnInTheNextPageFromItsFirstValueWhichIsNull() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 3, 4)) {
      pages.page("0", "3", 1);
      pages.page("1", "2");
      pages.page("00", "31", 2);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(3)))
        .containsExactly("holds a null", "[2.0]", "[]");
  }

  /** Writers go over to plain values in the middle of a column, when its dictionary gets large. */
  @Test
  void aListGoesOnFromTheDictionaryToPlainValues() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 2, 4)) {
      pages.dictionary(2, 10, 20);
      // A run of two times the index 1, which has one bit.
      pages.indices("01", "33", 1, 2 << 1, 1);
      pages.page("10", "33", 1, 2);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(2)))
        .containsExactly("[20.0, 20.0, 1.0]", "[2.0]");
  }

  @Test
  void aPageEndsWithAListThatIsEmptyOrNone() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 5, 6)) {
      pages.page("00", "31", 1);
      pages.page("00", "00");
      pages.page("01", "33", 2, 3);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(5)))
        .containsExactly("[1.0]", "[]", "absent", "absent", "[2.0, 3.0]");
  }

  @Test
  void pagesMayBeEmpty() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 2, 4)) {
      pages.page("", "");
      pages.page("01", "33", 1, 2);
      pages.page("", "");
      pages.page("10", "33", 3, 4);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(2)))
        .containsExactly("[1.0, 2.0, 3.0]", "[4.0]");
  }

  /** Nothing may also be compressed to nothing. */
  @Test
  void aPageMayHaveNoBytesButItsLevels() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 4, 4, CompressionCodecName.SNAPPY)) {
      pages.levelsOnly("00", "01");
      pages.levelsOnly("00", "20");
    }
    assertThat(VectorFile.read(file, VectorFile.rows(4)))
        .containsExactly("absent", "[]", "holds a null", "absent");
  }

  @Test
  void longListsAreJoinedToo() throws IOException {
    int length = 10_000;
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    String on = "1".repeat(length - 1);
    String there = "3".repeat(length);
    try (HandMadePages pages = new HandMadePages(file, 1, 3L * length)) {
      pages.page("0" + on, there, values);
      pages.page("1" + on, there, values);
      pages.page("1" + on, there, values);
    }
    float[] all = Arrays.copyOf(values, 3 * length);
    System.arraycopy(values, 0, all, length, length);
    System.arraycopy(values, 0, all, 2 * length, length);
    assertThat(VectorFile.read(file, VectorFile.rows(1))).containsExactly(Arrays.toString(all));
  }
}

package io.thermograd.trace.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thermograd.trace.spark.parquet.VectorFile.Shape;
import io.thermograd.trace.spark.parquet.VectorFile.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are damaged behind a sound footer: an {@link IOException} and nothing else. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedVectorsTest {
  private static final int DAMAGES = 60;

  private final Path file;

  DamagedVectorsTest(@TempDir Path folder) {
    file = folder.resolve("vectors.parquet");
  }

  static Stream<VectorFile> withoutChecksums() {
    return files(false);
  }

  static Stream<VectorFile> withChecksums() {
    return files(true);
  }

  private static Stream<VectorFile> files(boolean checksums) {
    List<VectorFile> all = new ArrayList<>();
    for (CompressionCodecName codec :
        List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.ZSTD)) {
      for (WriterVersion version : WriterVersion.values()) {
        for (Values values : List.of(Values.PLAIN, Values.DICTIONARY, Values.BYTE_STREAM_SPLIT)) {
          all.add(new VectorFile(Shape.OF_OPTIONAL, true, values, version, codec, checksums));
        }
      }
    }
    return all.stream();
  }

  /** Nothing tells a damaged value from another, so it may also be read. */
  @ParameterizedTest
  @MethodSource("withoutChecksums")
  void aDamageIsAnIOException(VectorFile written) throws IOException {
    int rows = write(written);
    byte[] sound = Files.readAllBytes(file);
    // The footer's length is before the last four bytes.
    int footer =
        ByteBuffer.wrap(sound)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt(sound.length - 2 * Integer.BYTES);
    int end = sound.length - 2 * Integer.BYTES - footer;
    int noticed = 0;
    for (int seed = 0; seed < DAMAGES; seed++) {
      damage(sound, Integer.BYTES, end, new Random(seed));
      Throwable thrown = catchThrowable(() -> VectorFile.read(file, VectorFile.rows(rows)));
      if (thrown != null) {
        assertThat(thrown).as("damage %d", seed).isInstanceOf(IOException.class);
        noticed++;
      }
    }
    assertThat(noticed).isPositive();
  }

  @ParameterizedTest
  @MethodSource("withChecksums")
  void everyDamageOfAPageFailsItsChecksum(VectorFile written) throws IOException {
    int rows = write(written);
    byte[] sound = Files.readAllBytes(file);
    List<int[]> pages = pages(sound);
    assertThat(pages).hasSizeGreaterThan(10);
    Random random = new Random(5);
    for (int[] page : pages) {
      damage(sound, page[0], page[1], random);
      assertThatThrownBy(() -> VectorFile.read(file, VectorFile.rows(rows)))
          .as("page from %d to %d", page[0], page[1])
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a page's checksum is wrong");
    }
  }

  @Test
  void aDictionaryOfMoreValuesThanItHasIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 2)) {
      pages.dictionary(Integer.MAX_VALUE - 8, 1, 2);
      pages.indices("01", "33", 1, 2 << 1, 1);
    }
    assertDamaged(0);
  }

  @Test
  void aRunOfMoreIndicesThanThereIsMemoryForIsReadAsFarAsItIsAskedFor() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 2)) {
      pages.dictionary(2, 1, 2);
      // A packed run of 2^30 indices, which has one byte.
      pages.indices("01", "33", 1, 0x81, 0x80, 0x80, 0x80, 0x01, 0b10);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(1))).containsExactly("[1.0, 2.0]");
  }

  @Test
  void anIndexBehindTheDictionaryIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 2)) {
      pages.dictionary(2, 1, 2);
      pages.indices("01", "33", 2, 2 << 1, 3);
    }
    assertDamaged(0);
  }

  @Test
  void anIndexOfTooManyBitsIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 2)) {
      pages.dictionary(2, 1, 2);
      pages.indices("01", "33", 33, 2 << 1, 1, 0, 0, 0, 0);
    }
    assertDamaged(0);
  }

  @Test
  void indicesWithoutADictionaryAreDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 2)) {
      pages.indices("01", "33", 1, 2 << 1, 1);
    }
    assertDamaged(0);
  }

  @Test
  void aPageOfFewerValuesThanItsLevelsSayIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 3)) {
      pages.page("011", "333", 1, 2);
    }
    assertDamaged(0);
  }

  @Test
  void aListOfMoreValuesThanThereIsMemoryForIsDamage() throws IOException {
    int count = 1 << 30;
    try (HandMadePages pages = new HandMadePages(file, 1, count)) {
      // One repetition level 0 and all others 1, and as many definition levels 3.
      BytesInput repetitions =
          BytesInput.from(LevelRunsTest.bytes(2, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0x07, 1));
      BytesInput definitions =
          BytesInput.from(LevelRunsTest.bytes(0x80, 0x80, 0x80, 0x80, 0x08, 3));
      pages.page(count, repetitions, definitions, Encoding.PLAIN, HandMadePages.plain(1, 2));
    }
    assertDamaged(0);
  }

  @Test
  void aColumnOfFewerListsThanRowsIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 2, 2)) {
      pages.page("01", "33", 1, 2);
    }
    assertThat(VectorFile.read(file, VectorFile.rows(1))).containsExactly("[1.0, 2.0]");
    assertDamaged(1);
  }

  @Test
  void aListThatGoesOnAtTheBeginningIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 2)) {
      pages.page("10", "33", 1, 2);
    }
    assertDamaged(0);
  }

  @Test
  void aListThatGoesOnAfterAnEmptyOneIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 2, 3)) {
      pages.page("010", "133", 1, 2);
    }
    assertDamaged(1);
  }

  @Test
  void aPageOfMoreValuesThanTheColumnIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 1)) {
      pages.page("01", "33", 1, 2);
    }
    assertDamaged(0);
  }

  @Test
  void aPageThatIsLargerThanAllIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 3)) {
      pages.page("011", "333", 1, 2, 3);
    }
    byte[] sound = Files.readAllBytes(file);
    for (boolean compressed : new boolean[] {true, false}) {
      // The first page follows a number of four bytes.
      PageHeader header =
          Util.readPageHeader(
              new ByteArrayInputStream(sound, Integer.BYTES, sound.length - Integer.BYTES));
      if (compressed) {
        header.setCompressed_page_size(Integer.MAX_VALUE);
      } else {
        header.setUncompressed_page_size(Integer.MAX_VALUE);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Util.writePageHeader(header, bytes);
      byte[] damaged = sound.clone();
      System.arraycopy(bytes.toByteArray(), 0, damaged, Integer.BYTES, bytes.size());
      Files.write(file, damaged);
      assertThatThrownBy(() -> VectorFile.read(file, List.of(0)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a page is larger than all pages");
    }
  }

  /** Thrift takes a structure within a structure, and one within that, without end. */
  @Test
  void aHeaderThatIsNestedDeeplyIsDamage() throws IOException {
    try (HandMadePages pages = new HandMadePages(file, 1, 100_000)) {
      pages.page("0" + "1".repeat(99_999), "3".repeat(100_000), new float[100_000]);
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, Integer.BYTES, 300_000, (byte) 0x1C);
    Files.write(file, bytes);
    assertDamaged(0);
  }

  private void assertDamaged(int row) {
    assertThatThrownBy(() -> VectorFile.read(file, List.of(row))).isInstanceOf(IOException.class);
  }

  private int write(VectorFile written) throws IOException {
    List<@Nullable List<@Nullable Double>> lists = written.randomLists(new Random(3));
    written.write(file, lists);
    return lists.size();
  }

  /** Overwrites some bytes between two places with others. */
  private void damage(byte[] sound, int from, int to, Random random) throws IOException {
    byte[] damaged = sound.clone();
    int at = from + random.nextInt(to - from);
    int end = Math.min(to, at + 1 + random.nextInt(12));
    while (at < end) {
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      at++;
    }
    Files.write(file, damaged);
  }

  /** From where to where the pages of the lists are, without their headers. */
  private List<int[]> pages(byte[] bytes) throws IOException {
    List<int[]> pages = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      for (BlockMetaData group : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData column : group.getColumns()) {
          if (column.getPath().toDotString().startsWith("grad")) {
            int from = (int) column.getStartingPos();
            int to = from + (int) column.getTotalSize();
            ByteArrayInputStream in = new ByteArrayInputStream(bytes, from, to - from);
            while (in.available() > 0) {
              int size = Util.readPageHeader(in).getCompressed_page_size();
              int at = to - in.available();
              pages.add(new int[] {at, at + size});
              in.skipNBytes(size);
            }
          }
        }
      }
    }
    return pages;
  }
}

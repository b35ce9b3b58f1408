package io.thermograd.trace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.RejectReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitReaderTest {
  private static final String TEXT =
      "\uFEFFrun,step\r\n\r\na,1\n   \nbb,22\r\nccc,333\nfar-too-long-a-line\n\ne,5\nwithout end,6";
  private static final RecordSourceOptions NO_HEADER = new RecordSourceOptions(14, Framing.LINES);
  private static final RecordSourceOptions HEADER =
      new RecordSourceOptions(14, Framing.HEADED_LINES);

  private final Path folder;

  SplitReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private List<List<String>> bySplit(String text, long bytes, RecordSourceOptions options)
      throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), text);
    long length = Files.size(file);
    List<List<String>> splits = new ArrayList<>();
    for (long start = 0; start < length; start += bytes) {
      FileSplit split =
          new FileSplit(file.toUri().toString(), start, Math.min(start + bytes, length));
      splits.add(FileContent.of(split, options).asText());
    }
    return splits;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 7, 11, 13, 40, 1000})
  void theSplitsOfAFileHoldEachOfItsLinesOnce(long bytes) throws IOException {
    assertThat(bySplit(TEXT, bytes, NO_HEADER).stream().flatMap(List::stream))
        .containsExactly(
            "0 run,step null",
            "15 a,1 null",
            "23 bb,22 null",
            "30 ccc,333 null",
            "38 far-too-long-a TOO_LONG",
            "59 e,5 null",
            "63 without end,6 null");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 7, 11, 13, 40, 1000})
  void everySplitBeginsWithTheHeaderAndTheRestIsTheSame(long bytes) throws IOException {
    List<String> records = new ArrayList<>();
    for (List<String> split : bySplit(TEXT, bytes, HEADER)) {
      assertThat(split.get(0)).isEqualTo("0 run,step null");
      records.addAll(split.subList(1, split.size()));
    }
    assertThat(records)
        .containsExactly(
            "15 a,1 null",
            "23 bb,22 null",
            "30 ccc,333 null",
            "38 far-too-long-a TOO_LONG",
            "59 e,5 null",
            "63 without end,6 null");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 100})
  void blankLinesBeforeTheHeaderChangeNothing(long bytes) throws IOException {
    List<String> records = new ArrayList<>();
    for (List<String> split : bySplit("\n \nrun\na\nb", bytes, HEADER)) {
      assertThat(split.get(0)).isEqualTo("0 run null");
      records.addAll(split.subList(1, split.size()));
    }
    assertThat(records).containsExactly("7 a null", "9 b null");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 10, 100})
  void aHeaderThatIsTooLongIsOneFault(long bytes) throws IOException {
    assertThat(bySplit("far-too-long-a-header\na\nb", bytes, HEADER).stream().flatMap(List::stream))
        .containsExactly("0 far-too-long-a TOO_LONG", "22 a null", "24 b null");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 100})
  void aFileWhoseLinesEndInCarriageReturnsIsOneFault(long bytes) throws IOException {
    assertThat(bySplit("a,b\r1,2\r3,4\r", bytes, HEADER).stream().flatMap(List::stream))
        .containsExactly("0 a,b\r1,2\r3,4 UNPARSABLE");
  }

  @Test
  void aHeaderOnlyOrBlankFileHasNoRecord() throws IOException {
    assertThat(bySplit("run,step\n", 100, HEADER)).containsExactly(List.of("0 run,step null"));
    assertThat(bySplit("\n\n", 100, HEADER)).containsExactly(List.of());
    assertThat(bySplit("\n\n", 100, NO_HEADER)).containsExactly(List.of());
  }

  @Test
  void aMissingFileIsOneUnreadableFault() throws IOException {
    FileContent content = FileContent.of(folder.resolve("gone.jsonl.gz"), NO_HEADER);
    assertThat(content.rows())
        .containsExactly(FileRecord.fault(0, null, RejectReason.UNREADABLE, "file not found"));
  }

  @Test
  void aFolderInPlaceOfAFileIsUnreadable() throws IOException {
    assertThat(FileContent.of(folder, HEADER).rows())
        .extracting(FileRecord::fault)
        .containsExactly(RejectReason.UNREADABLE);
  }

  @Test
  void bytesThatAreNoUtf8PassUnchanged() throws IOException {
    byte[] bytes = {'a', (byte) 0xFF, 0, '\n', (byte) 0xC3, '\n'};
    Path file = Files.write(folder.resolve("x.jsonl"), bytes);
    assertThat(FileContent.of(file, NO_HEADER).rows().get(0).bytes())
        .isEqualTo(new byte[] {'a', (byte) 0xFF, 0});
  }

  @Test
  void aFileThatWasWrittenWithAChecksumAndThenDamagedIsUnreadable() throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(folder.resolve("sum.jsonl").toUri());
    byte[] text = "{\"step\":1}\n".repeat(200).getBytes(StandardCharsets.UTF_8);
    try (var out =
        path.getFileSystem(new org.apache.hadoop.conf.Configuration(false)).create(path)) {
      out.write(text);
    }
    text[1500] ^= 1;
    Files.write(folder.resolve("sum.jsonl"), text);
    FileContent content = FileContent.of(folder.resolve("sum.jsonl"), NO_HEADER);
    assertThat(content.faults())
        .extracting(FileRecord::fault)
        .containsExactly(RejectReason.UNREADABLE);
    assertThat(content.rows().get(content.rows().size() - 1).fault()).isNotNull();
  }
}

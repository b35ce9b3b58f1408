package io.thermograd.trace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.EventLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TfRecordWriterTest {
  private static byte[] written(Iterable<byte[]> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return out.toByteArray();
  }

  /** {@link EventLog} shares nothing with the writer, not even the checksum. */
  @Property(tries = 100)
  void framesAreThoseOfAnIndependentWriter(@ForAll byte[] first, @ForAll byte[] second)
      throws IOException {
    assertThat(written(java.util.List.of(first, second)))
        .isEqualTo(new EventLog().record(first).record(second).bytes());
  }

  @Test
  void aFileOfTensorBoardsOwnWriterIsWrittenAgainByteForByte() throws IOException {
    Path examples = Path.of("examples/tensorboard");
    try (Stream<Path> files = Files.walk(examples)) {
      Path file = files.filter(path -> path.toString().endsWith(".gz")).sorted().toList().get(0);
      byte[] original;
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        original = in.readAllBytes();
      }
      TfRecordScanner scanner =
          new TfRecordScanner(new ByteArrayInputStream(original), Integer.MAX_VALUE);
      ByteArrayOutputStream again = new ByteArrayOutputStream();
      try (TfRecordWriter writer = new TfRecordWriter(again)) {
        for (FileRecord next = scanner.next(FileSplit.WHOLE);
            next != null;
            next = scanner.next(FileSplit.WHOLE)) {
          writer.write(Objects.requireNonNull(next.bytes()));
        }
      }
      assertThat(original).hasSizeGreaterThan(10_000);
      assertThat(again.toByteArray()).isEqualTo(original);
    }
  }
}

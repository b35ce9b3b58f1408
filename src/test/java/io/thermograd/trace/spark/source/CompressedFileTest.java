package io.thermograd.trace.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.thermograd.trace.RejectReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cut and damaged streams. What must come out is known from how the file was made: a writer that
 * was flushed after a line has, at that many compressed bytes, all lines so far in the file.
 */
class CompressedFileTest {
  private static final int LINES_PER_FLUSH = 700;
  private static final int FLUSHES = 6;

  private final Path folder;

  CompressedFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private enum Format {
    GZIP("x.jsonl.gz") {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new GZIPOutputStream(out, true);
      }
    },
    BZIP2("x.jsonl.bz2") {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new BZip2CompressorOutputStream(out, 1);
      }
    },
    ZSTD("x.jsonl.zst") {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new ZstdOutputStream(out).setChecksum(true);
      }
    };

    final String fileName;

    Format(String fileName) {
      this.fileName = fileName;
    }

    abstract OutputStream open(OutputStream out) throws IOException;

    /** bzip2 has no flush inside a stream: its flush is a stream's end and the next one's begin. */
    boolean flushes() {
      return this != BZIP2;
    }
  }

  /** A compressed file and, after each flush, its length and how many lines it holds. */
  private record Sample(byte[] bytes, List<String> lines, int[] flushedBytes) {
    static Sample of(Format format) throws IOException {
      Random random = new Random(202);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      List<String> lines = new ArrayList<>();
      int[] flushed = new int[FLUSHES];
      OutputStream out = format.open(file);
      for (int flush = 0; flush < FLUSHES; flush++) {
        for (int i = 0; i < LINES_PER_FLUSH; i++) {
          String line = "{\"step\":" + lines.size() + ",\"loss\":" + random.nextGaussian() + "}";
          lines.add(line);
          out.write((line + "\n").getBytes(UTF_8));
        }
        if (format.flushes()) {
          out.flush();
        } else {
          out.close();
        }
        flushed[flush] = file.size();
        if (!format.flushes() && flush < FLUSHES - 1) {
          out = format.open(file);
        }
      }
      out.close();
      return new Sample(file.toByteArray(), lines, flushed);
    }

    int offsetOfLine(int index) {
      return lines.subList(0, index).stream().mapToInt(line -> line.length() + 1).sum();
    }
  }

  private FileContent read(Format format, byte[] bytes) throws IOException {
    return FileContent.of(folder, format.fileName, bytes);
  }

  @ParameterizedTest
  @EnumSource
  void aWholeFileGivesEveryLine(Format format) throws IOException {
    Sample sample = Sample.of(format);
    FileContent content = read(format, sample.bytes());
    assertThat(content.faults()).isEmpty();
    assertThat(content.texts()).isEqualTo(sample.lines());
    assertThat(content.rows().get(1000).position()).isEqualTo(sample.offsetOfLine(1000));
  }

  @ParameterizedTest
  @EnumSource
  void filesOfSeveralMembersAreReadToTheirEnd(Format format) throws IOException {
    byte[] once = Sample.of(format).bytes();
    byte[] twice = Arrays.copyOf(once, 2 * once.length);
    System.arraycopy(once, 0, twice, once.length, once.length);
    FileContent content = read(format, twice);
    assertThat(content.faults()).isEmpty();
    assertThat(content.rows()).hasSize(2 * FLUSHES * LINES_PER_FLUSH);
  }

  @ParameterizedTest
  @EnumSource
  void aCutLosesNoLineThatWasFlushedBeforeIt(Format format) throws IOException {
    Sample sample = Sample.of(format);
    for (int flush = 0; flush < FLUSHES; flush++) {
      for (int extra : new int[] {1, 5, 100, 2000}) {
        int length = Math.min(sample.flushedBytes()[flush] + extra, sample.bytes().length - 1);
        FileContent content = read(format, Arrays.copyOf(sample.bytes(), length));
        int whole = content.texts().size();
        assertThat(whole)
            .as("cut at %d", length)
            .isGreaterThanOrEqualTo(LINES_PER_FLUSH * (flush + 1));
        assertThat(content.texts()).isEqualTo(sample.lines().subList(0, whole));
        assertThat(content.faults()).hasSize(1);
        FileRecord fault = content.rows().get(whole);
        assertThat(fault.fault()).isEqualTo(RejectReason.CUT);
        assertThat(fault.position()).isEqualTo(sample.offsetOfLine(whole));
        if (fault.bytes() != null && whole < sample.lines().size()) {
          assertThat(sample.lines().get(whole)).startsWith(new String(fault.bytes(), UTF_8));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCutAtAnyByteGivesAPrefixAndOneFault(Format format) throws IOException {
    Sample sample = Sample.of(format);
    for (int length = 1; length < 40; length++) {
      assertIsCutPrefix(sample, read(format, Arrays.copyOf(sample.bytes(), length)), length);
    }
    int total = sample.bytes().length;
    for (int length = total - 40; length < total; length++) {
      assertIsCutPrefix(sample, read(format, Arrays.copyOf(sample.bytes(), length)), length);
    }
  }

  private static void assertIsCutPrefix(Sample sample, FileContent content, int length) {
    int whole = content.texts().size();
    assertThat(content.texts()).isEqualTo(sample.lines().subList(0, whole));
    assertThat(content.faults()).as("cut at %d", length).hasSize(1);
    assertThat(content.faults().get(0).fault()).as("cut at %d", length).isEqualTo(RejectReason.CUT);
  }

  @ParameterizedTest
  @EnumSource
  void garbageAfterAMemberIsAFaultBehindAllItsLines(Format format) throws IOException {
    Sample sample = Sample.of(format);
    byte[] longer = Arrays.copyOf(sample.bytes(), sample.bytes().length + 100);
    Arrays.fill(longer, sample.bytes().length, longer.length, (byte) 'x');
    FileContent content = read(format, longer);
    assertThat(content.texts()).isEqualTo(sample.lines());
    assertThat(content.faults())
        .extracting(FileRecord::fault)
        .containsExactly(RejectReason.CORRUPT);
    assertThat(content.faults().get(0).position())
        .isEqualTo(sample.offsetOfLine(sample.lines().size()));
    assertThat(content.faults().get(0).detail()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedBlockLosesNoLineThatWasFlushedBeforeIt(Format format) throws IOException {
    Sample sample = Sample.of(format);
    int flushedLines = 3 * LINES_PER_FLUSH;
    // In the block's header, where a decoder stops at once, and in its content.
    for (int into : new int[] {3, 40}) {
      byte[] damaged = sample.bytes().clone();
      int from = sample.flushedBytes()[2] + into;
      Arrays.fill(damaged, from, from + 60, (byte) 0xFF);
      FileContent content = read(format, damaged);
      assertThat(content.texts().size())
          .as("%d bytes in", into)
          .isGreaterThanOrEqualTo(flushedLines);
      assertThat(content.texts().subList(0, flushedLines))
          .isEqualTo(sample.lines().subList(0, flushedLines));
      assertThat(content.faults())
          .extracting(FileRecord::fault)
          .containsExactly(RejectReason.CORRUPT);
      assertThat(content.rows().get(content.rows().size() - 1).fault()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfAnotherFormatThanItsNameSaysIsCorrupt(Format format) throws IOException {
    FileContent content = read(format, "{\"run\":\"a\",\"step\":1}\n".repeat(9).getBytes(UTF_8));
    assertThat(content.rows()).hasSize(1);
    assertThat(content.rows().get(0).fault()).isEqualTo(RejectReason.CORRUPT);
    assertThat(content.rows().get(0).position()).isZero();
  }

  @Test
  void aWrongGzipChecksumIsAFaultBehindAllLines() throws IOException {
    Sample sample = Sample.of(Format.GZIP);
    byte[] damaged = sample.bytes().clone();
    damaged[damaged.length - 8] ^= 1;
    FileContent content = read(Format.GZIP, damaged);
    assertThat(content.texts()).isEqualTo(sample.lines());
    assertThat(content.faults())
        .extracting(FileRecord::fault)
        .containsExactly(RejectReason.CORRUPT);
    assertThat(content.faults().get(0).detail()).contains("checksum");
  }

  @Test
  void zerosAfterTheLastGzipMemberArePadding() throws IOException {
    Sample sample = Sample.of(Format.GZIP);
    FileContent content =
        read(Format.GZIP, Arrays.copyOf(sample.bytes(), sample.bytes().length + 512));
    assertThat(content.texts()).isEqualTo(sample.lines());
    assertThat(content.faults()).isEmpty();
  }

  @Test
  void everyOptionalGzipHeaderFieldIsPassedOver() throws IOException {
    byte[] plain = Sample.of(Format.GZIP).bytes();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {0x1F, (byte) 0x8B, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3});
    file.write(new byte[] {3, 0, 'a', 'b', 'c'});
    file.write("name\0comment\0".getBytes(UTF_8));
    file.write(new byte[] {1, 2});
    file.write(plain, 10, plain.length - 10);
    FileContent content = read(Format.GZIP, file.toByteArray());
    assertThat(content.faults()).isEmpty();
    assertThat(content.rows()).hasSize(FLUSHES * LINES_PER_FLUSH);
  }

  /** 64 MB of zeros in 64 KB of gzip: what is held stays within the bound. */
  @Test
  void aGzipBombIsOneLineTooLong() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(file)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
      out.write("\n{}\n".getBytes(UTF_8));
    }
    FileContent content = read(Format.GZIP, file.toByteArray());
    assertThat(content.rows()).hasSize(2);
    assertThat(content.rows().get(0).fault()).isEqualTo(RejectReason.TOO_LONG);
    assertThat(content.rows().get(0).bytes()).hasSize(FileRecord.HEAD_BYTES);
    assertThat(content.texts()).containsExactly("{}");
  }

  @Test
  void aCutInsideALineTooLongIsASecondFaultWhereTheBytesEnd() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(file)) {
      out.write("x".repeat(3 << 20).getBytes(UTF_8));
    }
    byte[] withoutTrailer = Arrays.copyOf(file.toByteArray(), file.size() - 8);
    assertThat(read(Format.GZIP, withoutTrailer).rows())
        .extracting(row -> row.position() + " " + row.fault())
        .containsExactly("0 TOO_LONG", (3 << 20) + " CUT");
  }
}

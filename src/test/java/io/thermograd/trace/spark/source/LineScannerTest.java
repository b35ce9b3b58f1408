package io.thermograd.trace.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineScannerTest {
  private static final int BOUND = 10;

  /** A stream that gives at most some bytes at a time, so that lines straddle its reads. */
  private static InputStream inSteps(byte[] bytes, int step) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, step));
      }
    };
  }

  private static List<String> scan(String text, int step) throws IOException {
    LineScanner scanner = new LineScanner(inSteps(text.getBytes(UTF_8), step), 0, BOUND);
    List<FileRecord> rows = new ArrayList<>();
    for (FileRecord row = scanner.next(Long.MAX_VALUE);
        row != null;
        row = scanner.next(Long.MAX_VALUE)) {
      rows.add(row);
    }
    return new FileContent(rows).asText();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void aLineEndsInLfOrCrLfAndTheLastOneNeedsNone(int step) throws IOException {
    assertThat(scan("ab\ncd\r\nef", step)).containsExactly("0 ab null", "3 cd null", "7 ef null");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void onlyOneCarriageReturnIsStripped(int step) throws IOException {
    assertThat(scan("ab\r\r\n\rc\r", step)).containsExactly("0 ab\r null", "5 \rc null");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void blankLinesAreSkippedAndStillCountInPositions(int step) throws IOException {
    assertThat(scan("\n \t\r\nab\n\n\r\n\f\u000b\ncd\n ", step))
        .containsExactly("5 ab null", "14 cd null");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void aByteOrderMarkIsNoPartOfTheFirstLineButOfItsPosition(int step) throws IOException {
    assertThat(scan("\uFEFFab\n\uFEFFcd\n", step)).containsExactly("0 ab null", "6 \uFEFFcd null");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void theBoundCountsTheRecordWithoutLineEndAndMark(int step) throws IOException {
    assertThat(scan("\uFEFF0123456789\r\n0123456789\n0123456789", step))
        .containsExactly("0 0123456789 null", "15 0123456789 null", "26 0123456789 null");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void aLineOverTheBoundIsOneFaultAndReadingGoesOn(int step) throws IOException {
    assertThat(scan("ab\n0123456789x\ncd\n0123456789xyzxyz\r\nef\n0123456789xyz", step))
        .containsExactly(
            "0 ab null",
            "3 0123456789 TOO_LONG",
            "15 cd null",
            "18 0123456789 TOO_LONG",
            "36 ef null",
            "39 0123456789 TOO_LONG");
  }

  @Test
  void emptyAndBlankStreamsHaveNoRecord() throws IOException {
    assertThat(scan("", 5)).isEmpty();
    assertThat(scan("\uFEFF", 5)).isEmpty();
    assertThat(scan("\r\n  \n", 5)).isEmpty();
  }

  @Test
  void aLineBehindTheEndIsLeftToTheNextSplit() throws IOException {
    LineScanner scanner = new LineScanner(inSteps("ab\ncd\n".getBytes(UTF_8), 100), 0, BOUND);
    assertThat(scanner.next(3)).isNotNull();
    assertThat(scanner.next(3)).isNull();
    assertThat(scanner.position()).isEqualTo(3);
  }

  /** Ten gigabytes are more than this JVM could hold. */
  @Test
  void anEndlessLineIsNeverHeld() throws IOException {
    long length = 10L << 30;
    InputStream endless =
        new InputStream() {
          private long left = length;

          @Override
          public int read() {
            throw new AssertionError("byte by byte");
          }

          @Override
          public int read(byte[] target, int offset, int wanted) {
            if (left == 0) {
              return -1;
            }
            int n = (int) Math.min(wanted, left);
            left -= n;
            return n;
          }
        };
    LineScanner scanner = new LineScanner(endless, 0, 1 << 20);
    FileRecord fault = requireNonNull(scanner.next(Long.MAX_VALUE));
    assertThat(fault.fault()).isEqualTo(RejectReason.TOO_LONG);
    assertThat(fault.bytes()).hasSize(FileRecord.HEAD_BYTES);
    assertThat(scanner.next(Long.MAX_VALUE)).isNull();
    assertThat(scanner.position()).isEqualTo(length);
  }

  @Test
  void linesLongerThanTheReadAheadComeWhole() throws IOException {
    Random random = new Random(101);
    StringBuilder text = new StringBuilder();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String line = (i + "x").repeat(1 + random.nextInt(LineScanner.READ_BYTES));
      lines.add(line);
      text.append(line).append('\n');
    }
    LineScanner scanner =
        new LineScanner(inSteps(text.toString().getBytes(UTF_8), 60_000), 0, 1 << 24);
    List<FileRecord> rows = new ArrayList<>();
    for (FileRecord row = scanner.next(Long.MAX_VALUE);
        row != null;
        row = scanner.next(Long.MAX_VALUE)) {
      rows.add(row);
    }
    assertThat(new FileContent(rows).texts()).isEqualTo(lines);
  }
}

package io.thermograd.trace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.EventLog;
import io.thermograd.trace.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TfRecordScannerTest {
  private static final int MAX = 1000;

  /** Records of a file, and the faults met. */
  private static List<FileRecord> scan(InputStream in, int max) {
    TfRecordScanner scanner = new TfRecordScanner(in, max);
    List<FileRecord> found = new ArrayList<>();
    try {
      for (FileRecord next = scanner.next(FileSplit.WHOLE);
          next != null;
          next = scanner.next(FileSplit.WHOLE)) {
        found.add(next);
      }
    } catch (IOException e) {
      found.add(scanner.interruptedBy(RejectReason.UNREADABLE, "broken"));
    }
    return found;
  }

  private static List<String> asText(byte[] file, int max) {
    return scan(new ByteArrayInputStream(file), max).stream()
        .map(
            r ->
                r.position()
                    + " "
                    + (r.bytes() == null
                        ? r.fault()
                        : new String(r.bytes(), StandardCharsets.ISO_8859_1)))
        .toList();
  }

  private static EventLog records(String... texts) {
    EventLog log = new EventLog();
    for (String text : texts) {
      log.record(EventLog.utf8(text));
    }
    return log;
  }

  @Test
  void theFirstRecordOfAFileThatTensorflowWroteIsRead() {
    // Of a public log: 24 bytes, "brain.Event:2".
    byte[] file =
        HexFormat.of()
            .parseHex(
                "1800000000000000a37f4b2209555a356348 7fd8411a0d627261696e2e4576656e743a323e5043b5"
                    .replace(" ", ""));
    List<FileRecord> found = scan(new ByteArrayInputStream(file), MAX);
    assertThat(found).hasSize(1);
    assertThat(new String(found.get(0).bytes(), StandardCharsets.ISO_8859_1))
        .endsWith("brain.Event:2");
  }

  @Test
  void recordsAreReadWithTheirOffsets() {
    assertThat(asText(records("a", "", "ccc").bytes(), MAX))
        .containsExactly("0 a", "17 ", "33 ccc");
  }

  @Test
  void anEmptyFileHoldsNothing() {
    assertThat(asText(new byte[0], MAX)).isEmpty();
  }

  @Test
  void aCutAtAnyByteKeepsWhatCameBeforeAndSaysWhere() {
    byte[] file = records("first", "second").bytes();
    int second = 16 + 5;
    for (int length = 0; length <= file.length; length++) {
      List<String> found = asText(java.util.Arrays.copyOf(file, length), MAX);
      List<String> expected = new ArrayList<>();
      if (length >= second) {
        expected.add("0 first");
      }
      if (length == file.length) {
        expected.add(second + " second");
      } else if (length != 0 && length != second) {
        expected.add((length < second ? 0 : second) + " CUT");
      }
      assertThat(found).as("cut at %d", length).isEqualTo(expected);
    }
  }

  @Test
  void aFlippedBitIsFoundWhereverItIs() {
    byte[] file = records("first", "second", "third").bytes();
    int second = 16 + 5;
    int payload = second + 12;
    int third = payload + 6 + 4;
    for (int bit = 8 * second; bit < 8 * third; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      List<String> expected =
          bit < 8 * payload
              ? List.of("0 first", second + " CORRUPT")
              : List.of("0 first", second + " BAD_CHECKSUM", third + " third");
      assertThat(asText(flipped, MAX)).as("bit %d", bit).isEqualTo(expected);
    }
  }

  @Test
  void aLengthThatCannotBeEndsTheFileWhateverItsChecksumSays() {
    for (long length : new long[] {1L << 60, -1, Long.MIN_VALUE, 1L << 50}) {
      byte[] file = records("a").header(length).record(EventLog.utf8("b")).bytes();
      assertThat(asText(file, MAX)).containsExactly("0 a", "17 CORRUPT");
    }
  }

  @Test
  void aRecordLongerThanTheBoundIsPassedOver() {
    byte[] file = records("a", "x".repeat(300_000), "c", "x".repeat(MAX)).bytes();
    assertThat(asText(file, MAX))
        .containsExactly("0 a", "17 TOO_LONG", "300033 c", "300050 " + "x".repeat(MAX));
  }

  @Test
  void aFileThatEndsInsideARecordTooLongSaysBoth() {
    byte[] file = records("a").header(1L << 40).raw(new byte[500_000]).bytes();
    assertThat(asText(file, MAX)).containsExactly("0 a", "17 TOO_LONG", "500029 CUT");
  }

  @Test
  void recordsLongerThanTheReadAheadAreWhole() {
    String large = "y".repeat(700_001);
    assertThat(asText(records("a", large, "c").bytes(), 1 << 20))
        .containsExactly("0 a", "17 " + large, "700034 c");
  }

  @Test
  void aStreamThatBreaksSaysInWhichRecord() {
    byte[] file = records("first", "second").bytes();
    InputStream breaking =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at == 30) {
              throw new IOException("broken");
            }
            return file[at++] & 0xFF;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            target[offset] = (byte) read();
            return 1;
          }
        };
    List<FileRecord> found = scan(breaking, MAX);
    assertThat(found).hasSize(2);
    assertThat(found.get(1).fault()).isEqualTo(RejectReason.UNREADABLE);
    assertThat(found.get(1).position()).isEqualTo(21);
  }

  @Property(tries = 500, seed = "101")
  void anyBytesEndWithAtMostOneFault(@ForAll @Size(max = 300) byte[] noise) {
    List<FileRecord> found = scan(new ByteArrayInputStream(noise), MAX);
    // Noise passes a 32-bit checksum once in four billion tries.
    assertThat(found).hasSize(noise.length == 0 ? 0 : 1);
    assertThat(found).allMatch(record -> record.fault() != null);
  }

  @Property(tries = 300, seed = "101")
  void noRecordBeforeADamageIsLost(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int damages) {
    SplittableRandom random = new SplittableRandom(seed);
    EventLog log = new EventLog();
    List<byte[]> payloads = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] payload = new byte[random.nextInt(200)];
      random.nextBytes(payload);
      payloads.add(payload);
      ends.add(log.record(payload).size());
    }
    byte[] file = log.bytes();
    int first = file.length;
    for (int i = 0; i < damages; i++) {
      int at = random.nextInt(file.length);
      file[at] ^= (byte) (1 + random.nextInt(255));
      first = Math.min(first, at);
    }
    List<FileRecord> found = scan(new ByteArrayInputStream(file), MAX);
    for (int i = 0; i < ends.size() && ends.get(i) <= first; i++) {
      assertThat(found.get(i).bytes()).isEqualTo(payloads.get(i));
    }
  }
}

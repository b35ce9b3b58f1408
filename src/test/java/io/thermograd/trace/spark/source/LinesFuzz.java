package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as lines: the same records as a plain loop finds over the whole array, whatever the
 * reads' sizes and wherever the file is split. The first three bytes choose these.
 */
public final class LinesFuzz {
  private static final int CHOICES = 3;
  private static final int LONGEST_BOUND = 40;

  private LinesFuzz() {}

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length < CHOICES) {
      return;
    }
    int bound = 1 + (data[0] & 0xFF) % LONGEST_BOUND;
    int step = 1 + (data[1] & 0xFF);
    byte[] file = Arrays.copyOfRange(data, CHOICES, data.length);
    int cut = file.length == 0 ? 0 : (data[2] & 0xFF) * file.length / 0xFF;
    List<String> expected = plainly(file, bound);
    List<String> whole = scan(new LineScanner(inSteps(file, 0, step), 0, bound), FileSplit.WHOLE);
    agree(expected, whole, "read in steps of " + step);
    if (cut > 0) {
      List<String> parts = scan(new LineScanner(inSteps(file, 0, step), 0, bound), cut);
      LineScanner second = new LineScanner(inSteps(file, cut - 1, step), cut - 1, bound);
      second.skipStarted();
      parts.addAll(scan(second, FileSplit.WHOLE));
      agree(expected, parts, "split at " + cut);
    }
  }

  private static void agree(List<String> expected, List<String> found, String how) {
    if (!expected.equals(found)) {
      throw new AssertionError(how + ": expected " + expected + " but found " + found);
    }
  }

  /** A stream that gives at most some bytes at a time. */
  static InputStream inSteps(byte[] bytes, int from, int step) {
    return new ByteArrayInputStream(bytes, from, bytes.length - from) {
      @Override
      public int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, step));
      }
    };
  }

  private static List<String> scan(LineScanner scanner, long end) throws IOException {
    List<String> found = new ArrayList<>();
    for (FileRecord next = scanner.next(end); next != null; next = scanner.next(end)) {
      found.add(next.position() + " " + next.fault() + " " + Arrays.toString(next.bytes()));
    }
    return found;
  }

  private static List<String> plainly(byte[] file, int bound) {
    List<String> found = new ArrayList<>();
    for (int start = 0; start < file.length; ) {
      int end = start;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      int from = start == 0 && marked(file, end) ? 3 : start;
      int to = end > from && file[end - 1] == '\r' ? end - 1 : end;
      byte[] line = Arrays.copyOfRange(file, from, to);
      if (line.length > bound) {
        byte[] head = Arrays.copyOf(line, Math.min(bound, FileRecord.HEAD_BYTES));
        found.add(start + " " + RejectReason.TOO_LONG + " " + Arrays.toString(head));
      } else if (!new String(line, java.nio.charset.StandardCharsets.ISO_8859_1)
          .matches("[ \\t\\n\\x0B\\f\\r]*")) {
        found.add(start + " null " + Arrays.toString(line));
      }
      start = end + 1;
    }
    return found;
  }

  private static boolean marked(byte[] file, int end) {
    return end >= 3 && file[0] == (byte) 0xEF && file[1] == (byte) 0xBB && file[2] == (byte) 0xBF;
  }
}

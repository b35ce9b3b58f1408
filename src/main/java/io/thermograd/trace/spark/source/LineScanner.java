package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines: LF or CRLF ends one, a byte order mark at the file's start is
 * no part of its first, lines of white space are skipped.
 *
 * <p>Holds at most one record of the allowed length and one read ahead, whatever the stream holds:
 * of a longer line only the head is kept, the rest is read over. After an {@link IOException} the
 * scanner still knows the line in which it happened.
 */
final class LineScanner implements RecordScanner {
  /** Bytes asked of the stream at once; a fixed cost per file, so not larger. */
  static final int READ_BYTES = 128 << 10;

  private static final int LONGEST_LINE_END = 2;

  private final InputStream in;
  private final int maxRecordBytes;
  private byte[] buffer;

  /** Offset in the file of the buffer's first byte. */
  private long base;

  private int lineStart;
  private int limit;
  private boolean atEnd;
  private boolean insideSkippedLine;

  /**
   * @param position offset in the file of the stream's next byte
   */
  LineScanner(InputStream in, long position, int maxRecordBytes) {
    this.in = in;
    this.base = position;
    this.maxRecordBytes = maxRecordBytes;
    this.buffer = new byte[READ_BYTES];
  }

  @Override
  public void skipStarted() {
    insideSkippedLine = true;
  }

  @Override
  public long position() {
    return base + lineStart;
  }

  @Override
  public @Nullable FileRecord next(long end) throws IOException {
    while (true) {
      if (insideSkippedLine) {
        skipRestOfLine();
      }
      if (position() >= end) {
        return null;
      }
      int lineEnd = findLineEnd();
      if (lineEnd == lineStart && lineEnd == limit) {
        return null;
      }
      FileRecord record = lineEnd < 0 ? tooLong() : lineUpTo(lineEnd);
      if (lineEnd < 0) {
        insideSkippedLine = true;
      } else {
        lineStart = Math.min(lineEnd + 1, limit);
      }
      if (record != null) {
        return record;
      }
    }
  }

  @Override
  public FileRecord interruptedBy(RejectReason reason, String detail) {
    if (insideSkippedLine) {
      return FileRecord.fault(base + limit, null, reason, detail);
    }
    int from = contentStart();
    byte[] head = Arrays.copyOfRange(buffer, from, headEnd(from, limit));
    return FileRecord.fault(position(), head.length == 0 ? null : head, reason, detail);
  }

  /** Index of the current line's LF, or of the file's end; -1 when the line is too long to tell. */
  private int findLineEnd() throws IOException {
    int from = lineStart;
    while (true) {
      int lf = indexOfLf(from, limit);
      if (lf >= 0) {
        return lf;
      }
      if (atEnd) {
        return limit;
      }
      if (limit - contentStart() >= maxRecordBytes + LONGEST_LINE_END) {
        return -1;
      }
      int scanned = limit - lineStart;
      fill();
      from = lineStart + scanned;
    }
  }

  private int indexOfLf(int from, int to) {
    byte[] bytes = buffer;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The line as a record; null if it is blank. */
  private @Nullable FileRecord lineUpTo(int lineEnd) {
    int from = contentStart();
    int to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    if (to - from > maxRecordBytes) {
      return tooLong();
    }
    if (isBlank(from, to)) {
      return null;
    }
    return FileRecord.of(position(), Arrays.copyOfRange(buffer, from, to));
  }

  private FileRecord tooLong() {
    int from = contentStart();
    return FileRecord.fault(
        position(),
        Arrays.copyOfRange(buffer, from, headEnd(from, limit)),
        RejectReason.TOO_LONG,
        "longer than " + maxRecordBytes + " bytes");
  }

  private int headEnd(int from, int to) {
    return Math.min(to, from + Math.min(maxRecordBytes, FileRecord.HEAD_BYTES));
  }

  private int contentStart() {
    boolean marked =
        position() == 0
            && limit - lineStart >= 3
            && buffer[lineStart] == (byte) 0xEF
            && buffer[lineStart + 1] == (byte) 0xBB
            && buffer[lineStart + 2] == (byte) 0xBF;
    return marked ? lineStart + 3 : lineStart;
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = buffer[i];
      if (b != ' ' && (b < '\t' || b > '\r')) {
        return false;
      }
    }
    return true;
  }

  private void skipRestOfLine() throws IOException {
    int lf = indexOfLf(lineStart, limit);
    while (lf < 0 && !atEnd) {
      lineStart = limit;
      fill();
      lf = indexOfLf(lineStart, limit);
    }
    lineStart = lf < 0 ? limit : lf + 1;
    insideSkippedLine = false;
  }

  private void fill() throws IOException {
    if (lineStart == limit) {
      base += limit;
      lineStart = 0;
      limit = 0;
    } else if (limit == buffer.length) {
      makeRoom();
    }
    int n = in.read(buffer, limit, buffer.length - limit);
    if (n < 0) {
      atEnd = true;
    } else {
      limit += n;
    }
  }

  /** Keeps the current line only, in a larger buffer if it fills more than half of this one. */
  private void makeRoom() {
    int held = limit - lineStart;
    byte[] target = buffer;
    if (held > buffer.length / 2) {
      long larger = Math.min(2L * buffer.length, (long) maxRecordBytes + READ_BYTES);
      target = new byte[Math.max(buffer.length, (int) larger)];
    }
    System.arraycopy(buffer, lineStart, target, 0, held);
    buffer = target;
    base += lineStart;
    lineStart = 0;
    limit = held;
  }
}

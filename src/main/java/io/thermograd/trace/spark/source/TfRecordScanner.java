package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of TFRecords: the length of a record (8 bytes, little-endian), the length's masked
 * CRC32C (4 bytes), the record, its masked CRC32C.
 *
 * <p>Where the next record begins is known from the length alone. So a length that its checksum
 * doesn't confirm ends the file ({@code CORRUPT}), for what follows can't be told from noise; a
 * record that its own checksum doesn't confirm is one {@code BAD_CHECKSUM}, and reading goes on
 * behind it. Memory is bounded by the longest record allowed, whatever lengths are declared: of a
 * longer one ({@code TOO_LONG}) nothing is kept, and no array is larger than twice the bytes that
 * were there.
 *
 * <p>The format is TensorFlow's (tensorflow/core/lib/io/record_writer.h).
 */
final class TfRecordScanner implements RecordScanner {
  private static final int READ_BYTES = 128 << 10;
  private static final int LENGTH_BYTES = 8;
  private static final int CHECKSUM_BYTES = 4;
  private static final int HEADER_BYTES = LENGTH_BYTES + CHECKSUM_BYTES;

  /** A pebibyte: no file holds such a record, whatever the length's checksum says. */
  private static final long IMPOSSIBLE_LENGTH = 1L << 50;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputStream in;
  private final int maxRecordBytes;
  private final MaskedChecksum checksum = new MaskedChecksum();
  private final byte[] buffer = new byte[READ_BYTES];

  /** Offset in the file of the buffer's first byte. */
  private long base;

  private int next;
  private int limit;

  /** Offset in the file of the record being read. */
  private long start;

  /** What is still to come of a record that is skipped. */
  private long toSkip;

  private boolean ended;

  TfRecordScanner(InputStream in, int maxRecordBytes) {
    this.in = in;
    this.maxRecordBytes = maxRecordBytes;
  }

  @Override
  public void skipStarted() {
    throw new UnsupportedOperationException("TFRecords can only be read from the file's start");
  }

  @Override
  public long position() {
    return start;
  }

  @Override
  public @Nullable FileRecord next(long end) throws IOException {
    if (ended || start >= end) {
      return null;
    }
    if (toSkip > 0 && !skip()) {
      return last(RejectReason.CUT, "ends inside a record that was too long to read");
    }
    start = base + next;
    int header = ensure(HEADER_BYTES);
    if (header < HEADER_BYTES) {
      ended = true;
      return header == 0 ? null : last(RejectReason.CUT, "ends inside a record's header");
    }
    long length = (long) LONGS.get(buffer, next);
    if (checksum.of(buffer, next, LENGTH_BYTES) != (int) INTS.get(buffer, next + LENGTH_BYTES)) {
      return last(RejectReason.CORRUPT, "the checksum of a record's length doesn't match");
    }
    if (length < 0 || length >= IMPOSSIBLE_LENGTH) {
      return last(
          RejectReason.CORRUPT, "a record of " + Long.toUnsignedString(length) + " bytes can't be");
    }
    next += HEADER_BYTES;
    if (length > maxRecordBytes) {
      toSkip = length + CHECKSUM_BYTES;
      return FileRecord.fault(
          start,
          null,
          RejectReason.TOO_LONG,
          length + " bytes, more than " + maxRecordBytes + " are not read");
    }
    return record((int) length);
  }

  @Override
  public FileRecord interruptedBy(RejectReason reason, String detail) {
    return FileRecord.fault(toSkip > 0 ? base + limit : start, null, reason, detail);
  }

  private FileRecord last(RejectReason reason, String detail) {
    ended = true;
    return interruptedBy(reason, detail);
  }

  private FileRecord record(int length) throws IOException {
    byte @Nullable [] bytes = read(length);
    if (bytes == null || ensure(CHECKSUM_BYTES) < CHECKSUM_BYTES) {
      return last(RejectReason.CUT, "ends inside a record of " + length + " bytes");
    }
    int expected = (int) INTS.get(buffer, next);
    next += CHECKSUM_BYTES;
    long at = start;
    start = base + next;
    return checksum.of(bytes, 0, length) == expected
        ? FileRecord.of(at, bytes)
        : FileRecord.fault(
            at, null, RejectReason.BAD_CHECKSUM, "the checksum of a record doesn't match");
  }

  /** The next {@code length} bytes; null if there are fewer. */
  private byte @Nullable [] read(int length) throws IOException {
    // Grows with what arrives, for a declared length alone is no reason to take memory.
    byte[] bytes = new byte[Math.min(length, Math.max(READ_BYTES, limit - next))];
    int filled = 0;
    while (filled < length) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
      }
      if (next == limit && ensure(1) == 0) {
        return null;
      }
      int n = Math.min(limit - next, bytes.length - filled);
      System.arraycopy(buffer, next, bytes, filled, n);
      next += n;
      filled += n;
    }
    return bytes;
  }

  /** Passes over what is left of a record; false if the file ends before. */
  private boolean skip() throws IOException {
    while (toSkip > 0) {
      if (next == limit && ensure(1) == 0) {
        return false;
      }
      int n = (int) Math.min(toSkip, limit - next);
      next += n;
      toSkip -= n;
    }
    return true;
  }

  /** Reads until {@code wanted} bytes are in the buffer or the file ends; tells how many are. */
  private int ensure(int wanted) throws IOException {
    if (limit - next < wanted) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      base += next;
      limit -= next;
      next = 0;
    }
    while (limit < wanted) {
      int n = in.read(buffer, limit, buffer.length - limit);
      if (n < 0) {
        break;
      }
      limit += n;
    }
    return limit - next;
  }
}

package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Any bytes as TFRecords, with the checksums as they are or made right: the same records and faults
 * as a plain loop finds over the whole array. The first three bytes choose.
 */
public final class TfRecordsFuzz {
  private static final int CHOICES = 3;
  private static final int HEADER = 12;
  private static final int FOOTER = 4;

  private TfRecordsFuzz() {}

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length < CHOICES) {
      return;
    }
    int bound = 1 + (data[0] & 0xFF);
    int step = 1 + (data[1] & 0xFF);
    byte[] file = Arrays.copyOfRange(data, CHOICES, data.length);
    // Odd: made right, but for as many records as the upper bits say.
    if ((data[2] & 1) == 1) {
      makeRight(file, (data[2] & 0xFF) >> 1);
    }
    List<String> expected = plainly(file, bound);
    TfRecordScanner scanner = new TfRecordScanner(LinesFuzz.inSteps(file, 0, step), bound);
    List<String> found = new ArrayList<>();
    for (FileRecord next = scanner.next(FileSplit.WHOLE);
        next != null;
        next = scanner.next(FileSplit.WHOLE)) {
      found.add(next.position() + " " + next.fault() + " " + Arrays.toString(next.bytes()));
    }
    if (!expected.equals(found)) {
      throw new AssertionError("expected " + expected + " but found " + found);
    }
  }

  /** Writes the checksums of the records that lie in {@code file}, up to one that is left wrong. */
  private static void makeRight(byte[] file, int records) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    for (int i = 0; i < records && at + HEADER <= file.length; i++) {
      long length = bytes.getLong(at);
      bytes.putInt(at + Long.BYTES, checksum(file, at, Long.BYTES));
      long end = at + HEADER + length;
      if (length < 0 || length > file.length || end + FOOTER > file.length) {
        return;
      }
      bytes.putInt((int) end, checksum(file, at + HEADER, (int) length));
      at = (int) end + FOOTER;
    }
  }

  private static List<String> plainly(byte[] file, int bound) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<String> found = new ArrayList<>();
    int at = 0;
    while (at < file.length) {
      if (file.length - at < HEADER) {
        found.add(at + " CUT null");
        return found;
      }
      long length = bytes.getLong(at);
      boolean confirmed = bytes.getInt(at + Long.BYTES) == checksum(file, at, Long.BYTES);
      if (!confirmed || length < 0 || length >= 1L << 50) {
        found.add(at + " CORRUPT null");
        return found;
      }
      boolean tooLong = length > bound;
      if (tooLong) {
        found.add(at + " TOO_LONG null");
      }
      if (file.length - at - HEADER < length + FOOTER) {
        found.add((tooLong ? file.length : at) + " CUT null");
        return found;
      }
      int payload = at + HEADER;
      int end = payload + (int) length;
      if (!tooLong && bytes.getInt(end) == checksum(file, payload, (int) length)) {
        found.add(at + " null " + Arrays.toString(Arrays.copyOfRange(file, payload, end)));
      } else if (!tooLong) {
        found.add(at + " " + RejectReason.BAD_CHECKSUM + " null");
      }
      at = end + FOOTER;
    }
    return found;
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + 0xA282EAD8;
  }
}

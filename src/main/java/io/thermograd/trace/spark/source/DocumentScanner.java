package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A whole file as one record. Of a file that is too long, or breaks off, only the head is kept. */
final class DocumentScanner implements RecordScanner {
  private static final int READ_BYTES = 64 << 10;

  private final InputStream in;
  private final int maxRecordBytes;
  private byte[] bytes = new byte[READ_BYTES];
  private int length;
  private boolean read;

  DocumentScanner(InputStream in, int maxRecordBytes) {
    this.in = in;
    this.maxRecordBytes = maxRecordBytes;
  }

  @Override
  public void skipStarted() {
    throw new IllegalStateException("a document isn't split");
  }

  @Override
  public long position() {
    return 0;
  }

  @Override
  public @Nullable FileRecord next(long end) throws IOException {
    if (read) {
      return null;
    }
    for (int n = fill(); n >= 0; n = fill()) {
      length += n;
      if (length > maxRecordBytes) {
        read = true;
        return interruptedBy(RejectReason.TOO_LONG, "longer than " + maxRecordBytes + " bytes");
      }
    }
    read = true;
    byte[] document = Arrays.copyOf(bytes, length);
    bytes = new byte[0];
    return length == 0 ? null : FileRecord.of(0, document);
  }

  private int fill() throws IOException {
    if (length == bytes.length) {
      long larger = Math.min(2L * bytes.length, (long) maxRecordBytes + 1);
      bytes = Arrays.copyOf(bytes, Math.max((int) larger, length + 1));
    }
    return in.read(bytes, length, bytes.length - length);
  }

  @Override
  public FileRecord interruptedBy(RejectReason reason, String detail) {
    int head = Math.min(length, Math.min(maxRecordBytes, FileRecord.HEAD_BYTES));
    return FileRecord.fault(0, head == 0 ? null : Arrays.copyOf(bytes, head), reason, detail);
  }
}

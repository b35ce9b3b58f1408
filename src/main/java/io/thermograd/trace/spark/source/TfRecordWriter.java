package io.thermograd.trace.spark.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Frames records as {@link TfRecordScanner} reads them. Closing it closes the stream. */
public final class TfRecordWriter implements AutoCloseable {
  private final OutputStream out;
  private final MaskedChecksum checksum = new MaskedChecksum();
  private final ByteBuffer header =
      ByteBuffer.allocate(Long.BYTES + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer trailer =
      ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  public TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one record. */
  public void write(byte[] record) throws IOException {
    header.putLong(0, record.length);
    header.putInt(Long.BYTES, checksum.of(header.array(), 0, Long.BYTES));
    trailer.putInt(0, checksum.of(record, 0, record.length));
    out.write(header.array());
    out.write(record);
    out.write(trailer.array());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

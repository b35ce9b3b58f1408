package io.thermograd.trace.spark.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a gzip file of one or more members (RFC 1952), and delivers every byte that stands before a
 * cut or a damage before it throws.
 *
 * <p>The libraries' readers don't: at a cut commons-compress drops what the failing call had
 * decoded already, and the JDK takes garbage after a member for the file's end. Zeros after the
 * last member are padding, as for gzip itself.
 */
final class GzipInput extends InputStream {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAGIC_1 = 0x1F;
  private static final int MAGIC_2 = 0x8B;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  /** Time stamp, extra flags and operating system. */
  private static final int HEADER_FIELDS_BYTES = 6;

  private enum State {
    BEFORE_FIRST_MEMBER,
    IN_MEMBER,
    BETWEEN_MEMBERS,
    ENDED
  }

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int limit;
  private State state = State.BEFORE_FIRST_MEMBER;
  private @Nullable IOException pending;

  GzipInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (pending != null) {
      throw pending;
    }
    while (state != State.ENDED) {
      if (state == State.IN_MEMBER) {
        int n = inflate(target, offset, length);
        if (n > 0) {
          crc.update(target, offset, n);
          return n;
        }
      } else {
        openMember();
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    long before = inflater.getBytesWritten();
    int n;
    try {
      n = inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      pending = new ZipException("damaged gzip data: " + Faults.describe(e));
      n = (int) (inflater.getBytesWritten() - before);
      if (n == 0) {
        throw pending;
      }
      return n;
    }
    if (n == 0 && inflater.finished()) {
      closeMember();
    } else if (n == 0 && inflater.needsDictionary()) {
      throw new ZipException("damaged gzip data: wants a dictionary");
    } else if (n == 0 && inflater.needsInput()) {
      if (!fill()) {
        throw cut();
      }
      inflater.setInput(buffer, 0, limit);
    }
    return n;
  }

  private void openMember() throws IOException {
    int first = state == State.BEFORE_FIRST_MEMBER ? nextByte() : firstByteAfterPadding();
    if (first < 0) {
      state = State.ENDED;
      return;
    }
    if (first != MAGIC_1 || nextByte() != MAGIC_2) {
      throw new ZipException(
          state == State.BEFORE_FIRST_MEMBER ? "not a gzip file" : "garbage after a gzip member");
    }
    skipHeader();
    inflater.reset();
    inflater.setInput(buffer, next, limit - next);
    crc.reset();
    state = State.IN_MEMBER;
  }

  private int firstByteAfterPadding() throws IOException {
    while (next < limit || fill()) {
      int b = nextByte();
      if (b != 0) {
        return b;
      }
    }
    return -1;
  }

  private void skipHeader() throws IOException {
    int method = nextByte();
    int flags = nextByte();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new ZipException("damaged gzip header");
    }
    skip(HEADER_FIELDS_BYTES);
    if ((flags & EXTRA) != 0) {
      skip((int) littleEndian(2));
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
  }

  private void closeMember() throws IOException {
    next = limit - inflater.getRemaining();
    long length = inflater.getBytesWritten();
    if (littleEndian(4) != crc.getValue()) {
      throw new ZipException("the gzip checksum doesn't match");
    }
    if (littleEndian(4) != (length & 0xFFFFFFFFL)) {
      throw new ZipException("the gzip length doesn't match");
    }
    state = State.BETWEEN_MEMBERS;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      nextByte();
    }
  }

  private void skipText() throws IOException {
    while (nextByte() != 0) {
      // The text's end is the only thing wanted.
    }
  }

  private long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) nextByte() << (8 * i);
    }
    return value;
  }

  private int nextByte() throws IOException {
    if (next == limit && !fill()) {
      throw cut();
    }
    return buffer[next++] & 0xFF;
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private static EOFException cut() {
    return new EOFException("the gzip stream ends too early");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}

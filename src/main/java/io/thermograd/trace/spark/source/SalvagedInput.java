package io.thermograd.trace.spark.source;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gets out of a cut or damaged compressed stream every byte before the fault, of a decoder that
 * drops what it has decoded in the call that fails.
 *
 * <p>When a call fails, the file is decoded once more up to what was delivered before, and from
 * there in steps of one byte, so that the step that fails has nothing to lose. Of the compressed
 * bytes only the last block read is fed byte by byte.
 */
final class SalvagedInput extends InputStream {
  /** Opens the same file again, at its start. */
  @FunctionalInterface
  interface Reopening {
    RawInput open() throws IOException;
  }

  private final Compression compression;
  private final RawInput raw;
  private final InputStream decoded;
  private final Reopening reopening;
  private long delivered;
  private @Nullable IOException fault;

  SalvagedInput(Compression compression, RawInput raw, Reopening reopening) throws IOException {
    this.compression = compression;
    this.raw = raw;
    this.reopening = reopening;
    this.decoded = compression.decode(raw);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (fault != null) {
      throw fault;
    }
    int n;
    try {
      n = decoded.read(target, offset, length);
    } catch (IOException e) {
      fault = e;
      if (raw.hasFailed()) {
        throw e;
      }
      n = salvage(target, offset, length, e);
      if (n == 0) {
        throw e;
      }
    }
    if (n > 0) {
      delivered += n;
    }
    return n;
  }

  private int salvage(byte[] target, int offset, int length, IOException reason) {
    int n = 0;
    try (InputStream steps = new StepwiseInput(reopening.open(), raw.lastReadStart());
        InputStream again = compression.decode(steps)) {
      again.skipNBytes(delivered);
      while (n < length) {
        int b = again.read();
        if (b < 0) {
          break;
        }
        target[offset + n] = (byte) b;
        n++;
      }
    } catch (IOException e) {
      // The same fault, met again where it is: what came before it is saved.
      reason.addSuppressed(e);
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    decoded.close();
  }

  /** Hands out single bytes from some offset on, whatever is asked for. */
  private static final class StepwiseInput extends InputStream {
    private final InputStream in;
    private final long stepsFrom;
    private long position;

    StepwiseInput(InputStream in, long stepsFrom) {
      this.in = in;
      this.stepsFrom = stepsFrom;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      long step = Math.max(1, stepsFrom - position);
      int n = in.read(target, offset, (int) Math.min(length, step));
      if (n > 0) {
        position += n;
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

package io.thermograd.trace.spark.source;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A file's own bytes, and how far they went: what tells a stream that is cut (its decoder wanted
 * more than there is) from a damaged one, and both from a file system that fails.
 */
final class RawInput extends InputStream {
  private enum State {
    READING,
    ENDED,
    FAILED
  }

  private final FSDataInputStream in;
  private State state = State.READING;
  private long handedOut;
  private long lastReadStart;

  RawInput(FSDataInputStream in) {
    this.in = in;
  }

  /** Whether a reader has asked for bytes behind the last one. */
  boolean hasEnded() {
    return state == State.ENDED;
  }

  /** Whether the file system has failed to deliver. */
  boolean hasFailed() {
    return state == State.FAILED;
  }

  /** Offset at which the latest read began. */
  long lastReadStart() {
    return lastReadStart;
  }

  void seek(long position) throws IOException {
    state = State.FAILED;
    in.seek(position);
    state = State.READING;
    handedOut = position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    State before = state;
    // Stays so if the read throws.
    state = State.FAILED;
    int n = in.read(target, offset, length);
    if (n < 0) {
      state = State.ENDED;
    } else {
      state = before;
      lastReadStart = handedOut;
      handedOut += n;
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

package io.thermograd.trace;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of a {@link ScalarBlock}'s bytes. */
final class ScalarBlockReader implements Iterator<ScalarRecord> {
  /** The states of the settings, which seldom change from record to record. */
  private static final int SETTINGS = -1 << 6;

  private static final int SETTINGS_NEW = 0b10_10_10_10_10 << 6;

  private final CodedInputStream in;
  private final long[] words = new long[ScalarBlock.WORDS];
  private @Nullable String optimizer;
  private RunSettings settings = RunSettings.NONE;
  private int settingsStates;
  private long step;
  private long position;
  private int epoch;

  ScalarBlockReader(byte[] bytes) {
    in = CodedInputStream.newInstance(bytes);
  }

  @Override
  public boolean hasNext() {
    try {
      return !in.isAtEnd();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ScalarRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ScalarRecord read() throws IOException {
    int states = in.readUInt32();
    step += in.readSInt64();
    position += in.readSInt64();
    epoch += in.readSInt32();
    for (int i = 0; i < ScalarBlock.WORDS; i++) {
      if (state(states, i) == ScalarBlock.NEW) {
        words[i] = in.readFixed64();
      }
    }
    if (state(states, ScalarBlock.WORDS) == ScalarBlock.NEW) {
      optimizer = in.readString();
    }
    Long loggedAt = state(states, 0) == ScalarBlock.ABSENT ? null : (Long) words[0];
    return new ScalarRecord(
        step, epoch, position, loggedAt, real(states, 1), real(states, 2), settings(states));
  }

  private RunSettings settings(int states) {
    int ofSettings = states & SETTINGS;
    if (ofSettings != settingsStates || (ofSettings & SETTINGS_NEW) != 0) {
      boolean named = state(states, ScalarBlock.WORDS) != ScalarBlock.ABSENT;
      Integer batchSize =
          state(states, 4) == ScalarBlock.ABSENT ? null : (Integer) Math.toIntExact(words[4]);
      settings =
          new RunSettings(
              real(states, 3),
              batchSize,
              real(states, 5),
              real(states, 6),
              named ? optimizer : null);
      settingsStates = ofSettings;
    }
    return settings;
  }

  private @Nullable Double real(int states, int index) {
    return state(states, index) == ScalarBlock.ABSENT
        ? null
        : (Double) Double.longBitsToDouble(words[index]);
  }

  private static int state(int states, int index) {
    return states >> (2 * index) & 3;
  }
}

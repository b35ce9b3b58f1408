package io.thermograd.trace;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scalar records of one series in few bytes, some 12 each: the sessions, the shuffle and the cache
 * handle thousands of records as one row. Numbers come back bit by bit.
 *
 * <p>A record is the differences of its step, position and epoch to the record before, in variable
 * length; two bits for each other value: absent, as before, or new; and the new ones. Not
 * thread-safe.
 */
public final class ScalarBlock {
  /** The order of a block's bytes: by step, then by when the record was logged, then by place. */
  public static final Comparator<ScalarRecord> ORDER =
      (a, b) -> {
        int order = Long.compare(a.step(), b.step());
        order = order == 0 ? compareTimes(a, b) : order;
        return order == 0 ? Long.compare(a.position(), b.position()) : order;
      };

  static final int ABSENT = 0;
  static final int AS_BEFORE = 1;
  static final int NEW = 2;

  /** Values that are held as words of 64 bits; the optimizer's name follows them. */
  static final int WORDS = 7;

  private static final int BUFFER = 512;
  private static final int OVERHEAD = 2 * BUFFER + 256;

  private ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
  private CodedOutputStream out = CodedOutputStream.newInstance(bytes, BUFFER);
  private final long[] words = new long[WORDS];
  private @Nullable String optimizer;
  private @Nullable ScalarRecord first;
  private @Nullable ScalarRecord last;
  private boolean inOrder = true;
  private long minStep = Long.MAX_VALUE;
  private long maxStep = Long.MIN_VALUE;
  private int size;

  /** A block of no records. */
  public ScalarBlock() {}

  /** By when records were logged, those that don't say first. */
  public static int compareTimes(ScalarRecord a, ScalarRecord b) {
    Long at = a.loggedAtMicros();
    Long other = b.loggedAtMicros();
    if (at == null || other == null) {
      return Boolean.compare(at != null, other != null);
    }
    return at.compareTo(other);
  }

  /** Adds a record, in any order. */
  public void add(ScalarRecord next) {
    ScalarRecord before = last;
    inOrder &= before == null || ORDER.compare(before, next) <= 0;
    try {
      write(before, next);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (first == null) {
      first = next;
    }
    last = next;
    minStep = Math.min(minStep, next.step());
    maxStep = Math.max(maxStep, next.step());
    size++;
  }

  private void write(@Nullable ScalarRecord before, ScalarRecord next) throws IOException {
    RunSettings settings = next.settings();
    int states = 0;
    states |= word(0, next.loggedAtMicros());
    states |= word(1, bits(next.loss()));
    states |= word(2, bits(next.fullLoss()));
    states |= word(3, bits(settings.lr()));
    states |=
        word(4, settings.batchSize() == null ? null : (Long) settings.batchSize().longValue());
    states |= word(5, bits(settings.momentum()));
    states |= word(6, bits(settings.weightDecay()));
    String name = settings.optimizer();
    if (name != null) {
      states |= (name.equals(optimizer) ? AS_BEFORE : NEW) << (2 * WORDS);
      optimizer = name;
    }
    out.writeUInt32NoTag(states);
    out.writeSInt64NoTag(next.step() - (before == null ? 0 : before.step()));
    out.writeSInt64NoTag(next.position() - (before == null ? 0 : before.position()));
    out.writeSInt32NoTag(next.epoch() - (before == null ? 0 : before.epoch()));
    for (int i = 0; i < WORDS; i++) {
      if ((states >> (2 * i) & 3) == NEW) {
        out.writeFixed64NoTag(words[i]);
      }
    }
    if ((states >> (2 * WORDS) & 3) == NEW) {
      out.writeStringNoTag(Objects.requireNonNull(name, "optimizer"));
    }
  }

  /** The state of a word, in its place; a block begins with all words 0. */
  private int word(int index, @Nullable Long value) {
    if (value == null) {
      return ABSENT;
    }
    int state = words[index] == value ? AS_BEFORE : NEW;
    words[index] = value;
    return state << (2 * index);
  }

  private static @Nullable Long bits(@Nullable Double value) {
    return value == null ? null : (Long) Double.doubleToRawLongBits(value);
  }

  /** Records held. */
  public int size() {
    return size;
  }

  /** The first record that was added. */
  public ScalarRecord first() {
    return Objects.requireNonNull(first, "no records");
  }

  /** The least step. */
  public long minStep() {
    return minStep;
  }

  /** The greatest step. */
  public long maxStep() {
    return maxStep;
  }

  /** Roughly the memory that the block takes. */
  public long approximateBytes() {
    return (long) OVERHEAD + out.getTotalBytesWritten();
  }

  /** The records in {@link #ORDER}. */
  public byte[] toBytes() {
    if (inOrder) {
      return written();
    }
    List<ScalarRecord> records = new ArrayList<>(size);
    read(written()).forEachRemaining(records::add);
    records.sort(ORDER);
    ScalarBlock sorted = new ScalarBlock();
    records.forEach(sorted::add);
    return sorted.written();
  }

  private byte[] written() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Forgets all records. */
  public void clear() {
    bytes = new ByteArrayOutputStream(BUFFER);
    out = CodedOutputStream.newInstance(bytes, BUFFER);
    Arrays.fill(words, 0);
    optimizer = null;
    first = null;
    last = null;
    inOrder = true;
    minStep = Long.MAX_VALUE;
    maxStep = Long.MIN_VALUE;
    size = 0;
  }

  /** The records of {@link #toBytes}, each read when it is asked for. */
  public static Iterator<ScalarRecord> read(byte[] bytes) {
    return new ScalarBlockReader(bytes);
  }
}

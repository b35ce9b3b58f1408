package io.thermograd.moments.spark;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The partial states of one task, as few as its input needs: in rows that lie group by group a
 * state is passed on soon after its last row, while it is still in the processor's cache; in
 * shuffled rows it stays until there is no room.
 *
 * <p>How the rows lie is found out by trying: the state that was untouched longest goes when there
 * are more than a number of them, and a key that comes back after that doubles the number.
 *
 * @param <K> what states are kept by
 * @param <S> a state
 */
final class PartialStates<K, S> {
  private static final int FIRST_WINDOW = 64;
  private static final int MOST_REMEMBERED = 1 << 16;

  private final Supplier<S> fresh;
  private final ToLongFunction<S> size;
  private final long maxBytes;

  /** In the order of their last use. */
  private Map<K, S> states = emptyInOrderOfUse();

  private final Set<K> gone = new HashSet<>();
  private final ArrayDeque<Entry<K, S>> evicted = new ArrayDeque<>();
  private @Nullable Iterator<Entry<K, S>> flushing;
  private int window = FIRST_WINDOW;
  private long bytes;

  /** What the last row went to; rows of one key mostly follow each other. */
  private @Nullable K latestKey;

  private @Nullable S latest;
  private long latestSize;

  /**
   * No states.
   *
   * @param fresh makes a state of no rows
   * @param size roughly the memory that a state takes
   * @param maxBytes what all states may take
   */
  PartialStates(Supplier<S> fresh, ToLongFunction<S> size, long maxBytes) {
    this.fresh = fresh;
    this.size = size;
    this.maxBytes = maxBytes;
  }

  private static <K, S> Map<K, S> emptyInOrderOfUse() {
    return new LinkedHashMap<>(FIRST_WINDOW, 0.75f, true);
  }

  /** The state to add a row to; {@link #added} follows. */
  S of(K key) {
    S again = latest;
    if (again != null && key.equals(latestKey)) {
      return again;
    }
    S state = states.get(key);
    if (state == null) {
      state = fresh.get();
      states.put(key, state);
      bytes += size.applyAsLong(state);
      makeRoomFor(key);
    }
    latestKey = key;
    latest = state;
    latestSize = size.applyAsLong(state);
    return state;
  }

  /** Notes that a row was added to the state that {@link #of} gave last. */
  void added(S state) {
    long now = size.applyAsLong(state);
    bytes += now - latestSize;
    latestSize = now;
    if (bytes > maxBytes) {
      flush();
    }
  }

  private void makeRoomFor(K key) {
    if (gone.contains(key)) {
      window = (int) Math.min(Integer.MAX_VALUE, 2L * window);
      // The others that come back were passed on under the old number.
      gone.clear();
    }
    if (states.size() > window) {
      Iterator<Entry<K, S>> eldest = states.entrySet().iterator();
      Entry<K, S> entry = eldest.next();
      evicted.add(Map.entry(entry.getKey(), entry.getValue()));
      bytes -= size.applyAsLong(entry.getValue());
      eldest.remove();
      if (gone.size() == MOST_REMEMBERED) {
        gone.clear();
      }
      gone.add(entry.getKey());
    }
  }

  /** Passes all states on. */
  void flush() {
    if (!states.isEmpty()) {
      // A second flush before the first was drained: rare, since the reader drains at once.
      while (flushing != null && flushing.hasNext()) {
        evicted.add(flushing.next());
      }
      flushing = states.entrySet().iterator();
      states = emptyInOrderOfUse();
      bytes = 0;
      latestKey = null;
      latest = null;
    }
  }

  /** The next state that is to be passed on, or null: no row will be added to it. */
  @Nullable Entry<K, S> poll() {
    if (!evicted.isEmpty()) {
      return evicted.remove();
    }
    if (flushing == null || !flushing.hasNext()) {
      return null;
    }
    Entry<K, S> next = flushing.next();
    Entry<K, S> result = Map.entry(next.getKey(), next.getValue());
    flushing.remove(); // frees the state
    return result;
  }
}

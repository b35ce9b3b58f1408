package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The records of one partition, of whose input records each gives none, one or several.
 *
 * @param <T> an input record
 */
abstract class DecodedRecords<T> implements Iterator<Decoded> {
  private final Iterator<T> rows;
  private final ArrayDeque<Decoded> ready = new ArrayDeque<>();

  DecodedRecords(Iterator<T> rows) {
    this.rows = rows;
  }

  /** Takes one input record, and emits what it completes. */
  abstract void take(T row);

  /** Emits what is still open: no more comes of the last file. */
  abstract void endOfFile();

  final void emit(Decoded record) {
    ready.add(record);
  }

  @Override
  public final boolean hasNext() {
    while (ready.isEmpty()) {
      if (!rows.hasNext()) {
        endOfFile();
        return !ready.isEmpty();
      }
      take(rows.next());
    }
    return true;
  }

  @Override
  public final Decoded next() {
    if (!hasNext()) {
      throw new NoSuchElementException("No more records");
    }
    return ready.remove();
  }
}

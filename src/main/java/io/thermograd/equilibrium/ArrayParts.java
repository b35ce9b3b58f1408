package io.thermograd.equilibrium;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * An array whose length isn't known yet, in parts: growing copies nothing, and at the end the parts
 * are copied once.
 *
 * @param <A> the array's type
 */
final class ArrayParts<A> {
  private static final int LEAST = 1 << 10;
  private static final int MOST = 1 << 16;

  private final IntFunction<A> array;
  private final List<A> parts = new ArrayList<>();

  ArrayParts(IntFunction<A> array) {
    this.array = array;
  }

  /** A part to be filled, when all before it are full. */
  A next(int filled) {
    A part = array.apply(Math.max(LEAST, Math.min(MOST, filled)));
    parts.add(part);
    return part;
  }

  /** The array of what was filled; forgets its parts. */
  A joined(int filled) {
    A whole = array.apply(filled);
    int at = 0;
    for (A part : parts) {
      int length = Math.min(Array.getLength(part), filled - at);
      System.arraycopy(part, 0, whole, at, length);
      at += length;
    }
    parts.clear();
    return whole;
  }
}

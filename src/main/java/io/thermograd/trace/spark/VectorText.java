package io.thermograd.trace.spark;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A vector as CSV files hold it in one field: numbers between commas, semicolons or blanks, in
 * brackets or not, such as {@code [0.1, 0.2]} or {@code 0.1;0.2}.
 */
final class VectorText {
  private VectorText() {}

  /** The numbers, or null if {@code text} isn't such a list; an empty list is none. */
  static float @Nullable [] parse(String text) {
    String list = text.strip();
    if (list.startsWith("[") != list.endsWith("]")) {
      return null;
    }
    if (list.startsWith("[")) {
      list = list.substring(1, list.length() - 1).strip();
    }
    char[] chars = list.toCharArray();
    float[] numbers = new float[Math.max(4, chars.length / 8)];
    int count = 0;
    int i = 0;
    while (i < chars.length) {
      int start = i;
      while (i < chars.length && !isSeparator(chars[i])) {
        i++;
      }
      Float number = number(chars, start, i - start);
      if (number == null) {
        return null;
      }
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
      int next = afterSeparator(chars, i);
      if (next == chars.length && i < chars.length) {
        return null;
      }
      i = next;
    }
    return Arrays.copyOf(numbers, count);
  }

  /** Where the next number starts: behind blanks with at most one comma or semicolon in them. */
  private static int afterSeparator(char[] chars, int from) {
    int i = from;
    boolean marked = false;
    while (i < chars.length && isSeparator(chars[i])) {
      boolean mark = chars[i] == ',' || chars[i] == ';';
      if (mark && marked) {
        break;
      }
      marked |= mark;
      i++;
    }
    return i;
  }

  private static boolean isSeparator(char c) {
    return c == ',' || c == ';' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static @Nullable Float number(char[] chars, int start, int length) {
    boolean decimal = length > 0;
    for (int i = start; i < start + length && decimal; i++) {
      decimal = NumberText.isOfDecimal(chars[i]);
    }
    if (!decimal) {
      Double nonFinite = NumberText.nonFinite(new String(chars, start, length));
      return nonFinite == null ? null : (Float) nonFinite.floatValue();
    }
    try {
      return FloatText.parse(chars, start, length);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}

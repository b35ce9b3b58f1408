package io.thermograd.trace.spark;

import com.fasterxml.jackson.core.io.NumberInput;

/**
 * The float32 nearest to a decimal number's text, the same bits as {@link Float#parseFloat}.
 *
 * <p>Most logged numbers have at most 15 digits and a small exponent. For those the digits w and
 * 10^|e| are exact doubles, so that one division or multiplication gives the nearest double d.
 * Rounding d again gives the nearest float unless d lies exactly half way between two floats: a
 * half way point is a double itself, so none other than d can lie between the number and d. Then,
 * for subnormal floats (whose half way points are other ones), and for longer numbers the text is
 * parsed in full.
 */
final class FloatText {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long MAX_EXACT_WHOLE = 1L << 53;
  private static final long BELOW_FLOAT = (1L << 29) - 1;
  private static final long HALF_WAY = 1L << 28;
  private static final int NO_EXPONENT = Integer.MIN_VALUE;

  private FloatText() {}

  /**
   * Parses {@code length} characters from {@code offset}.
   *
   * @throws NumberFormatException if they aren't a number; NaN and Infinity are
   */
  static float parse(char[] text, int offset, int length) {
    int end = offset + length;
    int start = length > 0 && text[offset] == '-' ? offset + 1 : offset;
    int i = start;
    long digits = 0;
    int afterPoint = 0;
    for (; i < end; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9 && digits < MAX_EXACT_WHOLE / 10) {
        digits = digits * 10 + digit;
      } else if (text[i] == '.' && afterPoint == 0) {
        afterPoint = i + 1;
      } else {
        break;
      }
    }
    int exponent = afterPoint == 0 ? 0 : afterPoint - i;
    boolean known = i - start > (afterPoint == 0 ? 0 : 1);
    if (known && i < end) {
      int written = exponentAfterE(text, i, end);
      known = written != NO_EXPONENT;
      exponent += written;
    }
    if (!known || Math.abs(exponent) >= POWERS_OF_TEN.length) {
      return parseInFull(text, offset, length);
    }
    double power = POWERS_OF_TEN[Math.abs(exponent)];
    double nearest = exponent < 0 ? digits / power : digits * power;
    boolean halfWay = (Double.doubleToRawLongBits(nearest) & BELOW_FLOAT) == HALF_WAY;
    if (halfWay || (nearest < Float.MIN_NORMAL && digits != 0)) {
      return parseInFull(text, offset, length);
    }
    return (float) (start == offset ? nearest : -nearest);
  }

  /** The exponent that {@code e} and the rest of the text write, if it has at most two digits. */
  private static int exponentAfterE(char[] text, int from, int end) {
    int i = from + 1;
    boolean minus = i < end && text[i] == '-';
    if (minus || (i < end && text[i] == '+')) {
      i++;
    }
    if ((text[from] | 0x20) != 'e' || i == end || end - i > 2) {
      return NO_EXPONENT;
    }
    int exponent = 0;
    for (; i < end; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return NO_EXPONENT;
      }
      exponent = exponent * 10 + text[i] - '0';
    }
    return minus ? -exponent : exponent;
  }

  private static float parseInFull(char[] text, int offset, int length) {
    String whole = new String(text, offset, length);
    return switch (whole) {
      // Jackson takes these for infinities; Java's parser doesn't.
      case "INF", "+INF" -> Float.POSITIVE_INFINITY;
      case "-INF" -> Float.NEGATIVE_INFINITY;
      default -> NumberInput.parseFloat(whole, true);
    };
  }
}

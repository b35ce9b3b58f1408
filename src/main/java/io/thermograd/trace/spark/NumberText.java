package io.thermograd.trace.spark;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as text tools spell them. */
final class NumberText {
  private NumberText() {}

  /** NaN or an infinity as JSON, Python, numpy or pandas spell it; null if it is neither. */
  static @Nullable Double nonFinite(String text) {
    if (text.length() < 3 || text.length() > 9) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** The number that {@code text} writes in decimal, or null. */
  static @Nullable Double real(String text) {
    Double nonFinite = nonFinite(text);
    if (nonFinite != null) {
      return nonFinite;
    }
    if (!isDecimal(text)) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** Whether {@code text} is digits, with or without a sign. */
  static boolean isWhole(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > start;
  }

  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isOfDecimal(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether {@code c} has a place in a decimal number: Java's grammar also has 1f and 0x1p3. */
  static boolean isOfDecimal(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }
}

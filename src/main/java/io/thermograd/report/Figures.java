package io.thermograd.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a person reads them: few digits, and of an estimate only those it supports. */
final class Figures {
  private static final int MIN_EXPONENT = -3;
  private static final int MAX_EXPONENT = 6;

  private Figures() {}

  /** {@code value} to so many significant digits, plain where that is short. */
  static String significant(double value, int digits) {
    if (!Double.isFinite(value) || value == 0) {
      return value == 0 ? "0" : Double.toString(value);
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < MIN_EXPONENT || exponent >= MAX_EXPONENT) {
      return scientific(rounded, exponent, digits - 1);
    }
    return rounded
        .setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  /** {@code value ± error}: the error to two significant digits, the value to the error's last. */
  static String withError(double value, double error) {
    if (!Double.isFinite(value) || !Double.isFinite(error) || error <= 0) {
      return significant(value, 3) + " ± " + significant(error, 2);
    }
    BigDecimal roundedError =
        new BigDecimal(error).round(new MathContext(2, RoundingMode.HALF_EVEN));
    int errorExponent = roundedError.precision() - roundedError.scale() - 1;
    int exponent = value == 0 ? errorExponent : Math.max(errorExponent, exponentOf(value));
    int lastPlace = errorExponent - 1;
    if (errorExponent < MIN_EXPONENT || exponent >= MAX_EXPONENT) {
      int decimals = exponent - lastPlace;
      return "("
          + mantissa(new BigDecimal(value), exponent, decimals)
          + " ± "
          + mantissa(roundedError, exponent, decimals)
          + ")e"
          + signed(exponent);
    }
    int scale = Math.max(0, -lastPlace);
    return plain(new BigDecimal(value), scale) + " ± " + plain(roundedError, scale);
  }

  private static int exponentOf(double value) {
    BigDecimal decimal = new BigDecimal(value);
    return decimal.precision() - decimal.scale() - 1;
  }

  private static String scientific(BigDecimal value, int exponent, int decimals) {
    return mantissa(value, exponent, decimals) + "e" + signed(exponent);
  }

  private static String mantissa(BigDecimal value, int exponent, int decimals) {
    return plain(value.movePointLeft(exponent), decimals);
  }

  private static String plain(BigDecimal value, int scale) {
    return value.setScale(scale, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String signed(int exponent) {
    return exponent < 0 ? "-" + -exponent : "+" + exponent;
  }
}

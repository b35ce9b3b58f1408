package io.thermograd.trace.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** Any text as a number, a list of numbers or a time: what the JDK makes of it, or null. */
public final class NumbersFuzz {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
  private static final int LONGEST = 400;

  private NumbersFuzz() {}

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    Times.micros(text);
    VectorText.parse(text);
    Double real = NumberText.real(text);
    if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
      return;
    }
    if (real == null || Double.compare(real, Double.parseDouble(text)) != 0) {
      throw new AssertionError(text + " is read as " + real);
    }
    char[] padded = ("7" + text + "7").toCharArray();
    float number = FloatText.parse(padded, 1, text.length());
    if (Float.compare(number, Float.parseFloat(text)) != 0) {
      throw new AssertionError(text + " is read as " + number);
    }
  }
}

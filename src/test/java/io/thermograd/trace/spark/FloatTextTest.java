package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FloatTextTest {

  @Property(tries = 20_000, seed = "101")
  void everyFloatAsPythonPrintsItIsRead(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isFinite(value)) {
      assertSameBits(Float.toString(value));
      assertSameBits(String.format(Locale.ROOT, "%.9g", value));
      assertSameBits(Double.toString(value));
      assertSameBits(new BigDecimal(value).toString());
    }
  }

  @Property(tries = 20_000, seed = "202")
  void everyDecimalIsRoundedOnce(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long digits,
      @ForAll @IntRange(min = -60, max = 60) int exponent) {
    assertSameBits(digits + "e" + exponent);
    assertSameBits("-0." + digits + "E+" + Math.abs(exponent));
    assertSameBits(digits % 1_000_000 + "." + digits + "e-7");
  }

  /**
   * The double nearest to such a number is half way between two floats, the number itself isn't.
   */
  @Test
  void numbersBesideTheMiddleOfTwoFloatsAreRoundedOnce() {
    Random random = new Random(303);
    for (int i = 0; i < 20_000; i++) {
      float low = Float.intBitsToFloat(0x30000000 + random.nextInt(0x20000000));
      BigDecimal middle =
          new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
      assertSameBits(middle.toString());
      assertSameBits(middle.multiply(new BigDecimal("1.000000000000000001")).toString());
      assertSameBits(middle.multiply(new BigDecimal("0.999999999999999999")).toString());
    }
    // 8388609.5 is such a middle; its 15 digits take the fast way until the last check.
    assertSameBits("8388609.5");
    assertSameBits("16777217");
  }

  @Test
  void edgesOfTheRangeAreRead() {
    for (String text :
        new String[] {
          "0",
          "-0",
          "0.0",
          "-0.0e5",
          "3.4028235e38",
          "3.4028236e38",
          "1e39",
          "-1e999",
          "1e-46",
          "1.4e-45",
          "7e-46",
          "1.17549435e-38",
          "1.1754943e-38",
          "1e22",
          "1e23",
          "00012",
          "1e-0"
        }) {
      assertSameBits(text);
    }
  }

  @Test
  void infinitiesAndNanAreRead() {
    assertThat(parse("NaN")).isNaN();
    assertThat(parse("Infinity")).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(parse("+Infinity")).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(parse("INF")).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(parse("-INF")).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    for (String text :
        new String[] {"", "-", ".", "e5", "1e", "1e+", "1.2.3", "1e5x", "--1", "-e1", "1-2"}) {
      assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(NumberFormatException.class);
    }
  }

  private static void assertSameBits(String text) {
    assertThat(Float.floatToRawIntBits(parse(text)))
        .as(text)
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
  }

  private static float parse(String text) {
    char[] chars = ("[" + text + ",").toCharArray();
    return FloatText.parse(chars, 1, text.length());
  }
}

package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
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

  @Test
  void numbersAtAndBesideTheMiddleOfTwoFloatsAreRoundedOnce() {
    Random random = new Random(303);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal middle = middle(random);
      assertSameBits(middle.toString());
      assertSameBits(middle.multiply(new BigDecimal("1.000000000000000001")).toString());
      assertSameBits(middle.multiply(new BigDecimal("0.999999999999999999")).toString());
    }
    assertSameBits("8388609.5");
    assertSameBits("16777217");
  }

  /** Numbers short enough for the fast way whose nearest double is half way between two floats. */
  @Test
  void shortNumbersThatTwoRoundingsGetWrongAreRoundedOnce() {
    Random random = new Random(404);
    int wrongByTwoRoundings = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = middle(random).round(new MathContext(15)).toPlainString();
      assertSameBits(text);
      if ((float) Double.parseDouble(text) != Float.parseFloat(text)) {
        wrongByTwoRoundings++;
      }
    }
    assertThat(wrongByTwoRoundings).isGreaterThan(100);
  }

  /** The number half way between a random float from 2^-20 to 2^20 and the next. */
  private static BigDecimal middle(Random random) {
    float low = Math.scalb(1 + random.nextInt(1 << 23) * 0x1p-23f, random.nextInt(40) - 20);
    return new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
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

package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineDecoderTest {
  private static final String HEADER = "run,layer,epoch,step,loss,grad,lr,logged_at";

  private final CsvLineDecoder decoder = decoder(Map.of());

  @Test
  void aRowIsReadByItsHeader() {
    TraceRecord row = valid(HEADER, "r,fc1,2,31,0.5,\"[0.1, -2, 3e-5]\",0.1,1767323045");
    assertThat(row.run()).isEqualTo("r");
    assertThat(row.epoch()).isEqualTo(2);
    assertThat(row.step()).isEqualTo(31);
    assertThat(row.loss()).isEqualTo(0.5);
    assertThat(row.settings().lr()).isEqualTo(0.1);
    assertThat(row.loggedAtMicros()).isEqualTo(1_767_323_045_000_000L);
    assertThat(gradient(row).grad()).containsExactly(0.1f, -2f, 3e-5f);
  }

  @Test
  void momentsAreReadUnderTheirDeclaredNames() {
    CsvLineDecoder mapped =
        decoder(
            Map.of(
                TraceColumn.GRAD_COUNT, "grad_n",
                TraceColumn.GRAD_SUM, "g_sum",
                TraceColumn.GRAD_SUM_SQUARES, "g_sumsq"));
    mapped.decode(utf8("run,seed,layer,epoch,step,loss,grad_sum,grad_n,g_sum,g_sumsq"), at(0));
    TraceRecord row =
        (TraceRecord)
            Objects.requireNonNull(mapped.decode(utf8("r,5,fc1,0,3,nan,x,256,nan,inf"), at(9)));
    assertThat(row.loss()).isNaN();
    assertThat(gradient(row).count()).isEqualTo(256);
    assertThat(gradient(row).sum()).isNaN();
    assertThat(gradient(row).sumSquares()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void tabsOrSemicolonsSeparateWhereTheHeaderHoldsMostOfThem() {
    TraceRecord tabs = valid("run\tlayer\tepoch\tstep\tgrad", "a,b\tfc\t0\t3\t\"1,2;3\"");
    assertThat(tabs.run()).isEqualTo("a,b");
    assertThat(gradient(tabs).grad()).containsExactly(1, 2, 3);
    TraceRecord semicolons = valid("run;\"epoch\";step;loss", "\"a;b\";0;3;0.5");
    assertThat(semicolons.run()).isEqualTo("a;b");
    assertThat(valid(HEADER, "a;b,,0,3,0.5,,,").run()).isEqualTo("a;b");
    assertThat(rejected("run;epoch;step;loss", "a;0;3;0,5").reason())
        .isEqualTo(RejectReason.WRONG_TYPE);
    assertThat(rejected("run;epoch;step;loss", "\"a\",b;0;3;0.5").reason())
        .isEqualTo(RejectReason.UNPARSABLE);
  }

  @Test
  void anEmptyFieldIsNoValue() {
    TraceRecord row = valid(HEADER, "r,,2,31,0.5,,\"\", ");
    assertThat(row.kind()).isEqualTo(RecordKind.LOSSES);
    assertThat(row.settings().lr()).isNull();
    Rejected rejected = rejected(HEADER, "r,,2,,0.5,,,");
    assertThat(rejected.reason()).isEqualTo(RejectReason.MISSING_KEY);
    assertThat(rejected.detail()).isEqualTo("step");
  }

  @ParameterizedTest
  @CsvSource({
    "nan,NaN",
    "NaN,NaN",
    "inf,Infinity",
    "-inf,-Infinity",
    "Infinity,Infinity",
    "-Infinity,-Infinity",
    "1e999,Infinity",
    " 2.5 ,2.5",
    "+3,3",
    "1.5E-3,0.0015",
    ".5,0.5"
  })
  void numbersAreValuesHoweverTheyAreWritten(String text, double expected) {
    TraceRecord row = valid(HEADER, "r,l,0,1," + text + ",[" + text + "],,");
    assertThat(row.loss()).isEqualTo(Double.valueOf(expected));
    assertThat(gradient(row).grad()).containsExactly((float) expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"[0.5,2]\"", "\"0.5, 2\"", "0.5;2", "[0.5 2]", "[ 0.5   2 ]", "0.5 ; 2"})
  void gradientsAreListsInManyShapes(String list) {
    assertThat(gradient(valid(HEADER, "r,l,0,1,1," + list + ",,")).grad())
        .containsExactly(0.5f, 2f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[",
        "\"[1,2\"",
        "\"1,,2\"",
        "\"1,2,\"",
        "[a]",
        "[[1]]",
        "1f",
        "0x1p3",
        "[null]",
        "]",
        "1-2",
        ";"
      })
  void whatIsNoListOfNumbersIsOfTheWrongType(String list) {
    assertThat(rejected(HEADER, "r,l,0,1,1," + list + ",,").reason())
        .isEqualTo(RejectReason.WRONG_TYPE);
  }

  @ParameterizedTest
  @CsvSource({
    "3.5,WRONG_TYPE",
    "x,WRONG_TYPE",
    "1d,WRONG_TYPE",
    "-1,OUT_OF_RANGE",
    "99999999999999999999,OUT_OF_RANGE",
    "1e30,OUT_OF_RANGE",
    "nan,MISSING_KEY",
    "-,WRONG_TYPE"
  })
  void badStepsAreRejected(String step, RejectReason reason) {
    assertThat(rejected(HEADER, "r,l,0," + step + ",1,1,,").reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5.2", "one", "1f", "0x10", "e", "true"})
  void badLossesAreOfTheWrongType(String loss) {
    assertThat(rejected(HEADER, "r,l,0,1," + loss + ",1,,").reason())
        .isEqualTo(RejectReason.WRONG_TYPE);
  }

  @Test
  void wholeNumbersMayBeWrittenAsFractions() {
    assertThat(valid(HEADER, "r,,2.0,31.0,0.5,,,").step()).isEqualTo(31);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r", "r,,0,1,1,,", "r,,0,1,1,,,,"})
  void everyLineHasAsManyFieldsAsTheHeader(String line) {
    assertThat(rejected(HEADER, line).reason()).isEqualTo(RejectReason.FIELD_COUNT);
  }

  @Test
  void quotesAreRfc4180s() {
    assertThat(valid(HEADER, "\"a \"\"b\"\", c\",,0,1,1,,,").run()).isEqualTo("a \"b\", c");
    assertThat(valid(HEADER, "#no comment,,0,1,1,,,\r").run()).isEqualTo("#no comment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"r,,0,1,1,,,", "\"r\"x,,0,1,1,,,", "r\"x,\",0,1,1,,,", "r\",,0,1,1,,,"})
  void badQuotesAreNotPassedOver(String line) {
    assertThat(rejected(HEADER, line).reason())
        .isIn(RejectReason.UNPARSABLE, RejectReason.FIELD_COUNT);
  }

  @Test
  void aHeaderMayNotNameAColumnTwice() {
    Rejected rejected = rejected("run,epoch,step,loss,loss", "r,0,1,1,2");
    assertThat(rejected.reason()).isEqualTo(RejectReason.DUPLICATE_KEY);
    assertThat(rejected.detail()).contains("'loss' twice");
  }

  @Test
  void aHeaderMayHaveNamelessAndUnknownColumns() {
    assertThat(valid("\uFEFF, run ,epoch,step,loss,\"x,y\"", "0,r,0,1,1,2").run()).isEqualTo("r");
  }

  @Test
  void aHeaderHoldsForItsOwnFileOnly() {
    valid(HEADER, "r,,2,31,0.5,,,");
    assertThat(decoder.decode(utf8("r,,2,31,0.5,,,"), new Origin("file:/other.csv", 50)))
        .isInstanceOfSatisfying(
            Rejected.class,
            row -> {
              assertThat(row.reason()).isEqualTo(RejectReason.UNPARSABLE);
              assertThat(row.detail()).isEqualTo("the file's header can't be read");
            });
  }

  @Test
  void whatIsNotUtf8IsSaidToBe() {
    byte[] line = utf8("r,,2,31,0.5,,,");
    line[0] = (byte) 0xE4;
    decoder.decode(utf8(HEADER), at(0));
    assertThat(decoder.decode(line, at(50)))
        .isInstanceOfSatisfying(
            Rejected.class, row -> assertThat(row.reason()).isEqualTo(RejectReason.NOT_UTF8));
  }

  @Property(tries = 3000, seed = "101")
  void randomBytesNeverThrow(@ForAll @Size(max = 200) byte[] bytes) {
    assertThat(decoder.decode(bytes, at(0))).isNull();
    assertThat(decoder.decode(bytes, at(9))).isInstanceOf(Rejected.class);
    decoder.decode(utf8(HEADER), at(0));
    assertThat(decoder.decode(bytes, at(9))).isInstanceOf(Rejected.class);
  }

  @Property(tries = 2000, seed = "202")
  void validRowsComeBackAsWritten(
      @ForAll double loss, @ForAll @Size(min = 1, max = 20) float[] grad) {
    StringBuilder list = new StringBuilder("[");
    for (float g : grad) {
      list.append(g).append(' ');
    }
    TraceRecord row = valid(HEADER, "r,l,0,1," + loss + "," + list + "],,");
    assertThat(row.loss()).isEqualTo(Double.valueOf(loss));
    assertThat(gradient(row).grad()).containsExactly(grad);
  }

  private TraceRecord valid(String header, String line) {
    Decoded decoded = decode(header, line);
    assertThat(decoded).as(line).isInstanceOf(TraceRecord.class);
    return (TraceRecord) decoded;
  }

  private Rejected rejected(String header, String line) {
    Decoded decoded = decode(header, line);
    assertThat(decoded).as(line).isInstanceOf(Rejected.class);
    return (Rejected) decoded;
  }

  private Decoded decode(String header, String line) {
    assertThat(decoder.decode(utf8(header), at(0))).isNull();
    return Objects.requireNonNull(decoder.decode(utf8(line), at(50)));
  }

  private static GradientRow gradient(TraceRecord row) {
    return Objects.requireNonNull(row.gradient());
  }

  private static Origin at(long position) {
    return new Origin("file:/t.csv", position);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static CsvLineDecoder decoder(Map<TraceColumn, String> columns) {
    return new CsvLineDecoder(
        new TraceInput("p", InputFormat.CSV, null, columns, SessionRule.APPEND_ONLY, 1 << 20),
        RunFactsByPattern.NONE);
  }
}

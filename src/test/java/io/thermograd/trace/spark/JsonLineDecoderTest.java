package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.GradKind;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.RunSettings;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineDecoderTest {
  private static final Origin ORIGIN = new Origin("file:/t.jsonl", 7);
  private static final RunFactsByPattern FACTS =
      new RunFactsByPattern(
          Map.of(
              "counted*", new PartialRunFacts(null, null, 10, null, null, null, null, null, null)));

  private final JsonLineDecoder decoder = decoder(null, Map.of());

  @Test
  void everyColumnOfAGradientRowIsRead() {
    TraceRecord row =
        valid(
            """
            {"run":"r","layer":"fc1","epoch":2,"step":31,"replica":1,"loss":0.5,"full_loss":0.25,
             "logged_at":"2026-01-02T03:04:05.000006Z","lr":0.1,"batch_size":64,"momentum":0.9,
             "weight_decay":1e-4,"optimizer":"sgd","grad":[0.1,-2,3e-5],"grad_kind":"sample",
             "grad_sq_norm":4.5,"grad_dot_prev":-1.5,"grad_count":3,"grad_sum":6,
             "grad_sum_squares":7.25,"n_params":2048,"weight_norm":1.75,"loss_scale":1024,
             "clip_scale":0.5,"accumulation":2,"seed":5,"nested":{"step":[1,{"run":2}]}}
            """
                .replace("\n", ""));
    assertThat(row.run()).isEqualTo("r");
    assertThat(row.epoch()).isEqualTo(2);
    assertThat(row.step()).isEqualTo(31);
    assertThat(row.replica()).isEqualTo(1);
    // date -d 2026-01-02T03:04:05Z +%s
    assertThat(row.loggedAtMicros()).isEqualTo(1_767_323_045_000_006L);
    assertThat(row.loss()).isEqualTo(0.5);
    assertThat(row.fullLoss()).isEqualTo(0.25);
    assertThat(row.settings()).isEqualTo(new RunSettings(0.1, 64, 0.9, 1e-4, "sgd"));
    assertThat(row.origin()).isEqualTo(ORIGIN);
    GradientRow gradient = Objects.requireNonNull(row.gradient());
    assertThat(gradient.grad()).containsExactly(0.1f, -2f, 3e-5f);
    assertThat(gradient)
        .usingRecursiveComparison()
        .ignoringFields("grad")
        .isEqualTo(
            new GradientRow(
                "fc1",
                Objects.requireNonNull(gradient.grad()),
                GradKind.SAMPLE,
                4.5,
                -1.5,
                3L,
                6d,
                7.25,
                2048L,
                1.75,
                1024d,
                0.5));
  }

  @Test
  void aRecordWithoutALayerIsALossRow() {
    TraceRecord row = valid("{\"run\": \"r\", \"epoch\": 0, \"step\": 4, \"loss\": 2}");
    assertThat(row.kind()).isEqualTo(RecordKind.LOSSES);
    assertThat(row.loss()).isEqualTo(2);
    assertThat(row.settings()).isEqualTo(RunSettings.NONE);
  }

  @Test
  void theDeclaredKindDecides() {
    String both = "{\"run\":\"r\",\"epoch\":0,\"step\":4,\"loss\":2,\"layer\":3,\"grad\":\"x\"}";
    assertThat(decoder(RecordKind.LOSSES, Map.of()).decode(utf8(both), ORIGIN))
        .isInstanceOfSatisfying(
            TraceRecord.class, row -> assertThat(row.kind()).isEqualTo(RecordKind.LOSSES));
    String lossRow = "{\"run\":\"r\",\"epoch\":0,\"step\":4,\"loss\":2}";
    assertThat(decoder(RecordKind.GRADIENTS, Map.of()).decode(utf8(lossRow), ORIGIN))
        .isInstanceOfSatisfying(
            Rejected.class,
            row -> {
              assertThat(row.reason()).isEqualTo(RejectReason.MISSING_KEY);
              assertThat(row.detail()).isEqualTo("layer");
            });
  }

  @Test
  void columnsAreReadUnderTheirDeclaredNames() {
    Decoded decoded =
        decoder(null, Map.of(TraceColumn.STEP, "iteration", TraceColumn.LOSS, "l"))
            .decode(
                utf8("{\"run\":\"r\",\"epoch\":0,\"iteration\":4,\"l\":2,\"step\":[]}"), ORIGIN);
    assertThat(decoded)
        .isInstanceOfSatisfying(TraceRecord.class, row -> assertThat(row.step()).isEqualTo(4));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN,NaN",
    "Infinity,Infinity",
    "-Infinity,-Infinity",
    "+Infinity,Infinity",
    "\"NaN\",NaN",
    "\"Infinity\",Infinity",
    "\"-Infinity\",-Infinity",
    "1e999,Infinity",
    "-1e999,-Infinity",
    "3,3",
    "3.25e-2,0.0325",
    "123456789012345678901234567890,1.2345678901234568e29"
  })
  void numbersAreValuesHoweverTheyAreWritten(String text, double expected) {
    assertThat(loss(text)).isEqualTo(Double.valueOf(expected));
    GradientRow gradient = gradient("[1," + text + "]");
    assertThat(gradient.grad()).containsExactly(1f, (float) expected);
  }

  @Test
  void aNonFiniteWeightNormIsAbsent() {
    TraceRecord row = valid(gradientRow("[1]", ",\"weight_norm\":Infinity,\"lr\":NaN"));
    assertThat(Objects.requireNonNull(row.gradient()).weightNorm()).isNull();
    assertThat(row.settings().lr()).isNull();
  }

  @Test
  void aNonFiniteSquaredNormIsAValue() {
    TraceRecord row = valid(gradientRow("null", ",\"grad_sq_norm\":NaN"));
    assertThat(Objects.requireNonNull(row.gradient()).sqNorm()).isNaN();
  }

  @Test
  void wholeNumbersMayBeWrittenAsFractions() {
    assertThat(valid("{\"run\":3,\"epoch\":1.0,\"step\":1e3,\"loss\":1}").step()).isEqualTo(1000);
  }

  @Test
  void aNumberIsARunsText() {
    assertThat(valid("{\"run\":3,\"epoch\":1,\"step\":1,\"loss\":1}").run()).isEqualTo("3");
    assertThat(valid("{\"run\":1.50,\"epoch\":1,\"step\":1,\"loss\":1}").run()).isEqualTo("1.50");
  }

  @Test
  void anyTextIsARunsId() {
    String run = "täst\\n\\u0000\\\"\uD83D\uDE00".repeat(500);
    assertThat(valid("{\"run\":\"" + run + "\",\"epoch\":1,\"step\":1,\"loss\":1}").run())
        .isEqualTo("täst\n\u0000\"\uD83D\uDE00".repeat(500));
  }

  @Test
  void theEpochComesFromTheDeclaredStepsPerEpoch() {
    assertThat(valid("{\"run\":\"counted1\",\"step\":39,\"loss\":1}").epoch()).isEqualTo(3);
    Rejected rejected = rejected("{\"run\":\"other\",\"step\":39,\"loss\":1}");
    assertThat(rejected.reason()).isEqualTo(RejectReason.MISSING_KEY);
    assertThat(rejected.detail()).startsWith("epoch");
  }

  @ParameterizedTest
  @CsvSource({
    "1767323045,1767323045000000",
    "1767323045.25,1767323045250000",
    "\"2026-01-02 03:04:05\",1767323045000000",
    "\"2026-01-02T05:04:05+02:00\",1767323045000000"
  })
  void timesOfLoggingAreSecondsOrIso8601(String text, long micros) {
    TraceRecord row =
        valid("{\"run\":\"r\",\"epoch\":0,\"step\":1,\"loss\":1,\"logged_at\":" + text + "}");
    assertThat(row.loggedAtMicros()).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[1]",
        "{",
        "{\"run\":\"r\"",
        "{\"run\" \"r\"}",
        "{'run':'r'}",
        "{]",
        "{\"run\":\"r\",}",
        "{\"loss\":nan}",
        "{\"loss\":01}",
        "{\"loss\":+1}",
        "\u0000{}",
        "{\u0000}\u0000",
        "{\"run\":\"\u0001\"}",
        "{\"grad\":[1,2}",
        "{\"a\":[1,2,\"b\"}"
      })
  void whatIsNoObjectIsUnparsable(String line) {
    assertThat(rejected(line).reason()).isEqualTo(RejectReason.UNPARSABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "x", "]", ",", "1", "\u0000"})
  void nothingMayFollowTheObject(String rest) {
    Rejected rejected = rejected("{\"run\":\"r\",\"epoch\":0,\"step\":1,\"loss\":1} " + rest);
    assertThat(rejected.reason()).isEqualTo(RejectReason.TRAILING_CONTENT);
    assertThat(rejected.run()).isEqualTo("r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"loss\":1", "\"loss\":null", "\"other\":2", "\"\\u006coss\":2"})
  void noKeyMayComeTwice(String again) {
    String line = "{\"run\":\"r\",\"epoch\":0,\"step\":1,\"loss\":1,\"other\":{}," + again + "}";
    assertThat(rejected(line).reason()).isEqualTo(RejectReason.DUPLICATE_KEY);
  }

  @Test
  void whatIsNotUtf8IsSaidToBe() {
    byte[] line = utf8("{\"run\":\"r?\",\"epoch\":0,\"step\":1,\"loss\":1}");
    line[9] = (byte) 0xE4;
    assertThat(decoder.decode(line, ORIGIN))
        .isInstanceOfSatisfying(
            Rejected.class,
            row -> {
              assertThat(row.reason()).isEqualTo(RejectReason.NOT_UTF8);
              assertThat(row.raw()).contains("\uFFFD");
            });
    // An overlong slash, inside a value that is skipped.
    byte[] overlong = utf8("{\"skip\":\"??\",\"run\":\"r\",\"epoch\":0,\"step\":1,\"loss\":1}");
    overlong[9] = (byte) 0xC0;
    overlong[10] = (byte) 0xAF;
    assertThat(((Rejected) decoder.decode(overlong, ORIGIN)).reason())
        .isEqualTo(RejectReason.NOT_UTF8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "step", "epoch", "loss"})
  void requiredKeysMayBeNeitherAbsentNorNull(String key) {
    String line = "{\"run\":\"r\",\"epoch\":0,\"step\":1,\"loss\":1}";
    String absent = line.replace("\"" + key + "\"", "\"other\"");
    String isNull = line.replaceFirst("\"" + key + "\":[^,}]+", "\"" + key + "\":null");
    for (String bad : new String[] {absent, isNull}) {
      Rejected rejected = rejected(bad);
      assertThat(rejected.reason()).isEqualTo(RejectReason.MISSING_KEY);
      assertThat(rejected.detail()).startsWith(key);
    }
  }

  @Test
  void aGradientRowNeedsAGradientOrItsNormOrItsMoments() {
    assertThat(rejected(gradientRow("null", "")).reason()).isEqualTo(RejectReason.MISSING_KEY);
    assertThat(rejected(gradientRow("null", ",\"grad_count\":2,\"grad_sum\":3")).detail())
        .isEqualTo("grad_sum_squares");
    TraceRecord moments =
        valid(gradientRow("null", ",\"grad_count\":2,\"grad_sum\":3,\"grad_sum_squares\":5"));
    assertThat(Objects.requireNonNull(moments.gradient()).count()).isEqualTo(2);
  }

  @Test
  void aGradientWithoutALayerIsNotTakenForALoss() {
    Rejected rejected = rejected("{\"run\":\"r\",\"epoch\":0,\"step\":1,\"loss\":1,\"grad\":[1]}");
    assertThat(rejected.reason()).isEqualTo(RejectReason.MISSING_KEY);
    assertThat(rejected.detail()).startsWith("layer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"step\":\"1\"", "\"step\":3.5", "\"step\":true", "\"step\":[1]", "\"epoch\":{}",
        "\"loss\":\"2\"", "\"loss\":\"\"", "\"loss\":false", "\"loss\":[1]", "\"run\":[]",
        "\"run\":true", "\"logged_at\":\"yesterday\"", "\"logged_at\":true"
      })
  void wrongTypesAreRejected(String field) {
    assertThat(rejected(lossRowWith(field)).reason()).isEqualTo(RejectReason.WRONG_TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[1,null]",
        "[[1]]",
        "[1,[2]]",
        "[{}]",
        "[\"1\"]",
        "[true]",
        "1",
        "\"x\"",
        "{}",
        "[1,[2,{\"a\":[]}],3]"
      })
  void gradientsMustBeFlatListsOfNumbers(String grad) {
    Rejected rejected = rejected(gradientRow(grad, ""));
    assertThat(rejected.reason()).isEqualTo(RejectReason.WRONG_TYPE);
    assertThat(rejected.detail()).startsWith("grad ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"step\":-1",
        "\"step\":-1.0",
        "\"step\":99999999999999999999",
        "\"step\":1e30",
        "\"step\":Infinity",
        "\"epoch\":2147483648",
        "\"epoch\":-1",
        "\"batch_size\":0",
        "\"replica\":-1",
        "\"lr\":-0.1",
        "\"lr\":Infinity",
        "\"momentum\":1",
        "\"logged_at\":1e300"
      })
  void valuesBeyondTheirRangeAreRejected(String field) {
    assertThat(rejected(lossRowWith(field)).reason()).isEqualTo(RejectReason.OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"grad_sq_norm\":-1", "\"grad_sum_squares\":-0.5", "\"n_params\":0", "\"grad_count\":0",
        "\"loss_scale\":0", "\"clip_scale\":-1", "\"weight_norm\":-1", "\"grad_kind\":\"other\"",
        "\"accumulation\":0"
      })
  void gradientValuesBeyondTheirRangeAreRejected(String field) {
    assertThat(rejected(gradientRow("[1]", "," + field)).reason())
        .isEqualTo(RejectReason.OUT_OF_RANGE);
  }

  @Test
  void theWholeModelsNameIsNoLayer() {
    assertThat(rejected(gradientRow("[1]", "").replace("fc1", "*")).reason())
        .isEqualTo(RejectReason.OUT_OF_RANGE);
  }

  @Test
  void aRejectedRecordNamesItsRunPlaceAndText() {
    Rejected rejected = rejected(lossRowWith("\"step\":-5") + " ".repeat(5000));
    assertThat(rejected.origin()).isEqualTo(ORIGIN);
    assertThat(rejected.run()).isEqualTo("r");
    assertThat(rejected.detail()).isEqualTo("step is -5");
    assertThat(rejected.raw()).startsWith("{\"run\"").hasSize(1024);
  }

  @Test
  void nothingOfARecordIsLeftInTheNext() {
    valid(gradientRow("[1,2]", ",\"lr\":0.5,\"batch_size\":3"));
    rejected("{\"run\":\"r\",\"step\":-1");
    assertThat(valid(lossRowWith("\"loss\":1")).settings()).isEqualTo(RunSettings.NONE);
  }

  @Test
  void aLongGradientIsReadWhole() {
    float[] grad = gradient("[" + "0.5,".repeat(99_999) + "0.25]").grad();
    assertThat(Objects.requireNonNull(grad)).hasSize(100_000).endsWith(0.25f);
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    assertThat(valid("\uFEFF" + lossRowWith("\"loss\":1")).run()).isEqualTo("r");
  }

  @Property(tries = 3000, seed = "101")
  void randomBytesNeverThrow(@ForAll @Size(max = 200) byte[] line) {
    assertThat(decoder.decode(line, ORIGIN)).isInstanceOf(Rejected.class);
  }

  @Property(tries = 3000, seed = "202")
  void damagedRecordsNeverThrow(@ForAll int at, @ForAll byte b, @ForAll int cut) {
    byte[] line = utf8(gradientRow("[0.125,-1e-7,NaN]", ",\"lr\":0.5,\"logged_at\":\"x\""));
    line[Math.floorMod(at, line.length)] = b;
    byte[] shorter = Arrays.copyOf(line, Math.floorMod(cut, line.length));
    assertThat(decoder.decode(line, ORIGIN)).isNotNull();
    assertThat(decoder.decode(shorter, ORIGIN)).isInstanceOf(Rejected.class);
  }

  @Property(tries = 2000, seed = "303")
  void validRecordsComeBackAsWritten(
      @ForAll String run, @ForAll double loss, @ForAll @Size(min = 1, max = 20) float[] grad) {
    StringBuilder list = new StringBuilder();
    for (float g : grad) {
      list.append(list.isEmpty() ? "[" : ",").append(g);
    }
    StringBuilder quoted = new StringBuilder();
    run.chars().forEach(c -> quoted.append(String.format("\\u%04x", c)));
    TraceRecord row =
        valid(
            "{\"run\":\"%s\",\"layer\":\"l\",\"epoch\":0,\"step\":1,\"loss\":%s,\"grad\":%s]}"
                .formatted(quoted, loss, list));
    assertThat(row.run()).isEqualTo(run);
    assertThat(row.loss()).isEqualTo(loss);
    assertThat(Objects.requireNonNull(row.gradient()).grad()).containsExactly(grad);
  }

  private static String lossRowWith(String field) {
    StringBuilder line = new StringBuilder("{");
    for (String given : new String[] {"\"run\":\"r\"", "\"epoch\":0", "\"step\":1", "\"loss\":1"}) {
      boolean replaced = field.startsWith(given.substring(0, given.indexOf(':') + 1));
      line.append(replaced ? "" : given + ",");
    }
    return line.append(field).append('}').toString();
  }

  private static String gradientRow(String grad, String more) {
    return "{\"run\":\"r\",\"layer\":\"fc1\",\"epoch\":0,\"step\":1,\"loss\":1,\"grad\":"
        + grad
        + more
        + "}";
  }

  private double loss(String text) {
    return Objects.requireNonNull(valid(lossRowWith("\"loss\":" + text)).loss());
  }

  private GradientRow gradient(String grad) {
    return Objects.requireNonNull(valid(gradientRow(grad, "")).gradient());
  }

  private TraceRecord valid(String line) {
    Decoded decoded = decoder.decode(utf8(line), ORIGIN);
    assertThat(decoded).as(line).isInstanceOf(TraceRecord.class);
    return (TraceRecord) decoded;
  }

  private Rejected rejected(String line) {
    Decoded decoded = decoder.decode(utf8(line), ORIGIN);
    assertThat(decoded).as(line).isInstanceOf(Rejected.class);
    return (Rejected) decoded;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonLineDecoder decoder(
      @Nullable RecordKind kind, Map<TraceColumn, String> columns) {
    return new JsonLineDecoder(
        new TraceInput("p", InputFormat.JSONL, kind, columns, SessionRule.APPEND_ONLY, 1 << 20),
        FACTS);
  }
}

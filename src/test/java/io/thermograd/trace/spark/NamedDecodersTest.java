package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceRecord;
import io.thermograd.trace.UnusedValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedDecodersTest {

  /** What a decoder makes of a file's records, at positions 0, 1, 2 and so on. */
  private static List<Decoded> decode(InputFormat format, String... records) {
    List<byte[]> bytes = new ArrayList<>();
    for (String record : records) {
      bytes.add(record.getBytes(StandardCharsets.UTF_8));
    }
    return decode(format, bytes);
  }

  private static List<Decoded> decode(InputFormat format, List<byte[]> records) {
    List<Decoded> out = new ArrayList<>();
    TraceInput input =
        new TraceInput(
            "x",
            format,
            null,
            Map.of(),
            SessionRule.NONE,
            1000,
            TagMapping.DEFAULT,
            new RunNaming(null, RunNaming.Part.FILE_NAME));
    RecordDecoder decoder = RecordDecoder.of(input, RunFactsByPattern.NONE, out::add);
    for (int i = 0; i < records.size(); i++) {
      decoder.decode(records.get(i), new Origin("file:/run.log", i));
    }
    decoder.endOfFile();
    return out;
  }

  private static List<TraceRecord> valid(List<Decoded> decoded) {
    return decoded.stream()
        .filter(TraceRecord.class::isInstance)
        .map(TraceRecord.class::cast)
        .toList();
  }

  private static List<Rejected> rejected(List<Decoded> decoded) {
    return decoded.stream().filter(Rejected.class::isInstance).map(Rejected.class::cast).toList();
  }

  /** Jackson would take the zeros for UTF-32. */
  @ParameterizedTest
  @ValueSource(strings = {"-\0\0\0och", "\0\0\0{", "{\0", "\0{\"losses\":[1]}"})
  void zeroBytesInFrontAreNoJson(String document) {
    for (InputFormat format : List.of(InputFormat.JSON, InputFormat.TRAINER_STATE)) {
      assertThat(rejected(decode(format, document)))
          .extracting(Rejected::reason)
          .startsWith(RejectReason.UNPARSABLE);
    }
  }

  @Test
  void aShorterListIsLeftOutAndALongerOnesSurplusIsToldOnce() {
    List<Decoded> out =
        decode(
            InputFormat.JSON,
            """
            {"losses": [3, 2, 1], "val_losses": [9], "grad_norms": [1, 1], "lrs": [0.1, 0.2, 0.3, 0.4]}
            """);
    List<TraceRecord> losses = valid(out).stream().filter(r -> r.gradient() == null).toList();
    assertThat(losses).extracting(TraceRecord::loss).containsExactly(3.0, 2.0, 1.0);
    assertThat(losses).extracting(TraceRecord::fullLoss).containsOnlyNulls();
    assertThat(losses).extracting(r -> r.settings().lr()).containsExactly(0.1, 0.2, 0.3);
    assertThat(valid(out)).hasSize(5);
    assertThat(rejected(out))
        .extracting(Rejected::detail)
        .containsExactly(
            "list 'val_losses' has 1 elements, the losses 3: it can't be matched with steps",
            "list 'lrs' has 4 elements, the losses 3: the surplus can't be matched with steps");
    assertThat(rejected(out)).extracting(Rejected::reason).containsOnly(RejectReason.FIELD_COUNT);
  }

  @Test
  void inAListNullIsNoValueAndWhatIsNoNumberIsRejectedAtItsPlace() {
    List<Decoded> out =
        decode(InputFormat.JSON, "{\"losses\": [1, null, \"NaN\", \"oops\", [2], true, NaN]}");
    assertThat(valid(out))
        .extracting(TraceRecord::loss)
        .containsExactly(1.0, Double.NaN, Double.NaN);
    assertThat(rejected(out))
        .extracting(bad -> bad.origin().position() + " " + bad.reason() + " " + bad.detail())
        .containsExactly(
            "3 WRONG_TYPE losses is text (role loss)",
            "4 WRONG_TYPE losses is a list (role loss)",
            "5 WRONG_TYPE losses is true (role loss)");
  }

  @Test
  void aListOfListsIsGradientsStepByStep() {
    List<Decoded> out =
        decode(
            InputFormat.JSON,
            "{\"losses\": [3, 2, 1], \"run\": [\"a\", \"a\", \"a\"],"
                + " \"gradients/fc\": [[1, 2], null, [3, [4]]]}");
    assertThat(rejected(out))
        .extracting(bad -> bad.origin().position() + " " + bad.reason() + " " + bad.detail())
        .containsExactly("2 WRONG_TYPE gradients/fc holds what isn't a number");
    assertThat(valid(out)).extracting(TraceRecord::run).containsOnly("a");
    assertThat(valid(out)).extracting(TraceRecord::loss).containsExactly(3.0, null, 2.0);
    GradientRow gradient = valid(out).get(1).gradient();
    assertThat(gradient == null ? null : gradient.grad()).containsExactly(1, 2);
  }

  @Test
  void aDocumentMayBeAListOfRecordsAndACutOneIsUsedUpToThere() {
    List<Decoded> out =
        decode(
            InputFormat.JSON,
            " [{\"step\": 4, \"train\": {\"loss\": 3}, \"run\": \"a\"},\n {\"step\": 5, \"note\": []},"
                + " {\"step\": 6, \"run\": \"a\", \"train\": {\"loss\": \"NaN\"}}, {\"step\": 7, \"train\": {\"lo");
    assertThat(valid(out)).extracting(TraceRecord::step).containsExactly(4L, 6L);
    assertThat(valid(out)).extracting(TraceRecord::loss).containsExactly(3.0, Double.NaN);
    assertThat(rejected(out))
        .singleElement()
        .satisfies(
            bad -> {
              assertThat(bad.reason()).isEqualTo(RejectReason.UNPARSABLE);
              assertThat(bad.origin().position()).isEqualTo(3);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "[1, 2]", "[[{\"loss\": 1}]]", "[{\"loss\": 1}, 2]", "[{\"loss\": 1}] 2"})
  void aListThatIsNotOfRecordsAloneIsNeverSilent(String document) {
    assertThat(rejected(decode(InputFormat.JSON, document)))
        .extracting(Rejected::reason)
        .containsExactly(RejectReason.UNPARSABLE);
  }

  @Test
  void aListThatADocumentHoldsTwiceIsNoneOfTheTwo() {
    assertThat(decode(InputFormat.JSON, "{\"losses\": [1, 2], \"losses\": [3, 4]}"))
        .singleElement()
        .isInstanceOfSatisfying(
            Rejected.class, bad -> assertThat(bad.reason()).isEqualTo(RejectReason.DUPLICATE_KEY));
  }

  /** The same in every format: what is there and can't be used is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          JSONL         | {"loss": true, "step": 1}                    | loss is true (role loss)
          JSONL         | {"loss": [1, 2], "step": 1}                  | loss is a list (role loss)
          JSONL         | {"loss": {"a": 1}, "step": 1}                | loss is an object (role loss)
          JSONL         | {"loss": "low", "step": 1}                   | loss is text (role loss)
          JSONL         | {"loss": 1, "step": 1, "run": {"id": 1}}     | run is an object (role run)
          JSONL         | {"loss": 1, "step": 1, "grad": true}         | grad is true (role gradient)
          TRAINER_STATE | {"log_history": [{"loss": true, "step": 1}]} | loss is true (role loss)
          TRAINER_STATE | {"log_history": [{"loss": [1], "step": 1}]}  | loss is a list (role loss)
          """)
  void aValueThatItsRoleCannotTakeIsARejectedRecord(
      InputFormat format, String record, String detail) {
    assertThat(decode(format, record))
        .singleElement()
        .isInstanceOfSatisfying(
            Rejected.class,
            bad -> {
              assertThat(bad.reason()).isEqualTo(RejectReason.WRONG_TYPE);
              assertThat(bad.detail()).isEqualTo(detail);
            });
  }

  @Test
  void anObjectOfOtherNamesOrOfAnOptimizersSettingsIsNoFault() {
    List<Decoded> out =
        decode(
            InputFormat.JSONL,
            "{\"step\": 0, \"loss\": {\"train\": 1}, \"optimizer\": {\"name\": \"adam\"}}");
    assertThat(rejected(out)).isEmpty();
    assertThat(valid(out)).extracting(TraceRecord::loss).containsExactly(1.0);
  }

  /** Its counts and edges would be taken for the coordinates of two layers. */
  @Test
  void aHistogramOfWandbIsNoGradientByItsCounts() {
    List<Decoded> out =
        decode(
            InputFormat.JSONL,
            "{\"step\": 0, \"loss\": 1, \"gradients/fc\":"
                + " {\"_type\": \"histogram\", \"values\": [3, 4], \"bins\": [0, 1, 2]}, \"lr\": 0.5}");
    assertThat(valid(out)).singleElement().extracting(TraceRecord::gradient).isNull();
    assertThat(valid(out).get(0).settings().lr()).isEqualTo(0.5);
    assertThat(out).contains(new UnusedValues(new Origin("file:/run.log", 0), "run.log", 1));
  }

  @Test
  void aListInTextIsAGradientAndOtherTextUnderItsNameIsNotUsed() {
    List<Decoded> out =
        decode(InputFormat.CSV, "step,loss,grad", "0,1,\"[0.5, NaN]\"", "1,1,a histogram");
    assertThat(rejected(out)).isEmpty();
    GradientRow gradient = valid(out).get(1).gradient();
    assertThat(gradient == null ? null : gradient.grad()).containsExactly(0.5f, Float.NaN);
    assertThat(valid(out)).hasSize(3);
    assertThat(out).contains(new UnusedValues(new Origin("file:/run.log", 0), "run.log", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1, 2]",
        "{\"losses\": [1",
        "{} {}",
        "{\"accuracy\": [1]}",
        "nonsense",
        "{\"a\""
      })
  void aDocumentThatIsNoLogIsOneRejectedRecord(String document) {
    assertThat(decode(InputFormat.JSON, document)).singleElement().isInstanceOf(Rejected.class);
  }

  @Test
  void aTrainerStateCutInMidFileKeepsWhatCameBefore() {
    List<Decoded> out =
        decode(
            InputFormat.TRAINER_STATE,
            "{\"log_history\": [{\"loss\": 2, \"step\": 10, \"epoch\": 0.5}, {\"loss\": 1, \"st");
    assertThat(valid(out)).extracting(TraceRecord::step).containsExactly(10L);
    assertThat(rejected(out)).extracting(Rejected::reason).containsOnly(RejectReason.UNPARSABLE);
  }

  @Test
  void theEpochsLastStepIsOfThatEpoch() {
    List<Decoded> out =
        decode(
            InputFormat.TRAINER_STATE,
            """
            {"log_history": [{"loss": 3, "step": 5, "epoch": 0.5}, {"loss": 2, "step": 10, "epoch": 1.0},
            {"eval_loss": 7, "step": 10, "epoch": 1.0}, {"loss": 1, "step": 11, "epoch": 1.1}]}
            """);
    assertThat(valid(out)).extracting(TraceRecord::epoch).containsExactly(0, 0, 1);
    assertThat(valid(out).get(1).fullLoss()).isEqualTo(7);
  }

  @Test
  void aCsvRowOfAnotherWidthIsRejectedAloneAndTimesAreRead() {
    List<Decoded> out =
        decode(
            InputFormat.CSV,
            "step,loss,timestamp,run",
            "0,1,2026-01-02 03:04:05,a",
            "1,1",
            "2,high,5,a",
            "3,1,1767323045,007");
    assertThat(rejected(out))
        .extracting(Rejected::reason)
        .containsExactly(RejectReason.FIELD_COUNT, RejectReason.WRONG_TYPE);
    // date -d 2026-01-02T03:04:05Z +%s
    assertThat(valid(out))
        .extracting(TraceRecord::loggedAtMicros)
        .containsOnly(1_767_323_045_000_000L);
    assertThat(valid(out)).extracting(TraceRecord::run).containsExactly("a", "007");
  }

  @Test
  void aTableOfTabsIsNamedValues() {
    List<Decoded> out = decode(InputFormat.CSV, "Epoch\tStep\tLoss, mean\tloss", "1\t9\t\t0.5");
    assertThat(valid(out)).singleElement().extracting(TraceRecord::loss).isEqualTo(0.5);
  }

  @Test
  void nestedJsonIsNamedByItsPathAndListsAreGradients() {
    List<Decoded> out =
        decode(
            InputFormat.JSONL,
            "{\"step\": 0, \"train\": {\"loss\": 1}, \"gradients\": {\"fc.weight\": [1, \"NaN\", 3]}}",
            "{\"step\": 1, \"train\": {\"loss\": 2}, \"train/loss\": 3}",
            "[1]");
    assertThat(valid(out)).hasSize(2);
    assertThat(valid(out).get(0).loss()).isEqualTo(1);
    var gradient = valid(out).get(1).gradient();
    assertThat(gradient).isNotNull();
    assertThat(rejected(out))
        .extracting(Rejected::reason)
        .containsExactly(RejectReason.DUPLICATE_KEY, RejectReason.UNPARSABLE);
  }

  @Property(tries = 300)
  void noBytesMakeADecoderFail(@ForAll byte[] first, @ForAll byte[] second) {
    for (InputFormat format :
        List.of(InputFormat.JSON, InputFormat.JSONL, InputFormat.CSV, InputFormat.TRAINER_STATE)) {
      assertThat(decode(format, List.of(first, second))).isNotNull();
    }
  }
}

package io.thermograd.trace.spark.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.InvalidProtocolBufferException;
import io.thermograd.testing.EventLog;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventParserTest {
  private static final int HEADER = 12;
  private static final int FOOTER = 4;

  /** The event of a log of one record. */
  private static LoggedEvent parse(EventLog log) throws InvalidProtocolBufferException {
    byte[] file = log.bytes();
    return EventParser.parse(Arrays.copyOfRange(file, HEADER, file.length - FOOTER));
  }

  private static EventLog log() {
    return new EventLog();
  }

  private static byte[] tensor(int type, EventLog.Fields fields) {
    return EventLog.message(
        t -> {
          t.writeEnum(1, type);
          t.writeByteArray(2, EventLog.shape());
          fields.write(t);
        });
  }

  @Test
  void aNumberIsReadWithItsStepAndTime() throws InvalidProtocolBufferException {
    assertThat(parse(log().scalar(1.5e9, 7, "train/loss", 0.25)))
        .isEqualTo(
            new LoggedEvent(1.5e9, 7, List.of(new LoggedValue.Scalar("train/loss", 0.25)), 0));
  }

  @Test
  void aHistogramGivesItsExactMoments() throws InvalidProtocolBufferException {
    assertThat(parse(log().histogram(0, 3, "gradients/fc", new float[] {1, -2, 0.5f})).values())
        .containsExactly(new LoggedValue.Moments("gradients/fc", 3, -0.5, 5.25));
  }

  @Test
  void anEmptyHistogramIsSkipped() throws InvalidProtocolBufferException {
    LoggedEvent event = parse(log().histogram(0, 3, "gradients/fc", new float[0]));
    assertThat(event.values()).isEmpty();
    assertThat(event.skipped()).isEqualTo(1);
  }

  @Test
  void aTensorOfOneElementIsANumber() throws InvalidProtocolBufferException {
    LoggedValue expected = new LoggedValue.Scalar("loss", 0.75);
    assertThat(parse(log().tensor(0, 1, "loss", "scalars", new int[0], 0.75f)).values())
        .containsExactly(expected);
    assertThat(parse(log().tensor(0, 1, "loss", "", new int[] {1}, 0.75f)).values())
        .containsExactly(expected);
  }

  @Test
  void bucketsGiveTheMomentsOfElementsSpreadOverThem() throws InvalidProtocolBufferException {
    // Two elements over [0, 1], four over [-3, -1]: sum 1 - 8, squares 2/3 + 4 * 13/3.
    LoggedEvent event =
        parse(
            log()
                .tensor(
                    0,
                    1,
                    "grad/fc",
                    "histograms",
                    new int[] {3, 3},
                    -3,
                    -1,
                    4,
                    0,
                    1,
                    2,
                    // An empty bucket may reach anywhere.
                    1,
                    Float.POSITIVE_INFINITY,
                    0));
    assertThat(event.values()).hasSize(1);
    LoggedValue.Moments moments = (LoggedValue.Moments) event.values().get(0);
    assertThat(moments.count()).isEqualTo(6);
    assertThat(moments.sum()).isCloseTo(-7, within(1e-12));
    assertThat(moments.sumSquares()).isCloseTo(18, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0000c03f, 1.5",
    "2, 000000000000f83f, 1.5",
    "3, feffffff, -2",
    "4, fe, 254",
    "5, feff, -2",
    "6, fe, -2",
    "9, feffffffffffffff, -2",
    "10, 01, 1",
    "14, c03f, 1.5",
    "17, feff, 65534",
    "19, 003e, 1.5",
    "19, 00fc, -Infinity",
    "19, 007e, NaN",
    "19, 0180, -5.960464477539063e-8",
    "22, feffffff, 4294967294",
    "23, ffffffffffffffff, 18446744073709551616"
  })
  void theContentOfEveryNumericTypeIsRead(int type, String hex, double value)
      throws InvalidProtocolBufferException {
    byte[] content = HexFormat.of().parseHex(hex);
    byte[] tensor = tensor(type, t -> t.writeByteArray(4, content));
    assertThat(parse(log().tensor(0, 1, "x", "scalars", tensor)).values())
        .containsExactly(new LoggedValue.Scalar("x", value));
  }

  @Test
  void theListOfEveryNumericTypeIsRead() throws InvalidProtocolBufferException {
    List<byte[]> tensors =
        List.of(
            tensor(1, t -> t.writeFloat(5, 1.5f)),
            tensor(2, t -> t.writeDouble(6, 1.5)),
            tensor(3, t -> t.writeInt32(7, -2)),
            tensor(4, t -> t.writeInt32(7, 254)),
            tensor(9, t -> t.writeInt64(10, -2)),
            tensor(10, t -> t.writeBool(11, true)),
            tensor(14, t -> t.writeInt32(13, 0x3FC0)),
            tensor(19, t -> t.writeInt32(13, 0x3E00)),
            tensor(22, t -> t.writeUInt32(16, -2)),
            tensor(23, t -> t.writeUInt64(17, -1)));
    double[] expected = {1.5, 1.5, -2, 254, -2, 1, 1.5, 1.5, 4294967294.0, 0x1p64};
    for (int i = 0; i < expected.length; i++) {
      assertThat(parse(log().tensor(0, 1, "x", "", tensors.get(i))).values())
          .containsExactly(new LoggedValue.Scalar("x", expected[i]));
    }
  }

  @Test
  void whatIsNeitherNumberNorHistogramIsSkippedAndCounted() throws InvalidProtocolBufferException {
    List<EventLog> others =
        List.of(
            log().tensor(0, 1, "t", "text", tensor(7, t -> t.writeString(8, "hello"))),
            log().tensor(0, 1, "t", "", tensor(7, t -> t.writeString(8, "hello"))),
            log().tensor(0, 1, "t", "pr_curves", new int[0], 1),
            log().tensor(0, 1, "t", "scalars", new int[] {2}, 1, 2),
            log().tensor(0, 1, "t", "histograms", new int[] {2, 3}, 1, 2),
            log().tensor(0, 1, "t", "", tensor(1, t -> t.writeByteArray(4, new byte[3]))),
            log().tensor(0, 1, "t", "", tensor(999, t -> t.writeFloat(5, 1))),
            // An image, an audio clip, and nothing.
            log().value(0, 1, "t", v -> v.writeByteArray(4, new byte[0])),
            log().value(0, 1, "t", v -> v.writeByteArray(6, new byte[0])),
            log().value(0, 1, "t", v -> {}));
    for (EventLog other : others) {
      LoggedEvent event = parse(other);
      assertThat(event.values()).isEmpty();
      assertThat(event.skipped()).isEqualTo(1);
    }
  }

  @Test
  void unknownFieldsArePassedOver() throws InvalidProtocolBufferException {
    byte[] graph =
        EventLog.message(
            e -> {
              e.writeInt64(2, 4);
              e.writeByteArray(4, new byte[1000]);
              e.writeString(900, "new");
            });
    assertThat(EventParser.parse(graph)).isEqualTo(new LoggedEvent(0, 4, List.of(), 0));
  }

  @Test
  void aShapeOfManyDimensionsIsNotEvenLookedAt() throws InvalidProtocolBufferException {
    byte[] huge =
        EventLog.message(
            t -> {
              t.writeEnum(1, 1);
              t.writeByteArray(2, EventLog.shape(new int[100_000]));
              t.writeFloat(5, 2);
            });
    assertThat(parse(log().tensor(0, 1, "x", "", huge)).values())
        .containsExactly(new LoggedValue.Scalar("x", 2));
  }

  @Test
  void bytesThatAreNoEventAreAnError() {
    for (String hex : List.of("ff", "0a", "2a05", "2a020a7f", "2a010c", "0b", "2a01ff")) {
      assertThatThrownBy(() -> EventParser.parse(HexFormat.of().parseHex(hex)))
          .as(hex)
          .isInstanceOf(InvalidProtocolBufferException.class);
    }
  }

  @Property(tries = 5000, seed = "101")
  void anyBytesAreAnEventOrAnError(@ForAll @Size(max = 60) byte[] noise) {
    parseOrReject(noise);
  }

  @Property(tries = 2000, seed = "101")
  void aDamagedEventIsAnEventOrAnError(
      @ForAll @Size(min = 1, max = 4) int[] places, @ForAll byte value) {
    byte[] file =
        log().tensor(0, 1, "grad/fc", "histograms", new int[] {2, 3}, 0, 1, 2, 1, 2, 3).bytes();
    byte[] event = Arrays.copyOfRange(file, HEADER, file.length - FOOTER);
    for (int place : places) {
      event[Math.floorMod(place, event.length)] = value;
    }
    parseOrReject(event);
  }

  private static void parseOrReject(byte[] bytes) {
    try {
      assertThat(EventParser.parse(bytes).values()).isNotNull();
    } catch (InvalidProtocolBufferException e) {
      assertThat(e).isNotNull();
    }
  }
}

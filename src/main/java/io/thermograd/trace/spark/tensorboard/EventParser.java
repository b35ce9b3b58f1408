package io.thermograd.trace.spark.tensorboard;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import io.thermograd.trace.spark.tensorboard.proto.Event;
import io.thermograd.trace.spark.tensorboard.proto.HistogramProto;
import io.thermograd.trace.spark.tensorboard.proto.Summary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the records of event files: numbers and histograms, as TensorFlow 1 and PyTorch write them
 * ({@code simple_value}, {@code histo}) and as TensorFlow 2 does ({@code tensor}). Everything else
 * is skipped and counted.
 *
 * <p>Memory is bounded by the record's length: unknown fields are passed over unread, and a
 * summary's values are read one at a time. The fields of an event are read into no message: most
 * events hold one number, and objects around it would cost more than the rest.
 */
public final class EventParser {
  private static final int WALL_TIME =
      tag(Event.WALL_TIME_FIELD_NUMBER, WireFormat.WIRETYPE_FIXED64);
  private static final int STEP = tag(Event.STEP_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
  private static final int SUMMARY =
      tag(Event.SUMMARY_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int VALUE =
      tag(Summary.VALUE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);

  private static final Set<String> NUMERIC_PLUGINS = Set.of("scalars", "histograms");

  private static final Parser<Summary.Value> VALUES =
      DiscardUnknownFieldsParser.wrap(Summary.Value.parser());

  private EventParser() {}

  private static int tag(int field, int wireType) {
    return (field << 3) | wireType;
  }

  /**
   * What a record says.
   *
   * @throws InvalidProtocolBufferException if it is no event, or a tag isn't UTF-8
   */
  public static LoggedEvent parse(byte[] bytes) throws InvalidProtocolBufferException {
    try {
      return parse(CodedInputStream.newInstance(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException fromMemory) {
      throw new InvalidProtocolBufferException(fromMemory);
    }
  }

  private static LoggedEvent parse(CodedInputStream in) throws IOException {
    double wallTime = 0;
    long step = 0;
    int skipped = 0;
    List<LoggedValue> values = new ArrayList<>(1);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == WALL_TIME) {
        wallTime = in.readDouble();
      } else if (tag == STEP) {
        step = in.readInt64();
      } else if (tag == SUMMARY) {
        int outer = in.pushLimit(in.readRawVarint32());
        skipped += values(in, values);
        in.popLimit(outer);
      } else {
        skip(in, tag);
      }
    }
    return new LoggedEvent(wallTime, step, values, skipped);
  }

  /** Reads a summary's values; tells how many of them are skipped. */
  private static int values(CodedInputStream in, List<LoggedValue> values) throws IOException {
    int skipped = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == VALUE) {
        LoggedValue value = value(in.readMessage(VALUES, ExtensionRegistryLite.getEmptyRegistry()));
        if (value == null) {
          skipped++;
        } else {
          values.add(value);
        }
      } else {
        skip(in, tag);
      }
    }
    return skipped;
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("a group ends that hasn't begun");
    }
  }

  private static @Nullable LoggedValue value(Summary.Value value) {
    String plugin = value.getMetadata().getPluginData().getPluginName();
    if (!plugin.isEmpty() && !NUMERIC_PLUGINS.contains(plugin)) {
      return null;
    }
    return switch (value.getValueCase()) {
      case SIMPLE_VALUE -> new LoggedValue.Scalar(value.getTag(), value.getSimpleValue());
      case HISTO -> moments(value.getTag(), value.getHisto());
      case TENSOR -> TensorValue.of(value.getTag(), value.getTensor());
      case VALUE_NOT_SET -> null;
    };
  }

  /** A histogram's own moments are exact; its buckets aren't. */
  private static LoggedValue.@Nullable Moments moments(String tag, HistogramProto histogram) {
    return histogram.getNum() == 0
        ? null
        : new LoggedValue.Moments(
            tag, histogram.getNum(), histogram.getSum(), histogram.getSumSquares());
  }
}

package io.thermograd.trace.spark.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
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
 * summary's values are read one at a time.
 */
public final class EventParser {
  private static final int WIRE_TYPE_BITS = 3;
  private static final int LENGTH_DELIMITED = 2;
  private static final int VALUES_TAG =
      (Summary.VALUE_FIELD_NUMBER << WIRE_TYPE_BITS) | LENGTH_DELIMITED;

  private static final Set<String> NUMERIC_PLUGINS = Set.of("", "scalars", "histograms");

  private static final Parser<Event> EVENTS = DiscardUnknownFieldsParser.wrap(Event.parser());
  private static final Parser<Summary.Value> VALUES =
      DiscardUnknownFieldsParser.wrap(Summary.Value.parser());

  private EventParser() {}

  /**
   * What a record says.
   *
   * @throws InvalidProtocolBufferException if it is no event, or a tag isn't UTF-8
   */
  public static LoggedEvent parse(byte[] bytes) throws InvalidProtocolBufferException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      in.enableAliasing(true);
      Event event = EVENTS.parseFrom(in);
      in.checkLastTagWas(0);
      return parse(event);
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException fromMemory) {
      throw new InvalidProtocolBufferException(fromMemory);
    }
  }

  private static LoggedEvent parse(Event event) throws IOException {
    ByteString summary = event.getSummary();
    List<LoggedValue> values = new ArrayList<>(1);
    int skipped = 0;
    if (!summary.isEmpty()) {
      CodedInputStream in = summary.newCodedInput();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == VALUES_TAG) {
          LoggedValue value =
              value(in.readMessage(VALUES, ExtensionRegistryLite.getEmptyRegistry()));
          if (value == null) {
            skipped++;
          } else {
            values.add(value);
          }
        } else if (!in.skipField(tag)) {
          throw new InvalidProtocolBufferException("a group ends that hasn't begun");
        }
      }
    }
    return new LoggedEvent(event.getWallTime(), event.getStep(), values, skipped);
  }

  private static @Nullable LoggedValue value(Summary.Value value) {
    if (!NUMERIC_PLUGINS.contains(value.getMetadata().getPluginData().getPluginName())) {
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

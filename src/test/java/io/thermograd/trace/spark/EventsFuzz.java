package io.thermograd.trace.spark;

import com.google.protobuf.InvalidProtocolBufferException;
import io.thermograd.testing.proto.FullEvent;
import io.thermograd.testing.proto.FullSummary;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.spark.tensorboard.EventParser;
import io.thermograd.trace.spark.tensorboard.LoggedEvent;
import io.thermograd.trace.spark.tensorboard.LoggedValue;

/**
 * Any bytes as an event: never an exception but that of protobuf, and the step, time and numbers of
 * a parser that knows the whole message.
 */
public final class EventsFuzz {
  private EventsFuzz() {}

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    CheckedRecords records = new CheckedRecords();
    RecordDecoder decoder =
        RecordDecoder.of(
            CheckedRecords.input(InputFormat.TENSORBOARD, TagMapping.DEFAULT),
            RunFactsByPattern.NONE,
            records::add);
    decoder.decode(bytes, new Origin("file:/x.tfevents", 0));
    decoder.endOfFile();
    try {
      agree(EventParser.parse(bytes), FullEvent.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      // One of the two knows fields that the other passes over.
      return;
    }
  }

  private static void agree(LoggedEvent event, FullEvent full) {
    boolean same =
        event.step() == full.getStep() && Double.compare(event.wallTime(), full.getWallTime()) == 0;
    if (!same) {
      throw new AssertionError(event + " isn't " + full);
    }
    long numbers =
        full.getSummary().getValueList().stream().filter(FullSummary.Value::hasSimpleValue).count();
    long found = event.values().stream().filter(LoggedValue.Scalar.class::isInstance).count();
    if (found + event.skipped() < numbers) {
      throw new AssertionError(found + " numbers of " + numbers + " in " + full);
    }
  }
}

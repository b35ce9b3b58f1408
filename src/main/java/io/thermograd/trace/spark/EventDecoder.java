package io.thermograd.trace.spark;

import com.google.protobuf.InvalidProtocolBufferException;
import io.thermograd.trace.ElementMoments;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.StepAssembler;
import io.thermograd.trace.spark.tensorboard.EventParser;
import io.thermograd.trace.spark.tensorboard.LoggedEvent;
import io.thermograd.trace.spark.tensorboard.LoggedValue;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the events of TensorBoard's files: tags are the names of values, a histogram gives the
 * moments of a gradient over its layer's elements. The step is the event's, the time of logging its
 * wall time.
 */
final class EventDecoder implements RecordDecoder {
  private static final double MOST_SECONDS = 1e12;

  private final StepAssembler steps;
  private final RunNaming naming;

  EventDecoder(StepAssembler steps, RunNaming naming) {
    this.steps = steps;
    this.naming = naming;
  }

  @Override
  public void decode(byte[] record, Origin origin) {
    LoggedEvent event;
    try {
      event = EventParser.parse(record);
    } catch (InvalidProtocolBufferException e) {
      steps.begin(origin);
      steps.reject(RejectReason.UNPARSABLE, Objects.requireNonNullElse(e.getMessage(), ""));
      steps.end(record);
      return;
    }
    if (event.values().isEmpty() && event.skipped() == 0) {
      // The file's version, a graph: nothing of a step.
      return;
    }
    steps.begin(origin);
    steps.skip(event.skipped());
    if (event.values().isEmpty()) {
      steps.end(record);
      return;
    }
    steps.step(event.step());
    if (Math.abs(event.wallTime()) <= MOST_SECONDS) {
      steps.loggedAt(Math.round(event.wallTime() * 1e6));
    }
    event.values().forEach(this::put);
    steps.end(tagsOf(event));
  }

  private void put(LoggedValue value) {
    if (value instanceof LoggedValue.Moments moments) {
      steps.putGradient(
          moments.tag(), new ElementMoments(moments.count(), moments.sum(), moments.sumSquares()));
    } else if (value instanceof LoggedValue.Scalar scalar) {
      steps.putFigure(scalar.tag(), scalar.value());
    }
  }

  /** What the quarantine shows of an event: bytes would tell nobody anything. */
  private static byte[] tagsOf(LoggedEvent event) {
    return event.values().get(0).tag().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable String runOf(String path) {
    return naming.of(path);
  }

  @Override
  public void endOfFile() {
    steps.endOfFile();
  }
}

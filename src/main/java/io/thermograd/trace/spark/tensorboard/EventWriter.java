package io.thermograd.trace.spark.tensorboard;

import io.thermograd.trace.spark.source.TfRecordWriter;
import io.thermograd.trace.spark.tensorboard.proto.Event;
import io.thermograd.trace.spark.tensorboard.proto.Summary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes an event file of numbers, as TensorBoard and {@link EventParser} read them: numbers that
 * follow each other at one step stand in one event, each as {@code simple_value}, a float.
 */
public final class EventWriter implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";

  private final TfRecordWriter records;
  private final double wallTime;
  private final Summary.Builder values = Summary.newBuilder();
  private long step;

  /**
   * Begins a file.
   *
   * @param wallTime of every event, in seconds since 1970
   */
  public EventWriter(OutputStream out, double wallTime) throws IOException {
    this.records = new TfRecordWriter(new BufferedOutputStream(out));
    this.wallTime = wallTime;
    records.write(event().setFileVersion(VERSION).build().toByteArray());
  }

  /** Adds a number; steps don't fall. */
  public void add(long atStep, String tag, double value) throws IOException {
    if (atStep < step) {
      throw new IllegalArgumentException("Invalid step: " + atStep + " after " + step);
    }
    if (atStep > step) {
      flush();
      step = atStep;
    }
    values.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value));
  }

  private void flush() throws IOException {
    if (values.getValueCount() > 0) {
      Event.Builder event = event().setStep(step).setSummary(values.build().toByteString());
      records.write(event.build().toByteArray());
      values.clear();
    }
  }

  private Event.Builder event() {
    return Event.newBuilder().setWallTime(wallTime);
  }

  @Override
  public void close() throws IOException {
    try (records) {
      flush();
    }
  }
}

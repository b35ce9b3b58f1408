package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.StepAssembler;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceInput;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decodes the records of files, one file after the other, into none or several trace records. */
interface RecordDecoder {

  /** Decodes the next record. */
  void decode(byte[] record, Origin origin);

  /** The file has ended; also called where there was none. */
  default void endOfFile() {}

  /** The run of all records of a file; null if that isn't known before they are read. */
  default @Nullable String runOf(String path) {
    return null;
  }

  /** The decoder of an input's files. */
  static RecordDecoder of(
      TraceInput input, RunFactsByPattern facts, Consumer<? super Decoded> sink) {
    TagMapping tags = input.tags();
    if (tags == null) {
      return of(lineDecoder(input, facts), sink);
    }
    return ofNamedValues(input, new StepAssembler(tags, input.runNaming(), facts, sink));
  }

  /** The decoder of files of named values, which {@code steps} puts together. */
  static RecordDecoder ofNamedValues(TraceInput input, StepAssembler steps) {
    return switch (input.format()) {
      case JSONL -> new NamedJsonDecoder(steps);
      case CSV -> new NamedCsvDecoder(steps);
      case JSON -> new JsonDocumentDecoder(steps);
      case TRAINER_STATE -> new TrainerStateDecoder(steps);
      case TENSORBOARD -> new EventDecoder(steps, input.runNaming());
      default ->
          throw new IllegalArgumentException("no decoder of named values: " + input.format());
    };
  }

  private static LineDecoder lineDecoder(TraceInput input, RunFactsByPattern facts) {
    return switch (input.format()) {
      case JSONL -> new JsonLineDecoder(input, facts);
      case CSV -> new CsvLineDecoder(input, facts);
      default -> throw new IllegalArgumentException("no lines of records: " + input.format());
    };
  }

  private static RecordDecoder of(LineDecoder lines, Consumer<? super Decoded> sink) {
    return (record, origin) -> {
      Decoded decoded = lines.decode(record, origin);
      if (decoded != null) {
        sink.accept(decoded);
      }
    };
  }
}

package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RecordDraft;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes CSV lines by their file's header. An empty field is no value. Not thread-safe. */
final class CsvLineDecoder implements LineDecoder {
  private final CsvFields csv = new CsvFields();
  private final Map<String, TraceColumn> columns;
  private final RecordDraft draft;
  private CsvHeader header = CsvHeader.NONE;

  CsvLineDecoder(TraceInput input, RunFactsByPattern facts) {
    this.columns = input.columnsByName();
    this.draft = new RecordDraft(input.kind(), facts);
  }

  /** The line at the start of a file is the header of those that follow from that file. */
  @Override
  public @Nullable Decoded decode(byte[] line, Origin origin) {
    if (origin.position() == 0) {
      header = CsvHeader.of(csv.header(line), origin.path(), columns);
      return null;
    }
    if (!origin.path().equals(header.path())) {
      header = CsvHeader.of(null, origin.path(), columns);
    }
    return decodeFields(line, origin);
  }

  private Decoded decodeFields(byte[] line, Origin origin) {
    draft.clear();
    if (!Utf8.isValid(line)) {
      return draft.unusable(RejectReason.NOT_UTF8, "the line isn't valid UTF-8", origin, line);
    }
    RejectReason fault = header.fault();
    if (fault != null) {
      return draft.unusable(fault, header.faultDetail(), origin, line);
    }
    @Nullable String[] fields = csv.of(line);
    if (fields == null) {
      return draft.unusable(RejectReason.UNPARSABLE, CsvFields.NOT_CSV, origin, line);
    }
    if (fields.length != header.width()) {
      String detail = fields.length + " fields, the header has " + header.width();
      return draft.unusable(RejectReason.FIELD_COUNT, detail, origin, line);
    }
    for (int i = 0; i < fields.length; i++) {
      TraceColumn column = header.column(i);
      String field = fields[i];
      if (column != null && field != null && !field.isBlank()) {
        put(column, field);
      }
    }
    return draft.finish(origin, line);
  }

  private void put(TraceColumn column, String field) {
    switch (column.type()) {
      case TEXT -> draft.putText(column, field);
      case WHOLE -> putWhole(column, field.strip());
      case REAL -> {
        Double number = NumberText.real(field.strip());
        if (number == null) {
          draft.rejectType(column, "not a number");
        } else {
          draft.putReal(column, number);
        }
      }
      case TIME -> {
        Double seconds = NumberText.real(field.strip());
        if (seconds == null) {
          Times.put(draft, column, field);
        } else {
          draft.putReal(column, seconds);
        }
      }
      case VECTOR -> {
        float[] numbers = VectorText.parse(field);
        if (numbers == null) {
          draft.rejectType(column, "not a list of numbers");
        } else {
          draft.putGrad(numbers);
        }
      }
    }
  }

  private void putWhole(TraceColumn column, String field) {
    if (NumberText.isWhole(field)) {
      try {
        draft.putWhole(column, Long.parseLong(field));
      } catch (NumberFormatException tooLong) {
        draft.reject(RejectReason.OUT_OF_RANGE, column.key() + " is beyond 64 bits");
      }
      return;
    }
    Double number = NumberText.real(field);
    if (number == null) {
      draft.rejectType(column, "not a whole number");
    } else {
      draft.putReal(column, number);
    }
  }
}

package io.thermograd.trace.spark;

import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.StepAssembler;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes CSV whose columns are named values; an empty field is no value. */
final class NamedCsvDecoder implements RecordDecoder {
  private final CsvFields csv = new CsvFields();
  private final StepAssembler steps;
  private @Nullable String @Nullable [] names;
  private @Nullable String duplicate;
  private @Nullable String path;

  NamedCsvDecoder(StepAssembler steps) {
    this.steps = steps;
  }

  @Override
  public void decode(byte[] line, Origin origin) {
    if (origin.position() == 0) {
      header(line);
      path = origin.path();
      return;
    }
    if (!origin.path().equals(path)) {
      path = origin.path();
      names = null;
      duplicate = null;
    }
    steps.begin(origin);
    if (Utf8.isValid(line)) {
      put(csv.of(line));
    } else {
      steps.reject(RejectReason.NOT_UTF8, "the line isn't valid UTF-8");
    }
    steps.end(line);
  }

  private void header(byte[] line) {
    names = csv.header(line);
    duplicate = null;
    Set<String> seen = new HashSet<>();
    for (int i = 0; names != null && i < names.length; i++) {
      String name = names[i];
      if (name != null && !seen.add(name)) {
        duplicate = name;
      }
    }
  }

  private void put(@Nullable String @Nullable [] fields) {
    @Nullable String[] columns = names;
    if (columns == null) {
      steps.reject(RejectReason.UNPARSABLE, "the file's header can't be read");
    } else if (duplicate != null) {
      steps.reject(RejectReason.DUPLICATE_KEY, "the file's header names '" + duplicate + "' twice");
    } else if (fields == null) {
      steps.reject(RejectReason.UNPARSABLE, CsvFields.NOT_CSV);
    } else if (fields.length != columns.length) {
      String detail = fields.length + " fields, the header has " + columns.length;
      steps.reject(RejectReason.FIELD_COUNT, detail);
    } else {
      for (int i = 0; i < fields.length; i++) {
        String name = columns[i];
        String field = fields[i];
        if (name != null && field != null && !field.isBlank()) {
          NamedText.put(steps, name, field);
        }
      }
    }
  }

  @Override
  public void endOfFile() {
    steps.endOfFile();
  }
}

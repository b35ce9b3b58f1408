package io.thermograd.trace.spark;

import io.thermograd.trace.RejectReason;
import io.thermograd.trace.TraceColumn;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which column each field of a CSV file is. With a header that can't be used every line of its file
 * is rejected.
 */
final class CsvHeader {
  private final @Nullable TraceColumn[] byField;
  private final @Nullable RejectReason fault;
  private final String faultDetail;

  private CsvHeader(
      @Nullable TraceColumn[] byField, @Nullable RejectReason fault, String faultDetail) {
    this.byField = byField;
    this.fault = fault;
    this.faultDetail = faultDetail;
  }

  /** No usable header. */
  static CsvHeader none(String why) {
    return new CsvHeader(new @Nullable TraceColumn[0], RejectReason.UNPARSABLE, why);
  }

  /** The header with these names, which may be null. */
  static CsvHeader of(@Nullable String[] names, Map<String, TraceColumn> columns) {
    @Nullable TraceColumn[] byField = new @Nullable TraceColumn[names.length];
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      if (name == null) {
        // pandas writes its index under no name.
        continue;
      }
      String stripped = name.strip();
      if (!seen.add(stripped)) {
        String detail = "the file's header names '" + stripped + "' twice";
        return new CsvHeader(byField, RejectReason.DUPLICATE_KEY, detail);
      }
      byField[i] = columns.get(stripped);
    }
    return new CsvHeader(byField, null, "");
  }

  int width() {
    return byField.length;
  }

  @Nullable TraceColumn column(int field) {
    return byField[field];
  }

  /** Why it can't be used; null if it can. */
  @Nullable RejectReason fault() {
    return fault;
  }

  String faultDetail() {
    return faultDetail;
  }
}

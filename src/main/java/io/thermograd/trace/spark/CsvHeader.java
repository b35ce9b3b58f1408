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
  /** Before the first file. */
  static final CsvHeader NONE = new CsvHeader("", new @Nullable TraceColumn[0], null, "");

  private final String path;
  private final @Nullable TraceColumn[] byField;
  private final @Nullable RejectReason fault;
  private final String faultDetail;

  private CsvHeader(
      String path,
      @Nullable TraceColumn[] byField,
      @Nullable RejectReason fault,
      String faultDetail) {
    this.path = path;
    this.byField = byField;
    this.fault = fault;
    this.faultDetail = faultDetail;
  }

  /**
   * The header of the file at {@code path}.
   *
   * @param names the header's names, null where empty; null if there is no header to be read
   */
  static CsvHeader of(
      @Nullable String @Nullable [] names, String path, Map<String, TraceColumn> columns) {
    if (names == null) {
      String detail = "the file's header can't be read";
      return new CsvHeader(path, NONE.byField, RejectReason.UNPARSABLE, detail);
    }
    @Nullable TraceColumn[] byField = new @Nullable TraceColumn[names.length];
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      if (name == null) {
        // pandas writes its index under no name.
        continue;
      }
      if (!seen.add(name)) {
        String detail = "the file's header names '" + name + "' twice";
        return new CsvHeader(path, byField, RejectReason.DUPLICATE_KEY, detail);
      }
      byField[i] = columns.get(name);
    }
    return new CsvHeader(path, byField, null, "");
  }

  /** The file. */
  String path() {
    return path;
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

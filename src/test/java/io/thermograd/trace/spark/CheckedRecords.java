package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a decoder makes of hostile bytes, for the fuzz targets: what must hold of any of it. */
final class CheckedRecords {
  private static final int MOST_RAW = 1 << 10;

  private final List<Decoded> all = new ArrayList<>();

  void add(Decoded decoded) {
    if (decoded instanceof Rejected rejected && rejected.raw().length() > MOST_RAW) {
      throw new AssertionError("Raw text of " + rejected.raw().length() + " characters");
    }
    all.add(decoded);
  }

  List<Decoded> all() {
    return all;
  }

  /** Whatever was read is told: no bytes are passed over in silence. */
  void mustNotBeSilent() {
    if (all.isEmpty()) {
      throw new AssertionError("Neither a record nor a rejection");
    }
  }

  static TraceInput input(InputFormat format, @Nullable TagMapping tags) {
    return new TraceInput(
        "x",
        format,
        null,
        Map.of(),
        SessionRule.NONE,
        TraceInput.DEFAULT_MAX_RECORD_BYTES,
        tags,
        new RunNaming(null, RunNaming.Part.FILE_NAME));
  }
}

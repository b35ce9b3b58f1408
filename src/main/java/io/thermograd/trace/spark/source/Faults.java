package io.thermograd.trace.spark.source;

import java.io.FileNotFoundException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in a few words what an exception means to who reads the quarantine. */
final class Faults {
  private static final int LONGEST = 160;

  private Faults() {}

  static String describe(Exception e) {
    String line = firstLine(e.getMessage());
    if (e instanceof FileNotFoundException) {
      // The JDK's own streams say of a forbidden file that it isn't found.
      return line.endsWith("(Permission denied)") ? "permission denied" : "file not found";
    }
    if (line.isEmpty()) {
      return e.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("").strip();
  }
}

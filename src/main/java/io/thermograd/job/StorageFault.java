package io.thermograd.job;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.security.AccessControlException;

/**
 * Failures of what a job writes to or reads from, which are no bugs: full disks, lacking rights.
 */
final class StorageFault {
  /** What operating systems and file systems say; exceptions of tasks carry the words only. */
  private static final List<String> SAID =
      List.of("No space left on device", "Disk quota exceeded", "quota of", "Permission denied");

  /** Spark says where a task was writing around what the file system said. */
  private static final Pattern WRITING = Pattern.compile("while writing rows to (\\S+?)\\.(\\s|$)");

  private StorageFault() {}

  /** What the file system said, if that is what {@code failure} comes from. */
  static Optional<String> of(Throwable failure) {
    String writing = "";
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = each.getMessage();
      Matcher where = WRITING.matcher(message == null ? "" : message);
      if (where.find()) {
        writing = ", writing to " + where.group(1);
      }
      if (each instanceof IOException && message != null) {
        if (each instanceof AccessControlException || each instanceof AccessDeniedException) {
          return Optional.of(message + writing);
        }
        if (SAID.stream().anyMatch(message::contains)) {
          return Optional.of(message.lines().findFirst().orElse(message) + writing);
        }
      }
    }
    return Optional.empty();
  }
}

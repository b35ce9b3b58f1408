package io.thermograd.job;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.security.AccessControlException;

/**
 * Failures of what a job writes to or reads from, which are no bugs: full disks, lacking rights.
 */
final class StorageFault {
  /** What operating systems and file systems say; exceptions of tasks carry the words only. */
  private static final List<String> SAID =
      List.of("No space left on device", "Disk quota exceeded", "quota of", "Permission denied");

  private StorageFault() {}

  /** What the file system said, if that is what {@code failure} comes from. */
  static Optional<String> of(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = each.getMessage();
      if (each instanceof IOException && message != null) {
        if (each instanceof AccessControlException || each instanceof AccessDeniedException) {
          return Optional.of(message);
        }
        if (SAID.stream().anyMatch(message::contains)) {
          return Optional.of(message.lines().findFirst().orElse(message));
        }
      }
    }
    return Optional.empty();
  }
}

package io.thermograd.job.declaration;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the user wrote something.
 *
 * @param source the file, or the {@code --set} option
 * @param line 1-based; null in an option
 */
public record Where(String source, @Nullable Integer line) {
  public Where {
    Objects.requireNonNull(source, "source");
  }

  /** As compilers write it, so that terminals and editors make it a link. */
  @Override
  public String toString() {
    return line == null ? source : source + ":" + line;
  }
}

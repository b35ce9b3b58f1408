package io.thermograd.incremental;

import java.util.Objects;

/**
 * What names a file among those that are read: the same file may be read by two rules.
 *
 * @param rule how it is read: {@link io.thermograd.trace.TraceInput#readingRule}
 * @param path the file
 */
public record FileKey(String rule, String path) {
  public FileKey {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(path, "path");
  }
}

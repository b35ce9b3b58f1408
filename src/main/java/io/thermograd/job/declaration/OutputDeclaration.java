package io.thermograd.job.declaration;

import java.util.Objects;
import java.util.Set;

/**
 * Where the tables go.
 *
 * @param path a folder, in Hadoop's syntax
 * @param format how they are written
 * @param exports the copies for other programs; empty for none
 */
public record OutputDeclaration(String path, OutputFormat format, Set<ExportFormat> exports) {
  public OutputDeclaration {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(format, "format");
    exports = Set.copyOf(exports);
  }
}

package io.thermograd.job;

import io.thermograd.trace.TraceInput;
import java.util.List;
import java.util.Objects;

/**
 * The files that an input stands for.
 *
 * @param input as declared
 * @param files fully qualified, sorted, at least one
 * @param bytes their size, as they are stored
 */
public record ListedInput(TraceInput input, List<String> files, long bytes) {
  public ListedInput {
    Objects.requireNonNull(input, "input");
    files = List.copyOf(files);
  }
}

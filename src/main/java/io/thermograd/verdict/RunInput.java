package io.thermograd.verdict;

import io.thermograd.trace.RunFacts;
import java.util.List;
import java.util.Objects;

/**
 * All that is known of one run before its analysis.
 *
 * @param run its id
 * @param facts what is declared of it, and what it logged of its optimizer
 * @param counts what became of its records
 * @param steps its scalar series
 * @param layers its layers' moments, every layer and epoch, in any order
 */
public record RunInput(
    String run, RunFacts facts, RunCounts counts, StepSeries steps, List<LayerEpochNoise> layers) {
  public RunInput {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(steps, "steps");
    layers = List.copyOf(layers);
  }
}

package io.thermograd.job;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.TraceCensus;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.TraceSample;
import java.util.List;
import java.util.Objects;

/**
 * What {@code validate} found of the files of one format.
 *
 * @param paths what to declare as the input's path
 * @param input how the files are best read
 * @param files how many there are
 * @param sample the look at them
 * @param epochs where the epochs come from
 * @param leftOut why the full losses are left out, in words; empty if they aren't
 */
record ValidatedInput(
    List<String> paths,
    TraceInput input,
    int files,
    TraceSample sample,
    Epochs epochs,
    List<String> leftOut) {
  /** Where the epochs come from. */
  enum Epochs {
    /** The records have them, or are one epoch without. */
    OF_RECORDS,
    /** The records need {@code steps_per_epoch}. */
    UNDECLARED
  }

  ValidatedInput {
    paths = List.copyOf(paths);
    leftOut = List.copyOf(leftOut);
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(sample, "sample");
    Objects.requireNonNull(epochs, "epochs");
  }

  TraceCensus census() {
    return sample.census();
  }

  /** Whether records of several runs of an export fall back in step, which is rarely a resume. */
  boolean isExportWithFallingSteps() {
    return input.tags() != null
        && input.format() == InputFormat.CSV
        && census().runs().size() > 1
        && census().fallingSteps() > 0;
  }

  /** Whether all steps are in one epoch. */
  boolean isOneEpoch() {
    return census().epochs().size() == 1 && census().lastStep() > census().firstStep();
  }
}

package io.thermograd.trace.spark.tensorboard;

/** One value that an event logs under a tag. */
public sealed interface LoggedValue {

  /** What it is called, such as {@code train/loss}. */
  String tag();

  /** A number. */
  record Scalar(String tag, double value) implements LoggedValue {}

  /**
   * The moments of a histogram's elements.
   *
   * @param count elements, a whole number unless the file is wrong
   * @param sum their sum
   * @param sumSquares the sum of their squares
   */
  record Moments(String tag, double count, double sum, double sumSquares) implements LoggedValue {}
}

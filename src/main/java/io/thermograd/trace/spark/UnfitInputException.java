package io.thermograd.trace.spark;

import java.util.List;

/** An input whose files can't be a trace as it is declared: the user's mistake, in user's terms. */
public final class UnfitInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String reason;
  private final String remedy;

  private UnfitInputException(String problem, String reason, String remedy) {
    super(problem + ": " + reason + ". " + remedy + ".");
    this.problem = problem;
    this.reason = reason;
    this.remedy = remedy;
  }

  static UnfitInputException empty(String path) {
    return new UnfitInputException(
        "Cannot read " + path,
        "no files are there",
        "Check the path and that the logs were written");
  }

  static UnfitInputException unfit(String file, String misfit, List<String> found) {
    return new UnfitInputException(
        "Cannot read " + file + " as a trace",
        misfit + "; found the columns " + String.join(", ", found),
        "Map its columns under `columns:` (as `step: iteration`), declare its `kind:`, or declare"
            + " steps_per_epoch under `runs:` where the epoch is missing");
  }

  /** What can't be done. */
  public String problem() {
    return problem;
  }

  /** Why not. */
  public String reason() {
    return reason;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}

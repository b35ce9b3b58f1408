package io.thermograd.trace.spark.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An input that isn't there or may not be listed: the user's mistake, said in the user's terms. */
public final class InputNotFoundException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String reason;
  private final String remedy;

  private InputNotFoundException(
      String problem, String reason, String remedy, @Nullable IOException cause) {
    super(problem + ": " + reason + ". " + remedy + ".", cause);
    this.problem = problem;
    this.reason = reason;
    this.remedy = remedy;
  }

  static InputNotFoundException missing(String path) {
    return new InputNotFoundException(
        "Cannot read " + path,
        "no file or folder is there, and as a pattern it matches none",
        "Check the spelling, and that every machine of the job sees this file system",
        null);
  }

  static InputNotFoundException forbidden(String path, IOException cause) {
    return new InputNotFoundException(
        "Cannot read " + path,
        "permission denied (" + Faults.describe(cause) + ")",
        "Let the job's user read the file and list its folder",
        cause);
  }

  static InputNotFoundException unreachable(String path, Exception cause) {
    return new InputNotFoundException(
        "Cannot read " + path,
        "its file system can't be reached (" + Faults.describe(cause) + ")",
        "Check the path's scheme and host, and that the file system's connector is on the class path",
        cause instanceof IOException io ? io : new IOException(cause));
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

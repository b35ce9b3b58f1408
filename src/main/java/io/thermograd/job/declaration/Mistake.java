package io.thermograd.job.declaration;

import org.jspecify.annotations.Nullable;

/**
 * One thing that the user has to put right.
 *
 * @param where where it is written; null when it isn't in a declaration
 * @param path the declaration's key, as {@code --set} writes it; empty when it has none
 * @param problem what can't be done
 * @param cause why not
 * @param remedy what to do
 */
public record Mistake(
    @Nullable Where where, String path, String problem, String cause, String remedy) {
  public Mistake {
    path = oneLine(path);
    problem = oneLine(problem);
    cause = oneLine(cause);
    remedy = oneLine(remedy);
  }

  /** The three lines that a person reads. */
  public String text() {
    String place = (where == null ? "" : where + ": ") + (path.isEmpty() ? "" : path + ": ");
    return oneLine(place) + problem + "\n  cause: " + cause + "\n  remedy: " + remedy;
  }

  // It quotes what the user wrote, which must not steer the terminal.
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "�");
  }
}

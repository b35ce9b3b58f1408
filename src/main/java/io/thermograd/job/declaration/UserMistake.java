package io.thermograd.job.declaration;

import java.util.List;
import java.util.stream.Collectors;

/** The job can't be done as the user asked: printed without a stack trace, exit code 2. */
public final class UserMistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  /** A mistake that isn't at a place of a declaration. */
  public UserMistake(String problem, String cause, String remedy) {
    this(List.of(new Mistake(null, "", problem, cause, remedy)));
  }

  /** All mistakes at once, at least one. */
  public UserMistake(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::text).collect(Collectors.joining("\n")));
    if (mistakes.isEmpty()) {
      throw new IllegalArgumentException("Invalid mistakes: none");
    }
    this.mistakes = List.copyOf(mistakes);
  }

  /** The mistakes, in the order in which they are told. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}

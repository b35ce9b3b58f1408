package io.thermograd.job.declaration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects mistakes, so that the user hears of all at once. */
final class Problems {
  private static final Comparator<Mistake> BY_PLACE =
      Comparator.comparingInt(mistake -> lineOf(mistake.where()));

  private final List<Mistake> mistakes = new ArrayList<>();

  void add(@Nullable Where where, String path, String problem, String cause, String remedy) {
    mistakes.add(new Mistake(where, path, problem, cause, remedy));
  }

  int count() {
    return mistakes.size();
  }

  /** Throws what has been collected, the file's mistakes in its order, then the options'. */
  void throwIfAny() {
    if (!mistakes.isEmpty()) {
      throw new UserMistake(mistakes.stream().sorted(BY_PLACE).toList());
    }
  }

  private static int lineOf(@Nullable Where where) {
    return where == null || where.line() == null ? Integer.MAX_VALUE : where.line();
  }
}

package io.thermograd.job.declaration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What a user who mistyped a name may have meant. */
public final class Suggestion {
  private static final int MAX_LENGTH = 100;

  private Suggestion() {}

  /**
   * The nearest of {@code known}, if it is near: two letters swapped count as two changes, and at
   * most three changes are near.
   */
  public static Optional<String> nearest(String written, Collection<String> known) {
    if (written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> distance(written, name) <= Math.max(1, Math.min(3, name.length() / 2)))
        .min(
            Comparator.<String>comparingInt(name -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A remedy: the nearest name, or else all of them. */
  public static String remedy(String written, Collection<String> known) {
    return nearest(written, known)
        .map(name -> "did you mean `" + name + "`?")
        .orElseGet(() -> "use one of: " + String.join(", ", known));
  }

  private static int distance(String written, String name) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }
}

package io.thermograd.job.declaration;

import java.util.ArrayList;
import java.util.List;

/** What {@code --explain} says of a declaration's keys. */
public final class Explanation {
  private static final String NO_NAME = "";

  private Explanation() {}

  /** A key as it is explained. */
  private record Line(String path, Key<?> key) {
    String type() {
      return key.type().describe();
    }

    String fallback() {
      return key.need() == Key.Need.REQUIRED ? "required" : "default: " + key.defaultText();
    }
  }

  /** All keys, one a line with its meaning. */
  public static String ofAll() {
    List<Line> lines = lines();
    int width = lines.stream().mapToInt(line -> line.path().length()).max().orElseThrow();
    StringBuilder text = new StringBuilder("Keys of a declaration (--explain KEY tells more):\n\n");
    for (Line line : lines) {
      text.append("  ").append(line.path()).append(" ".repeat(width - line.path().length()));
      text.append("  ").append(line.key().meaning()).append('\n');
    }
    return text.toString();
  }

  /**
   * One key, and the keys under it.
   *
   * @param path as {@code --set} writes it, with or without list indices
   * @throws UserMistake if there is no such key
   */
  public static String of(String path) {
    String wanted = schemaPath(path);
    List<Line> lines = lines();
    List<Line> found =
        lines.stream()
            .filter(line -> line.path().equals(wanted) || line.path().startsWith(wanted + "."))
            .toList();
    if (found.isEmpty()) {
      throw new UserMistake(
          "cannot explain `" + path + "`",
          "a declaration has no such key",
          Suggestion.nearest(wanted, lines.stream().map(Line::path).toList())
              .map(near -> "did you mean `" + near + "`?")
              .orElse("`--explain` alone lists all keys"));
    }
    StringBuilder text = new StringBuilder();
    for (Line line : found) {
      text.append(line.path()).append('\n');
      text.append("  ").append(line.key().meaning()).append('\n');
      text.append("  takes: ").append(line.type()).append('\n');
      text.append("  ").append(line.fallback()).append('\n');
    }
    return text.toString();
  }

  /** The schema's path of a path in a declaration: no indices, any pattern called PATTERN. */
  static String schemaPath(String path) {
    List<String> segments = KeyPath.split(path);
    if (segments == null) {
      return path;
    }
    List<String> generic = new ArrayList<>();
    for (String segment : segments) {
      boolean pattern = generic.size() == 1 && generic.get(0).equals("runs");
      if (pattern && !keyOfRuns(segment)) {
        generic.add("PATTERN");
      } else if (!segment.matches("\\d+")) {
        if (pattern) {
          generic.add("PATTERN");
        }
        generic.add(segment);
      }
    }
    return String.join(".", generic);
  }

  private static boolean keyOfRuns(String segment) {
    return RunsSchema.SECTION.keys().stream().anyMatch(key -> key.name().equals(segment));
  }

  private static List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    collect("", JobSchema.declaration(NO_NAME).keys(), lines);
    return lines;
  }

  private static void collect(String parent, List<Key<?>> keys, List<Line> lines) {
    for (Key<?> key : keys) {
      String path = KeyPath.join(parent, key.name());
      lines.add(new Line(path, key));
      String step = key.type().step();
      collect(step.isEmpty() ? path : KeyPath.join(path, step), key.type().keys(), lines);
    }
  }
}

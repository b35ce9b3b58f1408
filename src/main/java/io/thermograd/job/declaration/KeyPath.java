package io.thermograd.job.declaration;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dotted path into a declaration, such as {@code input.0.path} or {@code runs."szt_*".lr}. */
final class KeyPath {
  private KeyPath() {}

  /** {@code parent} and then {@code segment}, which is quoted where it must be. */
  static String join(String parent, String segment) {
    String written = needsQuotes(segment) ? '"' + segment + '"' : segment;
    return parent.isEmpty() ? written : parent + "." + written;
  }

  /** The path's segments without their quotes; null if it isn't well formed. */
  static @Nullable List<String> split(String path) {
    List<String> segments = new ArrayList<>();
    int at = 0;
    while (at <= path.length()) {
      int end = endOfSegment(path, at);
      String segment = end < 0 ? "" : unquoted(path.substring(at, end));
      if (segment.isEmpty()) {
        return null;
      }
      segments.add(segment);
      at = end + 1;
    }
    return segments;
  }

  /** Where the first {@code =} outside quotes is; −1 if there is none. */
  static int equalsSign(String option) {
    char quote = 0;
    for (int i = 0; i < option.length(); i++) {
      char c = option.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '=') {
        return i;
      }
    }
    return -1;
  }

  private static int endOfSegment(String path, int at) {
    if (at < path.length() && (path.charAt(at) == '"' || path.charAt(at) == '\'')) {
      int close = path.indexOf(path.charAt(at), at + 1);
      boolean closed = close > 0 && (close + 1 == path.length() || path.charAt(close + 1) == '.');
      return closed ? close + 1 : -1;
    }
    int dot = path.indexOf('.', at);
    return dot < 0 ? path.length() : dot;
  }

  private static String unquoted(String segment) {
    boolean quoted = segment.startsWith("\"") || segment.startsWith("'");
    return quoted ? segment.substring(1, segment.length() - 1) : segment;
  }

  private static boolean needsQuotes(String segment) {
    return !segment.matches("[\\w-]+");
  }
}

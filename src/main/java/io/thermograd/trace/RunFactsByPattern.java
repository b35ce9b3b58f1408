package io.thermograd.trace;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a declaration says of runs by patterns of their ids. {@code *} stands for any text and
 * {@code ?} for any one character; nothing else is special. Of several patterns that match a run, a
 * later one overrides an earlier one field by field.
 */
public final class RunFactsByPattern implements Serializable {
  private static final long serialVersionUID = 1;

  /** No run is declared. */
  public static final RunFactsByPattern NONE = new RunFactsByPattern(Map.of());

  private record Entry(Pattern pattern, PartialRunFacts facts) implements Serializable {}

  // An ArrayList, since List itself isn't Serializable.
  private final ArrayList<Entry> entries = new ArrayList<>();

  /**
   * The facts of {@code byPattern}, in the map's order.
   *
   * @param byPattern a map whose order is the declaration's, such as a LinkedHashMap
   */
  public RunFactsByPattern(Map<String, PartialRunFacts> byPattern) {
    byPattern.forEach(
        (glob, facts) ->
            entries.add(new Entry(compile(glob), Objects.requireNonNull(facts, "facts"))));
  }

  /** What is declared of {@code run}. */
  public RunFacts of(String run) {
    RunFacts facts = RunFacts.UNKNOWN;
    for (Entry entry : entries) {
      if (entry.pattern.matcher(run).matches()) {
        facts = entry.facts.over(facts);
      }
    }
    return facts;
  }

  /** Whether any pattern declares {@code steps_per_epoch}, so that records may lack an epoch. */
  public boolean declaresStepsPerEpoch() {
    return entries.stream().anyMatch(entry -> entry.facts.stepsPerEpoch() != null);
  }

  /** What the patterns say of epochs, in a line: all that the reading of records depends on. */
  public String epochRules() {
    return entries.stream()
        .filter(entry -> entry.facts.stepsPerEpoch() != null)
        .map(entry -> entry.pattern.pattern() + " " + entry.facts.stepsPerEpoch())
        .collect(Collectors.joining("; "));
  }

  private static Pattern compile(String glob) {
    List<String> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*' || c == '?') {
        parts.add(Pattern.quote(literal.toString()));
        parts.add(c == '*' ? ".*" : ".");
        literal.setLength(0);
      } else {
        literal.append(c);
      }
    }
    parts.add(Pattern.quote(literal.toString()));
    return Pattern.compile(String.join("", parts), Pattern.DOTALL);
  }
}

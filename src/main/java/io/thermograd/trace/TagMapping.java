package io.thermograd.trace;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which named values of a log are what: the contract by which any format's scalars become records.
 * Each role has patterns in an order of preference; a name is a role's if one of them matches the
 * whole of it, and the group {@code layer} names the layer ({@value #ONE_LAYER} without one). Of
 * several names for one role one is used, never a sum: see {@link StepAssembler}.
 *
 * @param declared the patterns of roles that are declared, case as written; no pattern turns a role
 *     off; what isn't declared is matched by {@linkplain #DEFAULT defaults}, whatever the case
 */
public record TagMapping(Map<TagRole, List<String>> declared) implements Serializable {
  /** The layer of a gradient that is logged of the whole model. */
  public static final String ONE_LAYER = "model";

  /** The habits of common tools. */
  public static final TagMapping DEFAULT = new TagMapping(Map.of());

  /** Names the layer in a pattern. */
  static final String LAYER_GROUP = "layer";

  public TagMapping {
    Map<TagRole, List<String>> copy = new EnumMap<>(TagRole.class);
    declared.forEach((role, patterns) -> copy.put(role, List.copyOf(patterns)));
    declared = copy;
    copy.forEach((role, patterns) -> patterns.forEach(pattern -> compile(role, pattern, 0)));
  }

  @Override
  public Map<TagRole, List<String>> declared() {
    return Map.copyOf(declared);
  }

  /**
   * A pattern of a role, ready to be matched.
   *
   * @param guess whether a name that it matches may well be something else
   */
  record Rule(TagRole role, int rank, Pattern pattern, boolean namesLayer, boolean guess) {}

  /** All rules in the order in which a name is tried: what is declared goes first. */
  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    declared.forEach(
        (role, patterns) -> {
          for (int rank = 0; rank < patterns.size(); rank++) {
            rules.add(rule(role, rank, compile(role, patterns.get(rank), 0), false));
          }
        });
    addDefaults(TagDefaults.PATTERNS, false, rules);
    addDefaults(TagDefaults.GUESSES, true, rules);
    return rules;
  }

  private void addDefaults(Map<TagRole, List<String>> defaults, boolean guess, List<Rule> rules) {
    defaults.forEach(
        (role, patterns) -> {
          // Guesses rank behind all that is sure.
          int first = guess ? TagDefaults.PATTERNS.getOrDefault(role, List.of()).size() : 0;
          for (int i = 0; !declared.containsKey(role) && i < patterns.size(); i++) {
            Pattern pattern = compile(role, patterns.get(i), Pattern.CASE_INSENSITIVE);
            rules.add(rule(role, first + i, pattern, guess));
          }
        });
  }

  private static Rule rule(TagRole role, int rank, Pattern pattern, boolean guess) {
    return new Rule(role, rank, pattern, namesLayer(pattern), guess);
  }

  private static Pattern compile(TagRole role, String regex, int flags) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex, flags | Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Invalid pattern of " + role.key() + ": " + e.getDescription() + " in '" + regex + "'",
          e);
    }
    if (!role.isOfLayer() && namesLayer(pattern)) {
      throw new IllegalArgumentException(
          "Invalid pattern of "
              + role.key()
              + ": it isn't of a layer, but '"
              + regex
              + "' names one");
    }
    return pattern;
  }

  private static boolean namesLayer(Pattern pattern) {
    return pattern.pattern().contains("(?<" + LAYER_GROUP + ">");
  }
}

package io.thermograd.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Finds the role of a name; remembers the names it has seen. Not safe for several threads. */
public final class TagMatcher {
  /** A log of more names than this isn't one of a model's; its names are matched anew. */
  private static final int MOST_REMEMBERED = 50_000;

  /**
   * Guesses look for words in a name: of a longer one, at a price, and nobody's loss is called so.
   */
  private static final int LONGEST_GUESSED = 200;

  private static final TagMatch NO_ROLE = new TagMatch(TagRole.RUN, Integer.MAX_VALUE, "");

  private final List<TagMapping.Rule> rules;
  private final Map<String, TagMatch> known = new HashMap<>();

  /** A matcher of {@code mapping}. */
  public TagMatcher(TagMapping mapping) {
    this.rules = mapping.rules();
  }

  /** What {@code name} is; null if no pattern matches it. */
  public @Nullable TagMatch match(String name) {
    TagMatch match = known.get(name);
    if (match == null) {
      match = find(name);
      if (known.size() >= MOST_REMEMBERED) {
        known.clear();
      }
      known.put(name, match);
    }
    return match.equals(NO_ROLE) ? null : match;
  }

  private TagMatch find(String name) {
    for (TagMapping.Rule rule : rules) {
      if (rule.guess() && name.length() > LONGEST_GUESSED) {
        continue;
      }
      Matcher matcher = rule.pattern().matcher(name);
      if (matcher.matches()) {
        return new TagMatch(rule.role(), rule.rank(), layer(rule, matcher), rule.guess());
      }
    }
    return NO_ROLE;
  }

  private static String layer(TagMapping.Rule rule, Matcher matcher) {
    if (!rule.role().isOfLayer()) {
      return "";
    }
    String named = rule.namesLayer() ? matcher.group(TagMapping.LAYER_GROUP) : null;
    return named == null ? TagMapping.ONE_LAYER : named;
  }
}

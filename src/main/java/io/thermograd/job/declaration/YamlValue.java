package io.thermograd.job.declaration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A declaration's tree, each value with the place where it is written. */
sealed interface YamlValue {

  /** Where it is written. */
  Where where();

  /** What a person calls it. */
  String noun();

  /** How a scalar is written. */
  enum Style {
    PLAIN,
    QUOTED
  }

  /** A text, number, truth value or null: the reader of a key decides by its type. */
  record Scalar(String text, Style style, Where where) implements YamlValue {
    private static final int MAX_SHOWN = 60;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    /** Whether it says that there is no value. */
    boolean isNull() {
      return style == Style.PLAIN && NULLS.contains(text);
    }

    @Override
    public String noun() {
      if (isNull()) {
        return "nothing";
      }
      String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN - 1) + "…";
      return style == Style.QUOTED ? "the text \"" + shown + '"' : '`' + shown + '`';
    }
  }

  /** A list. */
  record Sequence(List<YamlValue> items, Where where) implements YamlValue {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String noun() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /** A map, in the order in which it is written. */
  record Mapping(Map<String, Entry> entries, Where where) implements YamlValue {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String noun() {
      return "a map";
    }
  }

  /** A map's value, and where its key is. */
  record Entry(Where keyAt, YamlValue value) {}

  /** Whether {@code value} says that there is no value. */
  static boolean isNull(YamlValue value) {
    return value instanceof Scalar scalar && scalar.isNull();
  }
}

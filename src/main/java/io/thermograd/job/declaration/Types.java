package io.thermograd.job.declaration;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** The types of values that keys share. */
final class Types {
  private Types() {}

  /** Any text that isn't empty; a number or truth value is taken as it is written. */
  record Text(String describe) implements ValueType<String> {
    @Override
    public @Nullable String read(YamlValue value, String path, Problems problems) {
      if (value instanceof YamlValue.Scalar scalar && !scalar.text().isBlank()) {
        return scalar.text();
      }
      mismatch(value, path, problems);
      return null;
    }
  }

  /** A whole number; {@code 1_000} and {@code 1e3} are whole, {@code 1.5} isn't. */
  record WholeNumber(long min, long max) implements ValueType<Long> {
    @Override
    public String describe() {
      return max == Long.MAX_VALUE || max == Integer.MAX_VALUE
          ? "a whole number from " + min
          : "a whole number from " + min + " to " + max;
    }

    @Override
    public @Nullable Long read(YamlValue value, String path, Problems problems) {
      BigDecimal number = number(value);
      if (number != null && isLong(number)) {
        long whole = number.longValueExact();
        if (whole >= min && whole <= max) {
          return whole;
        }
      }
      mismatch(value, path, problems);
      return null;
    }

    private static boolean isLong(BigDecimal number) {
      // The scale is looked at first: 1e999999999 must not be written out in digits.
      return number.precision() - number.scale() <= 19
          && number.stripTrailingZeros().scale() <= 0
          && number.toBigInteger().bitLength() < Long.SIZE;
    }
  }

  /** A number within bounds, which {@code bounds} tells in words. */
  record RealNumber(DoublePredicate within, String bounds) implements ValueType<Double> {
    @Override
    public String describe() {
      return bounds.isEmpty() ? "a number" : "a number " + bounds;
    }

    @Override
    public @Nullable Double read(YamlValue value, String path, Problems problems) {
      BigDecimal number = number(value);
      if (number != null && Double.isFinite(number.doubleValue())) {
        double real = number.doubleValue();
        if (within.test(real)) {
          return real;
        }
      }
      mismatch(value, path, problems);
      return null;
    }
  }

  /** {@code true} or {@code false}. */
  record Truth() implements ValueType<Boolean> {
    @Override
    public String describe() {
      return "true or false";
    }

    @Override
    public @Nullable Boolean read(YamlValue value, String path, Problems problems) {
      if (value instanceof YamlValue.Scalar scalar
          && scalar.style() != YamlValue.Style.QUOTED
          && (scalar.text().equals("true") || scalar.text().equals("false"))) {
        return scalar.text().equals("true");
      }
      mismatch(value, path, problems);
      return null;
    }
  }

  /** One of an enum's constants in lower case; {@code -} and {@code _} are one. */
  record Choice<E extends Enum<E>>(Class<E> type) implements ValueType<E> {
    List<String> names() {
      return Arrays.stream(type.getEnumConstants()).map(Types::nameOf).toList();
    }

    @Override
    public String describe() {
      return names().size() == 1 ? names().get(0) : "one of " + String.join(", ", names());
    }

    @Override
    public @Nullable E read(YamlValue value, String path, Problems problems) {
      if (!(value instanceof YamlValue.Scalar scalar)) {
        mismatch(value, path, problems);
        return null;
      }
      String written = scalar.text().strip().toLowerCase(Locale.ROOT).replace('-', '_');
      for (E constant : type.getEnumConstants()) {
        if (nameOf(constant).equals(written)) {
          return constant;
        }
      }
      unknownChoice(scalar, this, names(), path, problems);
      return null;
    }
  }

  /** {@code auto}, read as null, or what {@code fixed} takes. */
  record AutoOr<T>(ValueType<T> fixed) implements ValueType<T> {
    @Override
    public String describe() {
      return "auto or " + fixed.describe();
    }

    @Override
    public @Nullable T read(YamlValue value, String path, Problems problems) {
      if (value instanceof YamlValue.Scalar scalar && scalar.text().equals("auto")) {
        return null;
      }
      // A problem of `fixed` wouldn't say that `auto` is possible too.
      Problems trial = new Problems();
      T read = fixed.read(value, path, trial);
      if (trial.count() > 0) {
        mismatch(value, path, problems);
      }
      return read;
    }
  }

  /** A list of at least one item. */
  record ListOf<T>(ValueType<T> item) implements ValueType<List<T>> {
    @Override
    public String describe() {
      return "a list of at least one item, each " + item.describe();
    }

    @Override
    public @Nullable List<T> read(YamlValue value, String path, Problems problems) {
      if (!(value instanceof YamlValue.Sequence sequence) || sequence.items().isEmpty()) {
        mismatch(value, path, problems);
        return null;
      }
      List<T> items = new ArrayList<>();
      for (int i = 0; i < sequence.items().size(); i++) {
        T read =
            item.read(sequence.items().get(i), KeyPath.join(path, Integer.toString(i)), problems);
        if (read != null) {
          items.add(read);
        }
      }
      return items;
    }

    @Override
    public List<Key<?>> keys() {
      return item.keys();
    }
  }

  /** One item, or a list of them. */
  record OneOrMore<T>(ValueType<T> item) implements ValueType<List<T>> {
    @Override
    public String describe() {
      return item.describe() + ", or a list of such";
    }

    @Override
    public @Nullable List<T> read(YamlValue value, String path, Problems problems) {
      if (value instanceof YamlValue.Sequence) {
        return new ListOf<>(item).read(value, path, problems);
      }
      T one = item.read(value, path, problems);
      return one == null ? null : List.of(one);
    }
  }

  /** A map from patterns of the user's to sections, in the order in which it is written. */
  record ByPattern<T>(String pattern, Section<T> section) implements ValueType<Map<String, T>> {
    @Override
    public String describe() {
      return "a map from " + pattern + " to " + section.describe();
    }

    @Override
    public @Nullable Map<String, T> read(YamlValue value, String path, Problems problems) {
      if (!(value instanceof YamlValue.Mapping mapping)) {
        mismatch(value, path, problems);
        return null;
      }
      Map<String, T> byPattern = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (name, entry) -> {
                T read =
                    YamlValue.isNull(entry.value())
                        ? null
                        : section.read(entry.value(), KeyPath.join(path, name), problems);
                if (read != null) {
                  byPattern.put(name, read);
                }
              });
      return byPattern;
    }

    @Override
    public List<Key<?>> keys() {
      return section.keys();
    }

    @Override
    public String step() {
      return "PATTERN";
    }
  }

  static <E extends Enum<E>> String nameOf(E constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Adds the problem that a scalar is none of {@code names}. */
  static void unknownChoice(
      YamlValue.Scalar scalar,
      ValueType<?> type,
      List<String> names,
      String path,
      Problems problems) {
    problems.add(
        scalar.where(),
        path,
        "unknown value `" + scalar.text() + "`",
        "the key takes " + type.describe(),
        Suggestion.remedy(scalar.text(), names));
  }

  private static @Nullable BigDecimal number(YamlValue value) {
    if (!(value instanceof YamlValue.Scalar scalar)
        || scalar.style() == YamlValue.Style.QUOTED
        || !scalar
            .text()
            .matches("[+-]?(\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)([eE][+-]?\\d{1,6})?")) {
      return null;
    }
    return new BigDecimal(scalar.text().replace("_", ""));
  }
}

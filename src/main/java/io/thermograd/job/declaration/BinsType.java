package io.thermograd.job.declaration;

import io.thermograd.equilibrium.BinRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the loss range is cut: a rule's name, or a map of one key that fixes it. */
final class BinsType implements ValueType<BinRule> {
  private static final List<String> NAMES = List.of("freedman-diaconis", "logarithmic");

  private static final Key<Long> COUNT =
      key("count", new Types.WholeNumber(2, 512), "so many bins of equal width");
  private static final Key<Double> WIDTH =
      key(
          "width",
          new Types.RealNumber(width -> width > 0, "above 0"),
          "bins of this width, in units of the loss");
  private static final Key<Long> QUANTILES =
      key("quantiles", new Types.WholeNumber(2, 512), "so many bins of equal occupancy");

  private static final Section<BinRule> FIXED =
      new Section<>("a fixed bin rule", List.of(COUNT, WIDTH, QUANTILES), BinsType::fixed);

  @Override
  public String describe() {
    return "freedman-diaconis, logarithmic, {count: 32}, {width: 0.05} or {quantiles: 32}";
  }

  @Override
  public @Nullable BinRule read(YamlValue value, String path, Problems problems) {
    if (value instanceof YamlValue.Mapping mapping) {
      BinRule rule = FIXED.read(value, path, problems);
      if (rule == null && mapping.entries().keySet().stream().allMatch(BinsType::isKey)) {
        oneOnly(mapping, path, problems);
      }
      return rule;
    }
    if (!(value instanceof YamlValue.Scalar scalar)) {
      mismatch(value, path, problems);
      return null;
    }
    return switch (scalar.text().replace('_', '-')) {
      // `auto` is every equilibrium key's default, so it is this one's too.
      case "freedman-diaconis", "auto" -> new BinRule.FreedmanDiaconis();
      case "logarithmic" -> new BinRule.Logarithmic();
      default -> {
        Types.unknownChoice(scalar, this, NAMES, path, problems);
        yield null;
      }
    };
  }

  @Override
  public List<Key<?>> keys() {
    return FIXED.keys();
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String meaning) {
    return Key.optional(name, type, null, "not fixed", meaning);
  }

  private static boolean isKey(String name) {
    return FIXED.keys().stream().anyMatch(key -> key.name().equals(name));
  }

  private void oneOnly(YamlValue.Mapping mapping, String path, Problems problems) {
    if (mapping.entries().size() != 1) {
      problems.add(
          mapping.where(),
          path,
          "cannot fix the bins by " + mapping.entries().size() + " keys",
          "count, width and quantiles exclude each other",
          "keep one of them");
    }
  }

  private static @Nullable BinRule fixed(Fields fields) {
    List<BinRule> rules =
        Stream.of(
                rule(fields, COUNT, count -> new BinRule.Count(count.intValue())),
                rule(fields, WIDTH, BinRule.Width::new),
                rule(fields, QUANTILES, count -> new BinRule.Quantiles(count.intValue())))
            .flatMap(List::stream)
            .toList();
    return rules.size() == 1 ? rules.get(0) : null;
  }

  private static <T> List<BinRule> rule(Fields fields, Key<T> key, Function<T, BinRule> make) {
    T value = fields.optional(key);
    return value == null ? List.of() : List.of(make.apply(value));
  }
}

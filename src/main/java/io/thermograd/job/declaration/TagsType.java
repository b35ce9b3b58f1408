package io.thermograd.job.declaration;

import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TagRole;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From roles to patterns of a log's own names. */
final class TagsType implements ValueType<TagMapping> {
  private static final ValueType<List<String>> PATTERNS =
      new Types.OneOrMore<>(new Types.Text("a regular expression"));

  @Override
  public String describe() {
    return "auto, or a map from roles ("
        + String.join(", ", roles())
        + ") to a regular expression, a list of such, or [] for none";
  }

  @Override
  public @Nullable TagMapping read(YamlValue value, String path, Problems problems) {
    if (value instanceof YamlValue.Scalar scalar && scalar.text().equals("auto")) {
      return TagMapping.DEFAULT;
    }
    if (!(value instanceof YamlValue.Mapping mapping)) {
      mismatch(value, path, problems);
      return null;
    }
    Map<TagRole, List<String>> declared = new EnumMap<>(TagRole.class);
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String here = KeyPath.join(path, key);
              TagRole role = role(key, entry, here, problems);
              List<String> patterns = patterns(entry.value(), here, problems);
              if (role != null
                  && patterns != null
                  && isSound(role, patterns, entry, here, problems)) {
                declared.put(role, patterns);
              }
            });
    return new TagMapping(declared);
  }

  private static @Nullable TagRole role(
      String key, YamlValue.Entry entry, String here, Problems problems) {
    for (TagRole role : TagRole.values()) {
      if (role.key().equals(key)) {
        return role;
      }
    }
    problems.add(
        entry.keyAt(),
        here,
        "unknown role",
        "a trace has no role `" + key + "`; the left side is what a value is, the right its name",
        Suggestion.remedy(key, roles()));
    return null;
  }

  private static @Nullable List<String> patterns(YamlValue value, String here, Problems problems) {
    if (YamlValue.isNull(value)) {
      return null;
    }
    return value instanceof YamlValue.Sequence sequence && sequence.items().isEmpty()
        ? List.of()
        : PATTERNS.read(value, here, problems);
  }

  private static boolean isSound(
      TagRole role, List<String> patterns, YamlValue.Entry entry, String here, Problems problems) {
    try {
      return new TagMapping(Map.of(role, patterns)).declared().containsKey(role);
    } catch (IllegalArgumentException e) {
      problems.add(
          entry.value().where(),
          here,
          "cannot use this pattern",
          String.valueOf(e.getMessage()),
          "write a regular expression that matches the whole name, such as `grad_norm/(?<layer>.+)`");
      return false;
    }
  }

  private static List<String> roles() {
    return Arrays.stream(TagRole.values()).map(TagRole::key).toList();
  }
}

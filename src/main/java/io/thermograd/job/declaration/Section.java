package io.thermograd.job.declaration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map with known keys.
 *
 * @param noun what it is, such as {@code an input}
 * @param keys the keys, in the order in which they are explained
 * @param build makes the value of all keys' values; it may add problems and return null
 * @param <T> the value
 */
record Section<T>(String noun, List<Key<?>> keys, Function<Fields, @Nullable T> build)
    implements ValueType<T> {

  @Override
  public String describe() {
    return "a map of " + String.join(", ", names());
  }

  @Override
  public @Nullable T read(YamlValue value, String path, Problems problems) {
    if (!(value instanceof YamlValue.Mapping mapping)) {
      mismatch(value, path, problems);
      return null;
    }
    int before = problems.count();
    mapping.entries().forEach((name, entry) -> checkKnown(name, entry, path, problems));
    Map<Key<?>, Object> values = new HashMap<>();
    for (Key<?> key : keys) {
      Object read = readKey(key, mapping, path, problems);
      if (read != null) {
        values.put(key, read);
      }
    }
    return problems.count() > before
        ? null
        : build.apply(new Fields(mapping, values, path, problems));
  }

  private void checkKnown(String name, YamlValue.Entry entry, String path, Problems problems) {
    if (!names().contains(name)) {
      problems.add(
          entry.keyAt(),
          KeyPath.join(path, name),
          "unknown key",
          noun + " has no key `" + name + "`",
          Suggestion.remedy(name, names()));
    }
  }

  private <V> @Nullable V readKey(
      Key<V> key, YamlValue.Mapping mapping, String path, Problems problems) {
    YamlValue.Entry entry = mapping.entries().get(key.name());
    if (entry != null && !YamlValue.isNull(entry.value())) {
      return key.type().read(entry.value(), KeyPath.join(path, key.name()), problems);
    }
    if (key.need() == Key.Need.REQUIRED) {
      problems.add(
          entry == null ? mapping.where() : entry.keyAt(),
          KeyPath.join(path, key.name()),
          "missing key",
          noun + " needs `" + key.name() + "`: " + key.meaning(),
          "add it: " + key.type().describe());
    }
    return key.fallback();
  }

  private List<String> names() {
    return keys.stream().<String>map(Key::name).toList();
  }
}

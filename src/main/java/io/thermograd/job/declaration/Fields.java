package io.thermograd.job.declaration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a section's keys, all of them read without a problem. */
final class Fields {
  private final YamlValue.Mapping mapping;
  private final Map<Key<?>, Object> values;
  private final String path;
  private final Problems problems;

  Fields(YamlValue.Mapping mapping, Map<Key<?>, Object> values, String path, Problems problems) {
    this.mapping = mapping;
    this.values = Map.copyOf(values);
    this.path = path;
    this.problems = problems;
  }

  /** The value of a key that nothing may be fixed for. */
  // A key's value is only ever put there by that key's own type.
  @SuppressWarnings("unchecked")
  <T> @Nullable T optional(Key<T> key) {
    return (T) values.get(key);
  }

  /** The value of a key that is required or has a default. */
  <T> T value(Key<T> key) {
    T value = optional(key);
    if (value == null) {
      throw new IllegalStateException("No value of key " + KeyPath.join(path, key.name()));
    }
    return value;
  }

  /** Where the key's value is written, else where the section begins. */
  Where at(Key<?> key) {
    YamlValue.Entry entry = mapping.entries().get(key.name());
    return entry == null ? mapping.where() : entry.value().where();
  }

  /** Adds a problem of the key. */
  void problem(Key<?> key, String problem, String cause, String remedy) {
    problems.add(at(key), KeyPath.join(path, key.name()), problem, cause, remedy);
  }
}

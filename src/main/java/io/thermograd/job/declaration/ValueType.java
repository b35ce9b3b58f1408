package io.thermograd.job.declaration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of a key's value: what it takes, in words, and how it is read.
 *
 * @param <T> what is read
 */
interface ValueType<T> {

  /** What it takes, such as {@code whole number from 1}. */
  String describe();

  /**
   * The value, or null: either a problem was added, or the value says that nothing is fixed.
   *
   * @param path the value's path, for messages
   */
  @Nullable T read(YamlValue value, String path, Problems problems);

  /** The keys of a map's type, or of what a list or a pattern map holds. */
  default List<Key<?>> keys() {
    return List.of();
  }

  /** What stands in a path between this value's key and {@link #keys()}; empty for nothing. */
  default String step() {
    return "";
  }

  private static String explain(String path) {
    return path.isEmpty() ? "--explain" : "--explain " + Explanation.schemaPath(path);
  }

  /** Adds the problem that {@code value} isn't of this type. */
  default void mismatch(YamlValue value, String path, Problems problems) {
    problems.add(
        value.where(),
        path,
        "cannot use " + value.noun(),
        "the key takes " + describe(),
        "write " + describe() + "; `" + explain(path) + "` tells more");
  }
}

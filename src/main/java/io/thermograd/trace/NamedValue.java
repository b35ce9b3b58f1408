package io.thermograd.trace;

import org.jspecify.annotations.Nullable;

/**
 * A value of an input record that maps to a role.
 *
 * @param name its name in the log
 * @param match what it is
 * @param number the value of a numeric role
 * @param text the value of a text role, else null
 * @param gradient the value of {@link TagRole#GRADIENT}, else null
 */
record NamedValue(
    String name,
    TagMatch match,
    double number,
    @Nullable String text,
    @Nullable LayerGradient gradient) {

  TagRole role() {
    return match.role();
  }

  /** Whether it makes a record of its step, while a setting or a validation loss alone doesn't. */
  boolean isMeasured() {
    return role() == TagRole.LOSS || (role().isOfLayer() && role() != TagRole.WEIGHT_NORM);
  }
}

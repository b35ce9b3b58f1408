package io.thermograd.trace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A role, and the layer that it is of: what has one value at a step. Its hash is kept. */
final class Slot {
  private final TagRole role;
  private final String layer;
  private final int hash;

  /**
   * @param layer empty for a role that isn't of one
   */
  Slot(TagRole role, String layer) {
    this.role = role;
    this.layer = layer;
    this.hash = Objects.hash(role.name(), layer);
  }

  TagRole role() {
    return role;
  }

  String layer() {
    return layer;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Slot slot && role == slot.role && layer.equals(slot.layer));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}

package io.thermograd.trace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a mapping makes of a name. */
public final class TagMatch {
  private final Slot slot;
  private final int rank;
  private final boolean guess;

  /**
   * A match.
   *
   * @param role what the value is
   * @param rank which of the role's patterns matched, 0 first
   * @param layer the layer of a role that is of one, else empty
   */
  public TagMatch(TagRole role, int rank, String layer) {
    this(role, rank, layer, false);
  }

  TagMatch(TagRole role, int rank, String layer, boolean guess) {
    this.guess = guess;
    this.slot =
        new Slot(Objects.requireNonNull(role, "role"), Objects.requireNonNull(layer, "layer"));
    this.rank = rank;
  }

  /** What the value is. */
  public TagRole role() {
    return slot.role();
  }

  /** Which of the role's patterns matched, 0 first. */
  public int rank() {
    return rank;
  }

  /** The layer of a role that is of one, else empty. */
  public String layer() {
    return slot.layer();
  }

  /** Whether the name may well be something else: one of several such names isn't chosen. */
  boolean isGuess() {
    return guess;
  }

  /** The role and layer; made once, since each value of the name is looked up by it. */
  Slot slot() {
    return slot;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TagMatch match && rank == match.rank && slot.equals(match.slot);
  }

  @Override
  public int hashCode() {
    return 31 * slot.hashCode() + rank;
  }

  @Override
  public String toString() {
    return role().key() + " " + rank + " " + layer();
  }
}

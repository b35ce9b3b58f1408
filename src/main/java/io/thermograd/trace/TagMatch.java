package io.thermograd.trace;

import java.util.Objects;

/**
 * What a mapping makes of a name.
 *
 * @param role what the value is
 * @param rank which of the role's patterns matched, 0 first
 * @param layer the layer of a role that is of one, else empty
 */
public record TagMatch(TagRole role, int rank, String layer) {
  public TagMatch {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(layer, "layer");
  }
}

package io.thermograd.verdict;

import io.thermograd.decay.TheoryVerdict;
import java.util.Objects;

/**
 * What the data of one run say of one of the theory's claims, and why.
 *
 * @param verdict on the claim
 * @param reason the evidence, in a few words
 */
public record ClaimVerdict(TheoryVerdict verdict, String reason) {
  public ClaimVerdict {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(reason, "reason");
  }

  static ClaimVerdict holds(String reason) {
    return new ClaimVerdict(TheoryVerdict.HOLDS, reason);
  }

  static ClaimVerdict fails(String reason) {
    return new ClaimVerdict(TheoryVerdict.FAILS, reason);
  }

  static ClaimVerdict undecided(String reason) {
    return new ClaimVerdict(TheoryVerdict.UNDECIDED, reason);
  }
}

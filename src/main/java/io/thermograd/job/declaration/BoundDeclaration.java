package io.thermograd.job.declaration;

import java.util.List;
import java.util.Objects;

/**
 * A declaration that was bound, and what messages and the history need beside it.
 *
 * @param declaration the job
 * @param inputsAt where the path of each of its inputs is written
 * @param fingerprint SHA-256 over the tree with the overrides applied, in hexadecimal: the same for
 *     the same keys and values in the same order, whatever the layout and comments
 * @param analysisFingerprint the same of the keys that results depend on beside the input
 */
public record BoundDeclaration(
    JobDeclaration declaration,
    List<Where> inputsAt,
    String fingerprint,
    String analysisFingerprint) {
  public BoundDeclaration {
    Objects.requireNonNull(declaration, "declaration");
    Objects.requireNonNull(fingerprint, "fingerprint");
    inputsAt = List.copyOf(inputsAt);
    if (inputsAt.size() != declaration.inputs().size()) {
      throw new IllegalArgumentException("Invalid inputsAt: not one for each input");
    }
  }
}

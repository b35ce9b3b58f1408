package io.thermograd.trace.spark;

import io.thermograd.trace.StepAssembler;
import io.thermograd.trace.TagMatch;
import io.thermograd.trace.TagRole;
import org.jspecify.annotations.Nullable;

/** Named values that a log writes as text. */
final class NamedText {
  private NamedText() {}

  /** Puts a value that may be text or a number in text, such as a field of CSV. */
  static void put(StepAssembler steps, String name, String text) {
    TagMatch match = steps.match(name);
    TagRole role = match == null ? null : match.role();
    if (role == null || role == TagRole.RUN || role == TagRole.OPTIMIZER) {
      steps.putText(name, text);
      return;
    }
    Double number = NumberText.real(text.strip());
    float[] list = number == null && role == TagRole.GRADIENT ? VectorText.parse(text) : null;
    if (number != null) {
      steps.put(name, number);
    } else if (list != null) {
      steps.putGradient(name, list);
    } else {
      putWords(steps, role, name, text);
    }
  }

  /** Puts a value that is text in the log, such as a string of JSON. */
  static void putString(StepAssembler steps, String name, String text) {
    TagMatch match = steps.match(name);
    TagRole role = match == null ? null : match.role();
    Double number = role == TagRole.RUN ? null : NumberText.nonFinite(text);
    if (role == null || number == null) {
      putWords(steps, role, name, text);
    } else {
      steps.put(name, number);
    }
  }

  private static void putWords(
      StepAssembler steps, @Nullable TagRole role, String name, String text) {
    Long micros = role == TagRole.TIME ? Times.micros(text) : null;
    if (micros != null) {
      steps.loggedAt(micros);
    } else {
      steps.putText(name, text);
    }
  }
}

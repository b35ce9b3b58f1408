package io.thermograd.moments;

import io.thermograd.trace.GradKind;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.RunSettings;
import io.thermograd.trace.Sampling;
import io.thermograd.trace.TraceRecord;
import org.jspecify.annotations.NullUnmarked;

/** Gradient rows for tests, one property at a time. */
@NullUnmarked // an unexpected null fails the test by itself
record Rows(
    long step,
    Integer replica,
    Integer batch,
    Double lr,
    float[] grad,
    GradKind kind,
    Double sqNorm,
    Double dotPrev,
    Long paramCount,
    Double weightNorm,
    Double lossScale,
    Double clipScale) {
  static final LayerKey KEY = new LayerKey("r", "l", 0);
  static final RunFacts INDEPENDENT = facts(null, Sampling.WITH_REPLACEMENT);

  static RunFacts facts(Long datasetSize, Sampling sampling) {
    return new RunFacts(datasetSize, sampling, null, null, null, null, null, null, null);
  }

  static Rows at(long step) {
    return new Rows(step, null, null, null, null, null, null, null, null, null, null, null);
  }

  Rows grad(float... values) {
    return new Rows(
        step,
        replica,
        batch,
        lr,
        values,
        kind,
        sqNorm,
        dotPrev,
        paramCount,
        weightNorm,
        lossScale,
        clipScale);
  }

  Rows batch(int size) {
    return new Rows(
        step,
        replica,
        size,
        lr,
        grad,
        kind,
        sqNorm,
        dotPrev,
        paramCount,
        weightNorm,
        lossScale,
        clipScale);
  }

  Rows replica(int index) {
    return new Rows(
        step,
        index,
        batch,
        lr,
        grad,
        kind,
        sqNorm,
        dotPrev,
        paramCount,
        weightNorm,
        lossScale,
        clipScale);
  }

  Rows lr(double rate) {
    return new Rows(
        step,
        replica,
        batch,
        rate,
        grad,
        kind,
        sqNorm,
        dotPrev,
        paramCount,
        weightNorm,
        lossScale,
        clipScale);
  }

  Rows norms(Double squared, Double dot) {
    return new Rows(
        step,
        replica,
        batch,
        lr,
        grad,
        kind,
        squared,
        dot,
        paramCount,
        weightNorm,
        lossScale,
        clipScale);
  }

  Rows of(GradKind gradKind, Long parameters) {
    return new Rows(
        step,
        replica,
        batch,
        lr,
        grad,
        gradKind,
        sqNorm,
        dotPrev,
        parameters,
        weightNorm,
        lossScale,
        clipScale);
  }

  Rows weightNorm(double norm) {
    return new Rows(
        step,
        replica,
        batch,
        lr,
        grad,
        kind,
        sqNorm,
        dotPrev,
        paramCount,
        norm,
        lossScale,
        clipScale);
  }

  Rows scaled(Double loss, Double clip) {
    return new Rows(
        step, replica, batch, lr, grad, kind, sqNorm, dotPrev, paramCount, weightNorm, loss, clip);
  }

  GradientRow gradient() {
    return new GradientRow(
        "l",
        grad,
        kind,
        sqNorm,
        dotPrev,
        null,
        null,
        null,
        paramCount,
        weightNorm,
        lossScale,
        clipScale);
  }

  TraceRecord row() {
    return new TraceRecord(
        new Origin("memory", step),
        "r",
        0,
        step,
        replica,
        null,
        1.0,
        null,
        new RunSettings(lr, batch, null, null, null),
        gradient());
  }
}

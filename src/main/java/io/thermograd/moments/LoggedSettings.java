package io.thermograd.moments;

import io.thermograd.trace.GradKind;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.TraceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch's rows say beside their gradients. Of what may change from row to row the value at
 * the largest step holds, of several replicas the largest value: the order of arrival decides
 * nothing.
 */
final class LoggedSettings {
  private long firstStep = Long.MAX_VALUE;
  private long lastStep = Long.MIN_VALUE;
  private long paramCount;
  private int kinds;
  private boolean clipped;
  private long weightNormStep = -1;
  private double weightNorm;
  private long momentumStep = -1;
  private double momentum;
  private long optimizerStep = -1;
  private String optimizer = "";
  private int optimizerBytes;
  private final ScalarMoments lr;
  private final ScalarMoments logLr;

  LoggedSettings() {
    this(new ScalarMoments(), new ScalarMoments());
  }

  private LoggedSettings(ScalarMoments lr, ScalarMoments logLr) {
    this.lr = lr;
    this.logLr = logLr;
  }

  void add(TraceRecord row, GradientRow gradient) {
    long step = row.step();
    firstStep = Math.min(firstStep, step);
    lastStep = Math.max(lastStep, step);
    if (gradient.paramCount() != null) {
      paramCount = Math.max(paramCount, gradient.paramCount());
    }
    if (gradient.gradKind() != null) {
      kinds |= bit(gradient.gradKind());
    }
    clipped |= gradient.clipScale() != null && gradient.clipScale() < 1;
    if (row.settings().momentum() != null) {
      seeMomentum(step, row.settings().momentum());
    }
    if (row.settings().optimizer() != null) {
      seeOptimizer(step, row.settings().optimizer());
    }
    if (row.settings().lr() != null && Double.isFinite(row.settings().lr())) {
      seeLr(row.settings().lr());
    }
  }

  /** Notes ‖W‖ beside a finite gradient: after a blow-up it says nothing of the moments. */
  void addWeightNorm(long step, @Nullable Double value) {
    if (value != null && Double.isFinite(value)) {
      seeWeightNorm(step, value);
    }
  }

  private void seeLr(double value) {
    lr.add(value);
    if (value > 0) {
      logLr.add(Math.log(value));
    }
  }

  private void seeWeightNorm(long step, double value) {
    if (step > weightNormStep || (step == weightNormStep && value > weightNorm)) {
      weightNormStep = step;
      weightNorm = value;
    }
  }

  private void seeMomentum(long step, double value) {
    if (step > momentumStep || (step == momentumStep && value > momentum)) {
      momentumStep = step;
      momentum = value;
    }
  }

  private void seeOptimizer(long step, String value) {
    if (step > optimizerStep || (step == optimizerStep && value.compareTo(optimizer) > 0)) {
      optimizerStep = step;
      if (!value.equals(optimizer)) {
        optimizer = value;
        optimizerBytes = value.getBytes(StandardCharsets.UTF_8).length;
      }
    }
  }

  void merge(LoggedSettings other) {
    firstStep = Math.min(firstStep, other.firstStep);
    lastStep = Math.max(lastStep, other.lastStep);
    paramCount = Math.max(paramCount, other.paramCount);
    kinds |= other.kinds;
    clipped |= other.clipped;
    if (other.weightNormStep >= 0) {
      seeWeightNorm(other.weightNormStep, other.weightNorm);
    }
    if (other.momentumStep >= 0) {
      seeMomentum(other.momentumStep, other.momentum);
    }
    if (other.optimizerStep >= 0) {
      seeOptimizer(other.optimizerStep, other.optimizer);
    }
    lr.merge(other.lr);
    logLr.merge(other.logLr);
  }

  /** What the coordinates are, as {@link NormScale} reads it; null when no row says. */
  @Nullable GradKind kind() {
    if ((kinds & bit(GradKind.PROJECTION)) != 0) {
      return GradKind.PROJECTION;
    }
    if ((kinds & bit(GradKind.SAMPLE)) != 0) {
      return GradKind.SAMPLE;
    }
    return kinds == 0 ? null : GradKind.FULL;
  }

  private static int bit(GradKind kind) {
    return switch (kind) {
      case FULL -> 1;
      case SAMPLE -> 2;
      case PROJECTION -> 4;
    };
  }

  /** D; null when no row says. */
  @Nullable Long paramCount() {
    return paramCount == 0 ? null : paramCount;
  }

  boolean clipped() {
    return clipped;
  }

  @Nullable Double weightNorm() {
    return weightNormStep < 0 ? null : weightNorm;
  }

  @Nullable Double momentum() {
    return momentumStep < 0 ? null : momentum;
  }

  @Nullable String optimizer() {
    return optimizerStep < 0 ? null : optimizer;
  }

  /** The arithmetic mean of the logged rates. */
  @Nullable Double lr() {
    return lr.count() == 0 ? null : lr.mean();
  }

  /** The mean of ln lr; null when no rate is logged, or one of them isn't positive. */
  @Nullable Double logLr() {
    return lr.count() == 0 || logLr.count() < lr.count() ? null : logLr.mean();
  }

  @Nullable Long firstStep() {
    return firstStep == Long.MAX_VALUE ? null : firstStep;
  }

  @Nullable Long lastStep() {
    return firstStep == Long.MAX_VALUE ? null : lastStep;
  }

  int byteSize() {
    int fixed = 6 * Long.BYTES + 2 * Double.BYTES + 2 * Integer.BYTES + 1;
    return fixed + optimizerBytes + lr.byteSize() + logLr.byteSize();
  }

  void write(ByteBuffer out) {
    byte[] name = optimizer.getBytes(StandardCharsets.UTF_8);
    out.putLong(firstStep).putLong(lastStep).putLong(paramCount).putInt(kinds);
    out.put((byte) (clipped ? 1 : 0));
    out.putLong(weightNormStep).putDouble(weightNorm);
    out.putLong(momentumStep).putDouble(momentum);
    out.putLong(optimizerStep).putInt(name.length).put(name);
    lr.write(out);
    logLr.write(out);
  }

  static LoggedSettings read(ByteBuffer in) {
    long firstStep = in.getLong();
    long lastStep = in.getLong();
    long paramCount = in.getLong();
    int kinds = in.getInt();
    boolean clipped = in.get() == 1;
    long weightNormStep = in.getLong();
    double weightNorm = in.getDouble();
    long momentumStep = in.getLong();
    double momentum = in.getDouble();
    long optimizerStep = in.getLong();
    byte[] name = new byte[in.getInt()];
    in.get(name);
    ScalarMoments lr = ScalarMoments.read(in);
    LoggedSettings settings = new LoggedSettings(lr, ScalarMoments.read(in));
    settings.firstStep = firstStep;
    settings.lastStep = lastStep;
    settings.paramCount = paramCount;
    settings.kinds = kinds;
    settings.clipped = clipped;
    settings.weightNormStep = weightNormStep;
    settings.weightNorm = weightNorm;
    settings.momentumStep = momentumStep;
    settings.momentum = momentum;
    settings.optimizerStep = optimizerStep;
    settings.optimizer = new String(name, StandardCharsets.UTF_8);
    settings.optimizerBytes = name.length;
    return settings;
  }
}

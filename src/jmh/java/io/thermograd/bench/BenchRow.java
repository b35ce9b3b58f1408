package io.thermograd.bench;

import java.util.SplittableRandom;

/** A row of a benchmark's files: a bean, since Spark encodes no vector faster. */
public final class BenchRow {
  private static final long SEED = 20_261_124L;

  private String run = "";
  private String layer = "";
  private int epoch;
  private long step;
  private float[] grad = new float[0];
  private double gradSqNorm;
  private double gradDotPrev;

  /** An empty row, as the encoder wants it. */
  public BenchRow() {}

  static BenchRow of(Shape shape, long row) {
    int group = shape.groupOf(row);
    SplittableRandom random = new SplittableRandom(SEED + row);
    BenchRow result = new BenchRow();
    result.run = Shape.run(group);
    result.layer = Shape.layer(group);
    result.epoch = Shape.epoch(group);
    result.step = (long) result.epoch * shape.rowsPerGroup() + row % shape.rowsPerGroup();
    result.grad = new float[shape.dimension()];
    for (int j = 0; j < result.grad.length; j++) {
      // A mean of a tenth of the spread: a signal that late epochs have.
      result.grad[j] = (float) (0.1 + random.nextGaussian());
    }
    result.gradSqNorm = 1 + random.nextDouble();
    result.gradDotPrev = random.nextDouble() - 0.25;
    return result;
  }

  public String getRun() {
    return run;
  }

  public void setRun(String run) {
    this.run = run;
  }

  public String getLayer() {
    return layer;
  }

  public void setLayer(String layer) {
    this.layer = layer;
  }

  public int getEpoch() {
    return epoch;
  }

  public void setEpoch(int epoch) {
    this.epoch = epoch;
  }

  public long getStep() {
    return step;
  }

  public void setStep(long step) {
    this.step = step;
  }

  public float[] getGrad() {
    return grad;
  }

  public void setGrad(float[] grad) {
    this.grad = grad;
  }

  public double getGradSqNorm() {
    return gradSqNorm;
  }

  public void setGradSqNorm(double gradSqNorm) {
    this.gradSqNorm = gradSqNorm;
  }

  public double getGradDotPrev() {
    return gradDotPrev;
  }

  public void setGradDotPrev(double gradDotPrev) {
    this.gradDotPrev = gradDotPrev;
  }
}

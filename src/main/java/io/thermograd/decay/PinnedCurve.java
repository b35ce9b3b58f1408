package io.thermograd.decay;

/** A curve with one parameter held. */
final class PinnedCurve implements Curve {

  private final Curve curve;
  private final int pinned;
  private final double[] all;
  private final double[] allGradient;

  PinnedCurve(Curve curve, int pinned, double value) {
    this.curve = curve;
    this.pinned = pinned;
    all = new double[curve.parameters()];
    allGradient = new double[curve.parameters()];
    all[pinned] = value;
  }

  @Override
  public int parameters() {
    return curve.parameters() - 1;
  }

  @Override
  public double at(double t, double[] parameters, double[] gradient) {
    System.arraycopy(parameters, 0, all, 0, pinned);
    System.arraycopy(parameters, pinned, all, pinned + 1, parameters.length - pinned);
    double value = curve.at(t, all, allGradient);
    System.arraycopy(allGradient, 0, gradient, 0, pinned);
    System.arraycopy(allGradient, pinned + 1, gradient, pinned, parameters.length - pinned);
    return value;
  }
}

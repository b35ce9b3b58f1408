package io.thermograd.decay;

/** A curve with one parameter held. */
final class PinnedCurve implements Curve {

  private final Curve curve;
  private final int pinned;
  private final double[] all;

  PinnedCurve(Curve curve, int pinned, double value) {
    this.curve = curve;
    this.pinned = pinned;
    all = new double[curve.parameters()];
    all[pinned] = value;
  }

  @Override
  public int parameters() {
    return curve.parameters() - 1;
  }

  @Override
  public Law law(double[] parameters) {
    int free = parameters.length;
    System.arraycopy(parameters, 0, all, 0, pinned);
    System.arraycopy(parameters, pinned, all, pinned + 1, free - pinned);
    Law law = curve.law(all);
    double[] allGradient = new double[all.length];
    return (t, gradient) -> {
      double value = law.at(t, allGradient);
      System.arraycopy(allGradient, 0, gradient, 0, pinned);
      System.arraycopy(allGradient, pinned + 1, gradient, pinned, free - pinned);
      return value;
    };
  }
}

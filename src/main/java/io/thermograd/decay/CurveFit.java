package io.thermograd.decay;

/**
 * A model at its minimum, in the fit's coordinates.
 *
 * @param model the model
 * @param curve its curve
 * @param observations what was fitted, robust weights included
 * @param minimum where the search ended
 * @param inverse (JᵀJ)⁻¹ there
 * @param units of the fit's coordinates
 */
record CurveFit(
    DecayModel model,
    DecayCurve curve,
    Observations observations,
    Solution.Minimum minimum,
    double[][] inverse,
    Units units) {

  /**
   * What 1 in the fit's coordinates is.
   *
   * @param entropy nats
   * @param abscissa iterations, or units of the cumulative gradient
   * @param iterations that 1 takes at the last window; infinite where the gradient has died
   */
  record Units(double entropy, double abscissa, double iterations) {}

  int size() {
    return observations.size();
  }

  int degreesOfFreedom() {
    return size() - curve.parameters();
  }

  /** χ² per degree of freedom: the errors are known only up to a common factor. */
  double residualVariance() {
    return minimum.chiSquared() / degreesOfFreedom();
  }

  Residuals residuals() {
    return new Residuals(minimum.residuals());
  }

  double[] parameters() {
    return minimum.parameters();
  }

  /** The curve's abscissa at the last window. */
  double lastAbscissa() {
    return observations.t()[size() - 1];
  }

  /** The curve's value at the last window. */
  double lastValue() {
    return curve.value(lastAbscissa(), parameters());
  }

  /** A parameter of the fit as what it means, in iterations and nats. */
  Estimate reported(int index, Estimate internal) {
    DecayParameter meaning = curve.meaning().get(index);
    Estimate natural = meaning.scale() == DecayParameter.Scale.LOG ? internal.exp() : internal;
    return natural.times(meaning.unit(units.entropy(), units.abscissa()));
  }
}

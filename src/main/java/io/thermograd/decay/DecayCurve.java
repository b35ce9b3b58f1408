package io.thermograd.decay;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A law of the entropy over time in the fit's own coordinates: time and entropy of order 1, {@code
 * LOG} parameters as logarithms.
 */
sealed interface DecayCurve extends Curve
    permits ConstantCurve,
        LinearCurve,
        ExponentialCurve,
        FloorCurve,
        DriftingCurve,
        StretchedCurve {

  /** What each parameter is, in the fit's order. */
  List<DecayParameter> meaning();

  /** Points to start the fit from; empty if the observations don't allow the model. */
  List<double[]> starts(Observations observations);

  /** The decay rate at a time, −d ln H/dt. */
  double rate(double t, double[] parameters);

  /** When the curve reaches a level; empty if it never does. */
  OptionalDouble timeAt(double level, double[] parameters);

  @Override
  default int parameters() {
    return meaning().size();
  }

  /** The curve's value alone. */
  default double value(double t, double[] parameters) {
    return law(parameters).at(t, new double[parameters.length]);
  }

  /** The curve of a model. */
  static DecayCurve of(DecayModel model) {
    return switch (model) {
      case CONSTANT -> new ConstantCurve();
      case LINEAR -> new LinearCurve();
      case EXPONENTIAL -> new ExponentialCurve(DecayParameter.DECAY_CONSTANT);
      case EXPONENTIAL_FLOOR -> new FloorCurve();
      case DRIFTING -> new DriftingCurve();
      case STRETCHED -> new StretchedCurve();
      case GRADIENT_DRIVEN -> new ExponentialCurve(DecayParameter.C);
    };
  }
}

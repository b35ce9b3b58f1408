package io.thermograd.decay;

import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How 95 % intervals of one fit are made; everything is in the fit's coordinates. */
interface Intervals {

  /** What made them. */
  IntervalMethod method();

  /** The interval of a fitted parameter. */
  Estimate parameter(int index);

  /**
   * The interval of a quantity that the parameters imply, on the scale on which it is given; null
   * where the quantity is no number closely beside its value. An infinite quantity is one that is
   * never reached.
   */
  @Nullable Estimate derived(ToDoubleFunction<double[]> quantity);

  /** Degrees of freedom of a t statistic of this fit. */
  double degreesOfFreedom();
}

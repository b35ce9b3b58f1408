package io.thermograd.decay;

import io.thermograd.equilibrium.LearningRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What drives the decay by T7 and T8 together.
 *
 * <p><b>Definition.</b> Σ_s lr_s β ‖∇E‖²_s over the steps from the first window's middle to each
 * window's middle.
 *
 * <p><b>Estimator.</b> ‖∇E‖² log-linear in the step between logged epochs, each at its middle step;
 * outside them the nearest one's, for at most the allowed gap.
 *
 * <p><b>Bias.</b> Epochs whose unbiased ‖G‖² isn't positive have no logarithm and are left out, so
 * a signal lost in noise is taken to be as large as its neighbours.
 *
 * <p><b>Shape and units.</b> Dimensionless; 0 at the first window.
 *
 * <p><b>Edge cases.</b> No gradient, β not positive or no learning rate: unknown; logged epochs
 * further apart than the allowed gap anywhere between the windows: unknown.
 */
public final class CumulativeGradient {
  /**
   * The squared gradient of one epoch.
   *
   * @param step its middle step
   * @param squaredGradient ‖∇E‖², positive
   */
  public record Point(double step, double squaredGradient) {
    public Point {
      if (!(squaredGradient > 0)) {
        throw new IllegalArgumentException("Invalid squared gradient: " + squaredGradient);
      }
    }
  }

  private CumulativeGradient() {}

  /**
   * The cumulative gradient at each window.
   *
   * @param gradient the logged epochs, by step
   * @param middle the windows' middle steps, increasing
   * @param maxGap steps that two logged epochs may lie apart
   */
  public static GradientDrive drive(
      List<Point> gradient,
      LearningRate learningRate,
      @Nullable Double beta,
      double[] middle,
      double maxGap) {
    if (gradient.isEmpty() || beta == null || !(beta > 0) || middle.length == 0) {
      return new GradientDrive.Unknown(DecayReason.GRADIENT_UNKNOWN);
    }
    if (hasGap(gradient, middle[0], middle[middle.length - 1], maxGap)) {
      return new GradientDrive.Unknown(DecayReason.GRADIENT_GAPS);
    }
    double[] cumulative = new double[middle.length];
    double sum = 0;
    int segment = 0;
    long step = (long) Math.ceil(middle[0]);
    for (int i = 0; i < middle.length; i++) {
      for (; step < middle[i]; step++) {
        while (segment + 1 < gradient.size() && gradient.get(segment + 1).step() <= step) {
          segment++;
        }
        Double lr = learningRate.at(step);
        if (lr == null) {
          return new GradientDrive.Unknown(DecayReason.GRADIENT_UNKNOWN);
        }
        sum += lr * beta * at(gradient, segment, (double) step);
      }
      cumulative[i] = sum;
    }
    return new GradientDrive.Known(cumulative);
  }

  private static double at(List<Point> gradient, int segment, double step) {
    Point left = gradient.get(segment);
    if (step <= left.step() || segment + 1 == gradient.size()) {
      return left.squaredGradient();
    }
    Point right = gradient.get(segment + 1);
    double share = (step - left.step()) / (right.step() - left.step());
    return left.squaredGradient()
        * Math.exp(share * Math.log(right.squaredGradient() / left.squaredGradient()));
  }

  private static boolean hasGap(List<Point> gradient, double from, double to, double maxGap) {
    double covered = from;
    for (Point point : gradient) {
      if (point.step() >= from) {
        if (point.step() - covered > maxGap && covered < to) {
          return true;
        }
        covered = point.step();
      } else {
        covered = point.step();
      }
    }
    return to - covered > maxGap;
  }
}

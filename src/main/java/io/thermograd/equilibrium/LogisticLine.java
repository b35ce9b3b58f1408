package io.thermograd.equilibrium;

/** Logistic regression of two weighted samples on one variable of zero mean and unit spread. */
final class LogisticLine {

  private static final int MOST_HALVINGS = 60;

  private final double[] x;
  private final double[] ones;
  private final double[] twos;

  LogisticLine(double[] x, double[] ones, double[] twos) {
    this.x = x;
    this.ones = ones;
    this.twos = twos;
  }

  /** Slope and its standard error at the likelihood's maximum. */
  double[] maximise(int mostSteps, double tolerance) {
    double[] at = {0, 0};
    double value = logLikelihood(at);
    for (int step = 0; step < mostSteps; step++) {
      double[] move = newton(at);
      double[] next = at;
      double nextValue = value;
      double factor = 1;
      for (int halving = 0; halving < MOST_HALVINGS; halving++) {
        double[] tried = {at[0] + factor * move[0], at[1] + factor * move[1]};
        double triedValue = logLikelihood(tried);
        if (triedValue >= value) {
          next = tried;
          nextValue = triedValue;
          break;
        }
        factor /= 2;
      }
      boolean settled =
          Math.abs(next[0] - at[0]) + Math.abs(next[1] - at[1])
              <= tolerance * (1 + Math.abs(next[1]));
      at = next;
      value = nextValue;
      if (settled) {
        break;
      }
    }
    double[] h = information(at);
    double determinant = h[0] * h[2] - h[1] * h[1];
    return new double[] {at[1], Math.sqrt(h[0] / determinant)};
  }

  private double[] newton(double[] at) {
    double constant = 0;
    double slope = 0;
    for (int i = 0; i < x.length; i++) {
      double residual = ones[i] - (ones[i] + twos[i]) * logistic(at[0] + at[1] * x[i]);
      constant += residual;
      slope += residual * x[i];
    }
    double[] h = information(at);
    double determinant = h[0] * h[2] - h[1] * h[1];
    return new double[] {
      (h[2] * constant - h[1] * slope) / determinant, (h[0] * slope - h[1] * constant) / determinant
    };
  }

  private double[] information(double[] at) {
    double[] h = new double[3];
    for (int i = 0; i < x.length; i++) {
      double p = logistic(at[0] + at[1] * x[i]);
      double weight = (ones[i] + twos[i]) * p * (1 - p);
      h[0] += weight;
      h[1] += weight * x[i];
      h[2] += weight * x[i] * x[i];
    }
    return h;
  }

  private double logLikelihood(double[] at) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double line = at[0] + at[1] * x[i];
      sum -= ones[i] * softplus(-line) + twos[i] * softplus(line);
    }
    return sum;
  }

  private static double logistic(double line) {
    return line >= 0 ? 1 / (1 + Math.exp(-line)) : 1 - 1 / (1 + Math.exp(line));
  }

  /** ln(1 + e^line), without overflow. */
  private static double softplus(double line) {
    return Math.max(line, 0) + Math.log1p(Math.exp(-Math.abs(line)));
  }
}

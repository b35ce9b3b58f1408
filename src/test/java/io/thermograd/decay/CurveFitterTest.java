package io.thermograd.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fits of one fixed series against scipy 1.17.1, {@code curve_fit(f, t, H, p0, sigma=s,
 * method='lm', xtol=1e-15, ftol=1e-15, gtol=1e-15)}, whose covariance is scaled by χ²/(n − k).
 */
class CurveFitterTest {

  private static final double[] T = new double[12];
  private static final double[] H = {
    2.41, 2.03, 1.80, 1.55, 1.42, 1.22, 1.15, 1.02, 0.93, 0.88, 0.79, 0.77
  };
  private static final double[] ERRORS = {
    .03, .02, .03, .02, .02, .03, .02, .02, .01, .02, .02, .01
  };

  static {
    Arrays.setAll(T, i -> 1000 * i + 500);
  }

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, H0, 1.105306122680924, 0.12618629758607416, 650.1884147598433, 0.1846983344689036",
    "LINEAR, H0, 2.0550339169020533, 0.09919638523249914, 60.632970894343316, 0.4983088982059475",
    "LINEAR, SLOPE, -0.0001218768972240013, 1.1729955018570921e-05, 60.632970894343316,"
        + " 0.4983088982059475",
    "EXPONENTIAL, H0, 2.3477421265640883, 0.06471282484501949, 13.450199266024777,"
        + " 0.7428685500849921",
    "EXPONENTIAL, DECAY_CONSTANT, 0.00010520478670116524, 4.381797313630435e-06,"
        + " 13.450199266024777, 0.7428685500849921",
    "EXPONENTIAL_FLOOR, DECAY_CONSTANT, 0.00019366279005789448, 9.255497304778338e-06,"
        + " 1.2280068495370469, 3.2075111310949747",
    "EXPONENTIAL_FLOOR, FLOOR, 0.5489113488514888, 0.030784416450177, 1.2280068495370469,"
        + " 3.2075111310949747",
    "DRIFTING, H0, 2.630289127318904, 0.04513226571771595, 1.3995282880873638,"
        + " 2.8165992234349497",
    "DRIFTING, DECAY_CONSTANT, 0.00018590784406952472, 1.3301986543350364e-05,"
        + " 1.3995282880873638, 2.8165992234349497",
    "DRIFTING, KAPPA, 0.7987651002320274, 0.08619345238698779, 1.3995282880873638,"
        + " 2.8165992234349497",
    "STRETCHED, DECAY_CONSTANT, 0.00013806238970797826, 9.30562738445835e-06,"
        + " 2.068966974686936, 2.089445856711014",
    "STRETCHED, GAMMA, 0.6549783320310597, 0.04248821711761054, 2.068966974686936,"
        + " 2.089445856711014"
  })
  void fitsAgreeWithScipy(
      DecayModel model,
      DecayParameter parameter,
      double value,
      double error,
      double variance,
      double durbinWatson) {
    CurveFit fit = fit(model, 1, 1);
    Estimate estimate = estimate(fit, parameter);
    assertThat(estimate.value() / value).isCloseTo(1, within(1e-7));
    assertThat(estimate.standardError() / error).isCloseTo(1, within(2e-4));
    assertThat(fit.residualVariance() / variance).isCloseTo(1, within(1e-9));
    assertThat(fit.residuals().durbinWatson()).isCloseTo(durbinWatson, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"1e-9, 1e-200", "1e12, 1e200", "1e-3, 1e9"})
  void unitsDontMatter(double stepUnit, double entropyUnit) {
    for (DecayModel model : DecayModel.values()) {
      if (model == DecayModel.GRADIENT_DRIVEN) {
        continue;
      }
      CurveFit plain = fit(model, 1, 1);
      CurveFit scaled = fit(model, stepUnit, entropyUnit);
      for (DecayParameter parameter : plain.curve().meaning()) {
        double unit = parameter.unit(entropyUnit, stepUnit);
        assertThat(
                estimate(scaled, parameter).value() / (estimate(plain, parameter).value() * unit))
            .as("%s of %s", parameter, model)
            .isCloseTo(1, within(1e-8));
      }
    }
  }

  @Test
  void gradientDrivenDecayFindsTheTheorysConstant() {
    double[] cumulative = Arrays.stream(T).map(t -> 2 * (1 - Math.exp(-t / 5000))).toArray();
    double[] h = Arrays.stream(cumulative).map(g -> 2.5 * Math.exp(-g)).toArray();
    EntropySeries series =
        new EntropySeries(EntropyKind.BINNED, T, h, ERRORS, new GradientDrive.Known(cumulative));
    FitAttempt attempt =
        new CurveFitter(series, FitLoss.LEAST_SQUARES).fit(DecayModel.GRADIENT_DRIVEN);
    CurveFit fit = ((FitAttempt.Found) attempt).fit();
    assertThat(estimate(fit, DecayParameter.C).value()).isCloseTo(1, within(1e-10));
    assertThat(estimate(fit, DecayParameter.H0).value()).isCloseTo(2.5, within(1e-10));
  }

  @Test
  void robustLossIgnoresASpike() {
    double[] spiked = H.clone();
    spiked[5] *= 3;
    CurveFit robust = found(series(T, spiked, ERRORS), FitLoss.ROBUST, DecayModel.EXPONENTIAL);
    CurveFit squares =
        found(series(T, spiked, ERRORS), FitLoss.LEAST_SQUARES, DecayModel.EXPONENTIAL);
    double clean = estimate(fit(DecayModel.EXPONENTIAL, 1, 1), DecayParameter.H0).value();
    double robustOff = Math.abs(estimate(robust, DecayParameter.H0).value() - clean);
    double squaresOff = Math.abs(estimate(squares, DecayParameter.H0).value() - clean);
    assertThat(robustOff).isLessThan(0.25 * squaresOff);
  }

  private static CurveFit fit(DecayModel model, double stepUnit, double entropyUnit) {
    return found(
        series(
            Arrays.stream(T).map(t -> t * stepUnit).toArray(),
            Arrays.stream(H).map(h -> h * entropyUnit).toArray(),
            Arrays.stream(ERRORS).map(e -> e * entropyUnit).toArray()),
        FitLoss.LEAST_SQUARES,
        model);
  }

  private static CurveFit found(EntropySeries series, FitLoss loss, DecayModel model) {
    return ((FitAttempt.Found) new CurveFitter(series, loss).fit(model)).fit();
  }

  private static EntropySeries series(double[] t, double[] h, double[] errors) {
    return new EntropySeries(
        EntropyKind.BINNED, t, h, errors, new GradientDrive.Unknown(DecayReason.GRADIENT_UNKNOWN));
  }

  private static Estimate estimate(CurveFit fit, DecayParameter parameter) {
    int index = fit.curve().meaning().indexOf(parameter);
    return fit.reported(index, new JacobianIntervals(fit, 1).parameter(index));
  }
}

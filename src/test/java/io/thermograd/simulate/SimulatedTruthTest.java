package io.thermograd.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.junit.jupiter.api.Test;

class SimulatedTruthTest {

  @Test
  void bowlHasTheStationaryMomentsOfItsClosedForm() {
    LangevinBowl bowl = new LangevinBowl(6, 2, 50, 0.4, 0.25);
    double[] losses = bowl.losses(new SplittableRandom(101), 400_000);
    StreamingStatistics moments = new StreamingStatistics();
    for (double loss : losses) {
      moments.addValue(loss);
    }
    // β₀(1 − ηa/2) = 30; gamma: mean ν/β, variance ν/β²
    assertThat(bowl.beta()).isCloseTo(30, within(1e-12));
    assertThat(moments.getMean()).isCloseTo(0.25 + 3.0 / 30, within(5e-4));
    assertThat(moments.getVariance()).isCloseTo(3.0 / 900, within(5e-5));
  }

  @Test
  void bowlDecorrelatesAsItSays() {
    LangevinBowl bowl = new LangevinBowl(2, 1, 50, 0.2, 0);
    StreamingStatistics means = new StreamingStatistics();
    SplittableRandom random = new SplittableRandom(101);
    for (int r = 0; r < 2_000; r++) {
      StreamingStatistics series = new StreamingStatistics();
      for (double loss : bowl.losses(random, 1_000)) {
        series.addValue(loss);
      }
      means.addValue(series.getMean());
    }
    double variance = bowl.shape() / (bowl.beta() * bowl.beta());
    assertThat(means.getVariance() * 1_000 / variance)
        .isCloseTo(bowl.statisticalInefficiency(), within(0.4));
  }

  @Test
  void bowlStartsWhereItIsTold() {
    LangevinBowl bowl = new LangevinBowl(3, 2, 50, 0.1, 1);
    double[] losses = bowl.lossesFrom(20, new SplittableRandom(1), 10);
    assertThat(losses[0]).isCloseTo(1 + 3 * 400 / (2 * bowl.beta()), within(1e-12));
    assertThat(bowl.gradSquared(losses[0])).isCloseTo(4 * (losses[0] - 1), within(1e-12));
  }

  @Test
  void exactVisitsFollowTheirProbabilities() {
    ExactBoltzmann law = new ExactBoltzmann(new double[] {0, 1, 2}, Math.log(2));
    assertThat(law.probabilities())
        .containsExactly(new double[] {4 / 7.0, 2 / 7.0, 1 / 7.0}, within(1e-15));
    double sum = 0;
    for (double energy : law.sample(new SplittableRandom(101), 100_000)) {
      sum += energy;
    }
    assertThat(sum / 100_000).isCloseTo(4 / 7.0, within(0.01));
    assertThat(new ExactBoltzmann(new double[] {0, 1e6}, -1).probabilities()).containsExactly(0, 1);
  }

  @Test
  void decayHalvesAsArpsSays() {
    DecaySeries drifting = new DecaySeries(3, 0.01, 0.5, 0);
    // time to halve from 0: (2^κ − 1)/(κλ)
    assertThat(drifting.at((Math.sqrt(2) - 1) / 0.005)).isCloseTo(1.5, within(1e-12));
    DecaySeries exponential = new DecaySeries(3, 0.01, 0, 0);
    assertThat(exponential.at(Math.log(2) / 0.01)).isCloseTo(1.5, within(1e-12));
    assertThat(new DecaySeries(3, 0.01, 1e-9, 0).at(70))
        .isCloseTo(exponential.at(70), within(1e-8));
    assertThat(new DecaySeries(3, 0.01, -0.5, 0).at(300)).isEqualTo(0);
    double[] noisy =
        new DecaySeries(3, 0.01, 0, 0.1).sample(new SplittableRandom(1), new double[10_000]);
    assertThat(statistics(noisy).getStandardDeviation()).isCloseTo(0.1, within(0.003));
  }

  @Test
  void runHasTheSignalAndTheNoiseThatItSays() {
    SgdRun run =
        new SgdRun(
            List.of(new SgdLayer("a", 50, 1, 0.5), new SgdLayer("b", 20, 0.5, 0.2)),
            0.05,
            4,
            0.01,
            100);
    List<SgdStep> steps = new ArrayList<>();
    run.run(new SplittableRandom(101), 60, steps::add);
    assertThat(steps).hasSize(6_000);
    assertThat(steps.get(150).epoch()).isEqualTo(1);
    assertThat(steps.get(0).gradNorms()[0]).isCloseTo(0.5 * Math.sqrt(50), within(1e-12));
    assertThat(steps.get(0).fullLoss())
        .isCloseTo(0.5 * 50 * 0.25 + 0.25 * 20 * 0.04, within(1e-12));
    StreamingStatistics squares = new StreamingStatistics();
    StreamingStatistics norms = new StreamingStatistics();
    for (SgdStep step : steps.subList(1_000, 6_000)) {
      double square = 0;
      for (float g : step.gradients()[0]) {
        square += (double) g * g;
      }
      squares.addValue(square);
      norms.addValue(step.gradNorms()[0] * step.gradNorms()[0]);
    }
    assertThat(squares.getMean() - norms.getMean()).isCloseTo(4, within(0.05));
    // ½⟨‖w‖²⟩ = D/2β, ‖G‖² = a²‖w‖²
    assertThat(norms.getMean()).isCloseTo(50 / run.beta(0), within(0.01));
  }

  private static StreamingStatistics statistics(double[] values) {
    StreamingStatistics statistics = new StreamingStatistics();
    for (double value : values) {
      statistics.addValue(value);
    }
    return statistics;
  }
}

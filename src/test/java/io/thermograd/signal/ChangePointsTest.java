package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChangePointsTest {

  @Test
  void kinkOfAPowerLawIsFoundAndItsIntervalHoldsIt() {
    int found = 0;
    int covered = 0;
    SplittableRandom random = new SplittableRandom(101);
    for (int k = 0; k < 60; k++) {
      List<ChangePoint> points = ChangePoints.of(kinked(random, 0.2), 101 + k);
      found += points.size() == 1 ? 1 : 0;
      covered += points.stream().anyMatch(p -> p.low() <= 60 && 60 <= p.high()) ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(48);
    assertThat(covered).isGreaterThanOrEqualTo(51);
  }

  @Test
  void onePowerLawHasNoChange() {
    SplittableRandom random = new SplittableRandom(202);
    int found = 0;
    for (int k = 0; k < 100; k++) {
      double[] noise = Series.ar1(100, 0.3, random);
      double[] y = Series.withTrend(noise, -0.05);
      found += ChangePoints.of(cells(y), k).isEmpty() ? 0 : 1;
    }
    assertThat(found).isLessThanOrEqualTo(10);
  }

  @Test
  void exactLinesAreCutWhereTheyMeet() {
    assertThat(ChangePoints.of(kinked(new SplittableRandom(1), 0), 1))
        .singleElement()
        .satisfies(
            point -> {
              // The meeting point lies on both lines.
              assertThat(point.epoch()).isBetween(60, 61);
              assertThat(point.low()).isBetween(60, 61);
            });
    assertThat(ChangePoints.of(cells(Series.withTrend(new double[50], 2)), 1)).isEmpty();
  }

  @Test
  void fewPointsHaveNoChange() {
    assertThat(ChangePoints.of(cells(new double[29]), 1)).isEmpty();
  }

  @Test
  void cutsMinimiseTheSquaresOfAllCuts() {
    SplittableRandom random = new SplittableRandom(303);
    double[] y = Series.ar1(30, 0.5, random);
    SegmentedLines lines = new SegmentedLines(Series.index(30), y, 2);
    double least = Double.POSITIVE_INFINITY;
    for (int cut = SegmentedLines.LEAST_LENGTH; cut <= 24; cut++) {
      least = Math.min(least, squares(y, 0, cut) + squares(y, cut, 30));
    }
    assertThat(lines.squares(2)).isCloseTo(least, org.assertj.core.api.Assertions.within(1e-10));
  }

  /** By Hipparchus's regression: another path than the prefix sums. */
  private static double squares(double[] y, int from, int to) {
    org.hipparchus.stat.regression.SimpleRegression line =
        new org.hipparchus.stat.regression.SimpleRegression();
    for (int i = from; i < to; i++) {
      line.addData(i, y[i]);
    }
    return line.getSumSquaredErrors();
  }

  /** Flat to point 60 of 120, then falling by 0.1 a point. */
  private static LogTimeCells kinked(SplittableRandom random, double sd) {
    double[] y = new double[120];
    for (int i = 0; i < 120; i++) {
      y[i] = -0.1 * Math.max(0, i - 60) + sd * random.nextGaussian();
    }
    return cells(y);
  }

  private static LogTimeCells cells(double[] y) {
    int[] epoch = new int[y.length];
    for (int i = 0; i < y.length; i++) {
      epoch[i] = i;
    }
    return new LogTimeCells(epoch, Series.index(y.length), y);
  }
}

package io.thermograd.verdict;

import io.thermograd.decay.CumulativeGradient;
import io.thermograd.decay.EntropyGrids;
import io.thermograd.decay.EntropyKind;
import io.thermograd.decay.EntropySeries;
import io.thermograd.decay.GradientDrive;
import io.thermograd.equilibrium.EntropyEstimate;
import io.thermograd.equilibrium.EntropyStatus;
import io.thermograd.equilibrium.EntropyWindow;
import io.thermograd.equilibrium.LearningRate;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the decay models see of a run: the entropies of its resolved windows on three grids. */
final class EntropyGridsOfWindows {
  private EntropyGridsOfWindows() {}

  /**
   * The series of the run's own grid, and of half and twice its bins.
   *
   * @param windows of the stable region, in order
   * @param wholeModel the rows of layer {@code *}, by epoch
   * @param beta of the run; null when unknown
   */
  static EntropyGrids of(
      List<EntropyWindow> windows,
      List<LayerEpoch> wholeModel,
      LearningRate learningRate,
      @Nullable Double beta) {
    List<CumulativeGradient.Point> gradient =
        wholeModel.stream().flatMap(row -> point(row).stream()).toList();
    Function<List<EntropyWindow>, GradientDrive> drive =
        resolved -> {
          double[] middle = resolved.stream().mapToDouble(EntropyWindow::middleStep).toArray();
          double width =
              windows.isEmpty() ? 0 : windows.get(0).stepTo() - windows.get(0).stepFrom() + 1;
          return CumulativeGradient.drive(gradient, learningRate, beta, middle, width / 2);
        };
    return new EntropyGrids(
        series(windows, EntropyWindow::entropy, drive),
        series(windows, EntropyWindow::coarsened, drive),
        series(windows, EntropyWindow::refined, drive));
  }

  private static EntropySeries series(
      List<EntropyWindow> windows,
      Function<EntropyWindow, EntropyEstimate> grid,
      Function<List<EntropyWindow>, GradientDrive> drive) {
    List<EntropyWindow> resolved =
        windows.stream().filter(w -> grid.apply(w).status() != EntropyStatus.UNRESOLVED).toList();
    double begin = windows.isEmpty() ? 0 : windows.get(0).stepFrom();
    return new EntropySeries(
        EntropyKind.BINNED,
        resolved.stream().mapToDouble(w -> w.middleStep() - begin).toArray(),
        resolved.stream().mapToDouble(w -> grid.apply(w).entropyCorrected()).toArray(),
        resolved.stream().mapToDouble(w -> grid.apply(w).se()).toArray(),
        drive.apply(resolved));
  }

  private static Optional<CumulativeGradient.Point> point(LayerEpoch row) {
    Double signal = row.value(Quantity.GRAD_SIGNAL_SQUARED);
    Long first = row.setting().firstStep();
    Long last = row.setting().lastStep();
    return signal == null || !(signal > 0) || first == null || last == null
        ? Optional.empty()
        : Optional.of(new CumulativeGradient.Point((first + last) / 2.0, signal));
  }
}

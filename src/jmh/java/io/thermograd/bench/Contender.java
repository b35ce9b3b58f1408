package io.thermograd.bench;

import java.nio.file.Path;

/** One way to get the moments of a shape. */
interface Contender extends AutoCloseable {
  /** Computes them and gives none away: one figure of all groups, so that nothing is skipped. */
  double run();

  /** Writes them: Parquet of run, layer, epoch, n, mean_norm, variance, second_moment. */
  void write(Path folder);

  /** What measures: name and version. */
  String version();

  @Override
  void close();
}

package io.thermograd.bench;

import java.nio.file.Path;

/** One way to get the moments of a shape. */
interface Contender extends AutoCloseable {
  /** Computes those of every group and gives none away. */
  void run();

  /** Writes them: Parquet of run, layer, epoch, n, mean_norm, variance, second_moment. */
  void write(Path folder);

  /** What measures: name and version. */
  String version();

  @Override
  void close();
}

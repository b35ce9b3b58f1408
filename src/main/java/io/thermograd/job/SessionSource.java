package io.thermograd.job;

import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a command, once it is known that there is work for it. */
interface SessionSource {

  /**
   * Opens a session.
   *
   * @param name what Spark calls the application
   * @param inputBytes stored size of what is read; it sizes the shuffles
   */
  SparkSession open(String name, long inputBytes);

  /** Opens a session that can read and write stores, which takes longer; see {@link #open}. */
  default SparkSession openStore(String name, long inputBytes) {
    return open(name, inputBytes);
  }

  /** Closes what {@link #open} gave. */
  void close(SparkSession spark);
}

package io.thermograd.job;

import io.thermograd.testing.LocalSpark;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The tests' session: one for all, so it is never closed. */
final class TestSession implements SessionSource {
  @Override
  public SparkSession open(String name, long inputBytes) {
    // Whichever test is first in a process makes the session of all, with Delta's extension.
    LocalSpark.session();
    SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
    return SparkSession.builder().config(Session.configured(conf, name, inputBytes)).getOrCreate();
  }

  @Override
  public void close(SparkSession spark) {
    // Listeners are told of jobs late; stopping the session would wait for them, too.
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("Spark's listeners are stuck", e);
    }
  }
}

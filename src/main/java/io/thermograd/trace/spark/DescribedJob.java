package io.thermograd.trace.spark;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** Gives the Spark jobs of a look at files a description that a person can read. */
final class DescribedJob {
  private static final String DESCRIPTION = "spark.job.description";

  private DescribedJob() {}

  /** What {@code work} gives; the caller's own description holds again afterwards. */
  static <T> T run(SparkSession spark, String description, Supplier<T> work) {
    SparkContext context = spark.sparkContext();
    String before = context.getLocalProperty(DESCRIPTION);
    context.setLocalProperty(DESCRIPTION, description);
    try {
      return work.get();
    } finally {
      context.setLocalProperty(DESCRIPTION, before);
    }
  }
}

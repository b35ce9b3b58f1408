package io.thermograd.job;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.StageInfo;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Where the time goes: for each named stage of a job the wall time, and the Spark jobs and the
 * executors' CPU time that it caused. Spark tells of its jobs late, so the figures are whole once
 * the session is stopped.
 */
public final class Timings extends SparkListener {
  private static final String STAGE = "thermograd.stage";
  private static final String OTHER = "(other)";
  private static final String REST = "start, plans, JVM";
  private static final double NANOS = 1e9;

  private final LongSupplier nanos;
  private final Map<String, Figures> stages = new LinkedHashMap<>();
  private final Map<Integer, String> stageOfSparkStage = new ConcurrentHashMap<>();

  private static final class Figures {
    long wallNanos;
    int sparkJobs;
    long cpuNanos;

    Figures() {}

    Figures(long wallNanos, int sparkJobs, long cpuNanos) {
      this.wallNanos = wallNanos;
      this.sparkJobs = sparkJobs;
      this.cpuNanos = cpuNanos;
    }
  }

  Timings(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Does one stage of the job. What Spark runs in it bears {@code name} as its description, unless
   * the stage describes its jobs itself.
   */
  public <T> T measure(SparkContext spark, String name, Supplier<T> work) {
    String outer = spark.getLocalProperty(STAGE);
    String outerDescription = spark.getLocalProperty("spark.job.description");
    spark.setLocalProperty(STAGE, name);
    spark.setJobDescription(name);
    try {
      return measure(name, work);
    } finally {
      spark.setLocalProperty(STAGE, outer);
      spark.setJobDescription(outerDescription);
    }
  }

  /** Does one stage that runs nothing on Spark. */
  <T> T measure(String name, Supplier<T> work) {
    long start = nanos.getAsLong();
    try {
      return work.get();
    } finally {
      long wall = nanos.getAsLong() - start;
      synchronized (stages) {
        figures(name).wallNanos += wall;
      }
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    String name = start.properties() == null ? OTHER : start.properties().getProperty(STAGE, OTHER);
    for (StageInfo stage : CollectionConverters.asJava(start.stageInfos())) {
      stageOfSparkStage.putIfAbsent(stage.stageId(), name);
    }
    synchronized (stages) {
      figures(name).sparkJobs++;
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted completed) {
    StageInfo stage = completed.stageInfo();
    String name = stageOfSparkStage.getOrDefault(stage.stageId(), OTHER);
    long cpu =
        Option.apply(stage.taskMetrics()).isEmpty() ? 0 : stage.taskMetrics().executorCpuTime();
    synchronized (stages) {
      figures(name).cpuNanos += cpu;
    }
  }

  /**
   * The table that {@code --timings} prints. What no stage measures is a row, too, so that the
   * figures add up to the process's: its start, plans, compilers, collections.
   *
   * @param wallNanos how long the process has run
   * @param cpuNanos the CPU time that it took
   */
  String text(long wallNanos, long cpuNanos) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "%-32s %9s %6s %9s%n", "stage", "wall s", "jobs", "CPU s"));
    Figures sum = new Figures();
    synchronized (stages) {
      stages.forEach(
          (name, figures) -> {
            append(text, name, figures);
            sum.wallNanos += figures.wallNanos;
            sum.sparkJobs += figures.sparkJobs;
            sum.cpuNanos += figures.cpuNanos;
          });
    }
    append(text, REST, new Figures(wallNanos - sum.wallNanos, 0, cpuNanos - sum.cpuNanos));
    append(text, "in all", new Figures(wallNanos, sum.sparkJobs, cpuNanos));
    return text.toString();
  }

  private static void append(StringBuilder text, String name, Figures figures) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-32s %9.2f %6d %9.2f%n",
            name,
            figures.wallNanos / NANOS,
            figures.sparkJobs,
            figures.cpuNanos / NANOS));
  }

  private Figures figures(String name) {
    return stages.computeIfAbsent(name, any -> new Figures());
  }
}

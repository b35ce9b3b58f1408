package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceInput;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;

/**
 * What reading an input costs: CPU time of the reading threads, and memory.
 *
 * @param records records that were read
 * @param cpuNanos CPU time of the tasks
 */
record ReadingTrial(long records, long cpuNanos) {
  static final int MEGABYTE = 1 << 20;

  /** Something that is read plainly, beside it. */
  @FunctionalInterface
  interface Reading {
    void run() throws IOException;
  }

  /** CPU nanoseconds that {@code reading} takes this thread. */
  static long cpuNanos(Reading reading) throws IOException {
    long began = cpu();
    reading.run();
    return cpu() - began;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Reads all of {@code input}. */
  static ReadingTrial of(SparkSession spark, TraceInput input) throws IOException {
    FlatMapFunction<Iterator<Decoded>, long[]> count =
        records -> {
          long began = cpu();
          long seen = 0;
          while (records.hasNext()) {
            records.next();
            seen++;
          }
          return List.of(new long[] {seen, cpu() - began}).iterator();
        };
    List<long[]> tasks =
        TraceReader.read(spark, List.of(input), RunFactsByPattern.NONE)
            .mapPartitions(count)
            .collect();
    return new ReadingTrial(
        tasks.stream().mapToLong(task -> task[0]).sum(),
        tasks.stream().mapToLong(task -> task[1]).sum());
  }

  /**
   * Megabytes of heap in use after a collection, at the start of each file, in the order in which
   * one task reads them.
   */
  static String retained(SparkSession spark, TraceInput input) throws IOException {
    FlatMapFunction<Iterator<Decoded>, Long> measure =
        records -> {
          List<Long> used = new ArrayList<>();
          String path = "";
          while (records.hasNext()) {
            String next = records.next().origin().path();
            if (!next.equals(path)) {
              path = next;
              System.gc();
              used.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
          }
          return used.iterator();
        };
    return TraceReader.read(spark, List.of(input), RunFactsByPattern.NONE)
        .coalesce(1)
        .mapPartitions(measure)
        .collect()
        .stream()
        .map(bytes -> Long.toString(bytes / MEGABYTE))
        .collect(Collectors.joining(", "));
  }
}

package io.thermograd.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Processes that are run to their end, and what they cost. */
final class Children {
  private static final double TICKS_PER_SECOND = 100;
  private static final int CHILDREN_USER = 13;

  private static final int BETWEEN_LOOKS_MS = 100;

  /** Seconds, and the most memory that a process held at the last look at it. */
  record Cost(double cpu, double wall, long peakMegabytes) {}

  private Children() {}

  /** Runs a process; what it prints goes to a file. */
  static Cost run(ProcessBuilder process, File log)
      throws IOException, InterruptedException {
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    Process child = process.redirectErrorStream(true).redirectOutput(log).start();
    long peak = 0;
    while (!child.waitFor(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, Machine.peakKilobytes(Long.toString(child.pid())));
    }
    double wall = (System.nanoTime() - start) / 1e9;
    if (child.exitValue() != 0) {
      throw new IOException("exit code " + child.exitValue() + ": see " + log.getName() + " beside the files");
    }
    return new Cost(cpuSeconds() - cpu, wall, peak / 1024);
  }

  /** CPU seconds of the processes that have ended: Linux tells them of a process's children. */
  private static double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(afterName[CHILDREN_USER]) + Long.parseLong(afterName[CHILDREN_USER + 1]))
        / TICKS_PER_SECOND;
  }
}

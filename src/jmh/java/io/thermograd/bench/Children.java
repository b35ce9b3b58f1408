package io.thermograd.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processes that are run to their end, and what they cost. */
final class Children {
  private static final double TICKS_PER_SECOND = 100;
  private static final int CHILDREN_USER = 13;

  private Children() {}

  /** Runs a process; what it prints goes to a file. */
  static WorkerProcess.Cost run(ProcessBuilder process, File log)
      throws IOException, InterruptedException {
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    int exit = process.redirectErrorStream(true).redirectOutput(log).start().waitFor();
    if (exit != 0) {
      throw new IOException("exit code " + exit + ": see " + log);
    }
    return new WorkerProcess.Cost(cpuSeconds() - cpu, (System.nanoTime() - start) / 1e9);
  }

  /** CPU seconds of the processes that have ended: Linux tells them of a process's children. */
  private static double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(afterName[CHILDREN_USER]) + Long.parseLong(afterName[CHILDREN_USER + 1]))
        / TICKS_PER_SECOND;
  }
}

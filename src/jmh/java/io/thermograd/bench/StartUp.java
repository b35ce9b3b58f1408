package io.thermograd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a person at a laptop waits for: the demo by {@code submit/local}, beside the same job with
 * next to nothing to read, which writes the same tables. Both run in turn after a run of each, so
 * every one is a second run.
 */
public final class StartUp {
  private static final double TICKS_PER_SECOND = 100;
  private static final int CHILDREN_USER = 13;

  /** What is run. */
  private enum Job {
    DEMO("demo: five runs, 7.5 MB", List.of()),
    NEARLY_EMPTY(
        "nearly empty: one run of three losses",
        List.of("--set", "input=[{path: examples/traces/dig_mlp*/*, format: jsonl}]"));

    final String label;
    final List<String> options;

    Job(String label, List<String> options) {
      this.label = label;
      this.options = options;
    }
  }

  private StartUp() {}

  /** Arguments: folder for outputs, rounds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Map<Job, List<WorkerProcess.Cost>> costs = new EnumMap<>(Job.class);
    for (Job job : Job.values()) {
      run(job, folder);
      costs.put(job, new ArrayList<>());
    }
    for (int i = 0; i < rounds; i++) {
      for (Job job : Job.values()) {
        costs.get(job).add(run(job, folder));
      }
    }
    List<String> table = new ArrayList<>();
    table.add("| job | wall s | fastest to slowest | CPU s |");
    table.add("|---|---|---|---|");
    costs.forEach((job, all) -> table.add(row(job, all)));
    table.forEach(System.out::println);
    Page.write(Page.START_UP, table, rounds);
  }

  private static WorkerProcess.Cost run(Job job, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("submit/local", "jobs/demo.yaml", "--quiet"));
    command.addAll(job.options);
    command.addAll(List.of("--set", "output.path=" + folder.resolve(job.name())));
    double cpu = cpuOfChildren();
    long start = System.nanoTime();
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(job.name() + ".log").toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("exit code " + exit + ": see " + folder.resolve(job.name() + ".log"));
    }
    return new WorkerProcess.Cost(cpuOfChildren() - cpu, (System.nanoTime() - start) / 1e9);
  }

  /** CPU seconds of the processes that have ended: Linux tells them of a process's children. */
  private static double cpuOfChildren() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(afterName[CHILDREN_USER]) + Long.parseLong(afterName[CHILDREN_USER + 1]))
        / TICKS_PER_SECOND;
  }

  private static String row(Job job, List<WorkerProcess.Cost> costs) {
    double[] wall = costs.stream().mapToDouble(WorkerProcess.Cost::wall).sorted().toArray();
    double[] cpu = costs.stream().mapToDouble(WorkerProcess.Cost::cpu).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f to %.1f | %.1f |",
        job.label,
        wall[wall.length / 2],
        wall[0],
        wall[wall.length - 1],
        cpu[cpu.length / 2]);
  }
}

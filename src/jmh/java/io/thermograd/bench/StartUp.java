package io.thermograd.bench;

import java.io.IOException;
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
  /** What is run. */
  private enum Job {
    DEMO("demo: five runs, 7.5 MB", "*/*"),
    NEARLY_EMPTY("nearly empty: one run of three losses", "dig_mlp*/*");

    final String label;
    final String traces;

    Job(String label, String traces) {
      this.label = label;
      this.traces = traces;
    }
  }

  private StartUp() {}

  /** Arguments: folder for outputs, rounds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Map<Job, List<Children.Cost>> costs = new EnumMap<>(Job.class);
    for (Job job : Job.values()) {
      run(job, folder);
    }
    for (int i = 0; i < rounds; i++) {
      for (Job job : Job.values()) {
        costs.computeIfAbsent(job, each -> new ArrayList<>()).add(run(job, folder));
      }
    }
    List<String> table = new ArrayList<>();
    table.add("| job | wall s | fastest to slowest | CPU s |");
    table.add("|---|---|---|---|");
    costs.forEach((job, all) -> table.add(row(job, all)));
    table.forEach(System.out::println);
    Page.write(Page.START_UP, table, rounds);
  }

  private static Children.Cost run(Job job, Path folder)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "submit/local",
            "jobs/demo.yaml",
            "--quiet",
            "--set",
            "input=[{path: examples/traces/" + job.traces + ", format: jsonl}]",
            "--set",
            "output.path=" + folder.resolve(job.name()));
    return Children.run(
        new ProcessBuilder(command), folder.resolve(job.name() + ".log").toFile());
  }

  private static String row(Job job, List<Children.Cost> costs) {
    double[] wall = costs.stream().mapToDouble(Children.Cost::wall).sorted().toArray();
    double[] cpu = costs.stream().mapToDouble(Children.Cost::cpu).sorted().toArray();
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

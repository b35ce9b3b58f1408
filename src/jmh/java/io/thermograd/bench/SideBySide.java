package io.thermograd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs the ways in turn on each shape, compares what they find, and writes a table for each shape. */
public final class SideBySide {
  /** Warm-up goes on until so many runs in a row weren't cheaper than those before. */
  private static final int RUNS_WITHOUT_GAIN = 8;

  /** The compiler works on for some forty runs of two seconds, and costs as much as they do. */
  private static final double MOST_WARM_UP_CPU_SECONDS = 120;

  private static final double GAIN = 0.97;

  private final Path root;
  private final int rounds;
  private final List<Way> ways;

  private SideBySide(Path root, int rounds, List<Way> ways) {
    this.root = root;
    this.rounds = rounds;
    this.ways = ways;
  }

  /**
   * Arguments: folder for files, share of the groups, rounds, shapes and ways (comma lists, or
   * {@code all}).
   */
  public static void main(String[] args) throws IOException, SQLException, InterruptedException {
    Path root = Path.of(args[0]);
    double share = Double.parseDouble(args[1]);
    List<Way> ways =
        args[4].equals("all")
            ? List.of(Way.values())
            : Arrays.stream(args[4].split(",", -1))
                .map(Way::labelled)
                .toList();
    SideBySide bench = new SideBySide(root, Integer.parseInt(args[2]), ways);
    WorkerProcess.java(List.of("-Xmx2g"), ShapeFiles.class, args[0], args[1], args[3])
        .inheritIO()
        .start()
        .waitFor();
    for (Shape shape : Shape.named(args[3], share)) {
      Page.write(shape.name(), bench.measure(shape), bench.rounds);
    }
  }

  /** A way that takes part. */
  private static final class Entrant implements AutoCloseable {
    private final Way way;
    private final WorkerProcess worker;
    private final List<WorkerProcess.Cost> costs = new ArrayList<>();
    private @Nullable Double difference;
    private double first;
    private int warmUps;

    Entrant(Way way, WorkerProcess worker) {
      this.way = way;
      this.worker = worker;
    }

    /** Runs until it gets no cheaper: in a cold JVM the compiler costs more than the work. */
    void warmUp() throws IOException {
      first = run().cpu();
      double best = first;
      double total = first;
      int withoutGain = 0;
      while (withoutGain < RUNS_WITHOUT_GAIN && total < MOST_WARM_UP_CPU_SECONDS) {
        double cpu = run().cpu();
        withoutGain = cpu < GAIN * best ? 0 : withoutGain + 1;
        best = Math.min(best, cpu);
        total += cpu;
        warmUps++;
      }
    }

    WorkerProcess.Cost run() throws IOException {
      WorkerProcess.Cost cost = worker.run();
      System.err.printf(
          Locale.ROOT, "%s: %.2f CPU s, %.2f s%n", way.label(), cost.cpu(), cost.wall());
      return cost;
    }

    double[] cpu() {
      return costs.stream().mapToDouble(WorkerProcess.Cost::cpu).sorted().toArray();
    }

    double[] wall() {
      return costs.stream().mapToDouble(WorkerProcess.Cost::wall).sorted().toArray();
    }

    @Override
    public void close() throws IOException {
      worker.close();
    }
  }

  private List<String> measure(Shape shape) throws IOException, SQLException {
    List<Entrant> entrants = new ArrayList<>();
    try {
      for (Way way : ways) {
        if (way.measures(shape)) {
          entrants.add(new Entrant(way, WorkerProcess.start(way, way.source(shape, root))));
        }
      }
      for (Entrant entrant : entrants) {
        entrant.warmUp();
      }
      compare(shape, entrants);
      for (int i = 0; i < rounds; i++) {
        for (Entrant entrant : entrants) {
          entrant.costs.add(entrant.run());
        }
      }
      return table(shape, entrants);
    } finally {
      for (Entrant entrant : entrants) {
        entrant.close();
      }
    }
  }

  /** Sets each one's difference to the first. */
  private void compare(Shape shape, List<Entrant> entrants) throws IOException, SQLException {
    Path results = Files.createTempDirectory(root, "results-" + shape.name());
    @Nullable Path reference = null;
    for (Entrant entrant : entrants) {
      if (entrant.way.comparable(shape)) {
        Path folder = results.resolve(entrant.way.label());
        entrant.worker.ask("write " + folder);
        reference = reference == null ? folder : reference;
        entrant.difference = DuckDbMoments.largestDifference(reference, folder);
      }
    }
  }

  private static List<String> table(Shape shape, List<Entrant> entrants) throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        "| %,d groups × %d rows × %d | CPU s | wall s | CPU / DuckDB | spread | first run, CPU s"
                .formatted(shape.groups(), shape.rowsPerGroup(), Math.max(1, shape.dimension()))
            + " | warm-up runs | peak MB | differs from the first by |");
    table.add("|---|---|---|---|---|---|---|---|---|");
    double best =
        entrants.stream()
            .filter(entrant -> entrant.way.duckDb())
            .mapToDouble(entrant -> median(entrant.cpu()))
            .min()
            .orElse(Double.NaN);
    for (Entrant entrant : entrants) {
      double[] cpu = entrant.cpu();
      String row =
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f | %.0f %% | %.1f | %d | %d | %s |",
              entrant.way.label(),
              median(cpu),
              median(entrant.wall()),
              median(cpu) / best,
              100 * (cpu[cpu.length - 1] - cpu[0]) / median(cpu),
              entrant.first,
              entrant.warmUps,
              Long.parseLong(entrant.worker.ask("peak")) / 1024,
              entrant.difference == null
                  ? ""
                  : String.format(Locale.ROOT, "%.0e", entrant.difference));
      System.out.println(row);
      table.add(row);
    }
    return table;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

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

/** Runs the ways in turn on each shape, compares what they find, and prints a table. */
public final class SideBySide {
  private static final double AGREED = 1e-9;

  /** The compiler works on for so long; with it a run of two seconds costs four. */
  private static final int WARM_UPS = 8;


  private final Path root;
  private final int rounds;
  private final List<Way> ways;
  private final List<String> table = new ArrayList<>();

  private SideBySide(Path root, int rounds, List<Way> ways) {
    this.root = root;
    this.rounds = rounds;
    this.ways = ways;
    table.add("| shape | way | CPU s | wall s | CPU / DuckDB | spread | first run, CPU s | peak MB | agrees to |");
    table.add("|---|---|---|---|---|---|---|---|---|");
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
                .map(way -> Way.valueOf(way.toUpperCase(Locale.ROOT)))
                .toList();
    SideBySide bench = new SideBySide(root, Integer.parseInt(args[2]), ways);
    WorkerProcess.java(List.of("-Xmx2g"), ShapeFiles.class, args[0], args[1], args[3])
        .inheritIO()
        .start()
        .waitFor();
    for (Shape shape : Shape.named(args[3], share)) {
      bench.measure(shape);
    }
    Page.write(Page.MOMENTS, bench.table, share, bench.rounds);
  }

  /** A way that takes part. */
  private static final class Entrant implements AutoCloseable {
    private final Way way;
    private final WorkerProcess worker;
    private final List<WorkerProcess.Cost> costs = new ArrayList<>();
    private @Nullable Double difference;
    private double first;

    Entrant(Way way, WorkerProcess worker) {
      this.way = way;
      this.worker = worker;
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

  private void measure(Shape shape) throws IOException, SQLException {
    List<Entrant> entrants = new ArrayList<>();
    try {
      for (Way way : ways) {
        if (way.measures(shape)) {
          Path folder = shape.folder(root);
          entrants.add(new Entrant(way, WorkerProcess.start(way, folder, shape.dimension())));
        }
      }
      for (Entrant entrant : entrants) {
        entrant.first = entrant.worker.run().cpu();
        for (int i = 1; i < WARM_UPS; i++) {
          entrant.worker.run();
        }
      }
      compare(shape, entrants);
      for (int i = 0; i < rounds; i++) {
        for (Entrant entrant : entrants) {
          entrant.costs.add(entrant.worker.run());
        }
      }
      report(shape, entrants);
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
      if (entrant.way.verifiable()) {
        Path folder = results.resolve(entrant.way.label());
        entrant.worker.ask("write " + folder);
        reference = reference == null ? folder : reference;
        entrant.difference = DuckDbMoments.largestDifference(reference, folder);
      }
    }
  }

  private void report(Shape shape, List<Entrant> entrants) throws IOException {
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
              "| %s, %d × %d | %s | %.2f | %.2f | %.2f | %.0f %% | %.1f | %d | %s |",
              shape.name(),
              shape.groups(),
              shape.rowsPerGroup(),
              entrant.way.label(),
              median(cpu),
              median(entrant.wall()),
              median(cpu) / best,
              100 * (cpu[cpu.length - 1] - cpu[0]) / median(cpu),
              entrant.first,
              Long.parseLong(entrant.worker.ask("peak")) / 1024,
              entrant.difference == null ? "" : agreement(entrant.difference));
      System.out.println(row);
      table.add(row);
    }
  }

  private static String agreement(double difference) {
    return difference <= AGREED
        ? "1e-9"
        : String.format(Locale.ROOT, "%.0e (not 1e-9)", difference);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

package io.thermograd.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * The whole job against bytes, runs, length and cores: simulated traces, analysed up to the report
 * page, each in a cold JVM of its own with a heap of 1 GB.
 */
public final class Scaling {
  private static final String HEAP = "-Xmx1g";
  private static final String TWO_CORES = "local[2]";
  private static final int LAYERS = 6;

  /** So many steps of the vectors below take a gigabyte: 20 runs, 6 layers, 256 coordinates. */
  private static final int STEPS_IN_GIGABYTE = 8_000;

  private static final int LONGEST = 10_000_000;

  private enum Series {
    /** Gradients of 256 coordinates. */
    BYTES,
    /** Norms and dots of 500 steps a run. */
    RUNS,
    /** Norms and dots of 20 runs, equally long or one 100 times as long as the others. */
    SKEW,
    /** Norms and dots of one layer. */
    LENGTH;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A job. */
  private record Point(Series series, int runs, int steps, int longest, String master) {
    String name() {
      return series.label() + "-" + runs + "x" + steps + "-" + master.replaceAll("\\D", "");
    }

    List<String> cohort() {
      boolean vectors = series == Series.BYTES;
      return List.of(
          "--level=" + (vectors ? "vector" : "dot"),
          "--parameters=" + (vectors ? 256 : 16),
          "--layers=" + (series == Series.LENGTH ? 1 : LAYERS),
          "--steps-per-epoch=" + (series == Series.LENGTH ? 1000 : 50),
          "--runs=" + runs,
          "--steps=" + steps,
          "--longest=" + longest);
    }
  }

  /** What it cost. */
  private record Result(Point point, double megabytes, Children.Cost cost) {}

  private Scaling() {}

  /** Arguments: folder for files, most gigabytes, most runs. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]).toAbsolutePath();
    List<Result> results = new ArrayList<>();
    List<String> table = new ArrayList<>();
    table.add("| series | runs | steps a run | MB | cores | CPU s | wall s | peak MB |");
    table.add("|---|---|---|---|---|---|---|---|");
    for (Point point : points(Double.parseDouble(args[1]), Integer.parseInt(args[2]))) {
      String row;
      try {
        Result result = measure(point, folder);
        results.add(result);
        row = row(result);
      } catch (IOException e) {
        // Such as too small a heap, which is a figure, too; the other points go on.
        row = "| %s | %d | %d |  |  | %s |  |  |"
            .formatted(point.series.label(), point.runs, point.steps, e.getMessage());
      }
      table.add(row);
      System.out.println(row);
    }
    table.add("");
    table.add(line(Series.BYTES, results, Result::megabytes, "MB"));
    table.add(line(Series.RUNS, results, result -> result.point.runs, "run"));
    Page.write(Page.SCALING, table, "Single runs in cold JVMs, heap of 1 GB.");
  }

  private static List<Point> points(double mostGigabytes, int mostRuns) {
    List<Point> points = new ArrayList<>();
    int mostSteps = (int) (mostGigabytes * STEPS_IN_GIGABYTE);
    for (int steps = STEPS_IN_GIGABYTE / 10; steps < mostSteps; steps *= 3) {
      points.add(new Point(Series.BYTES, 20, steps, 1, TWO_CORES));
    }
    points.add(new Point(Series.BYTES, 20, mostSteps, 1, TWO_CORES));
    points.add(new Point(Series.BYTES, 20, Math.min(mostSteps, STEPS_IN_GIGABYTE), 1, "local[1]"));
    for (int runs = 10; runs <= mostRuns; runs *= 10) {
      points.add(new Point(Series.RUNS, runs, 500, 1, TWO_CORES));
    }
    points.add(new Point(Series.SKEW, 20, 11_900, 1, TWO_CORES));
    points.add(new Point(Series.SKEW, 20, 2_000, 100, TWO_CORES));
    points.add(new Point(Series.LENGTH, 1, LONGEST / 10, 1, TWO_CORES));
    points.add(new Point(Series.LENGTH, 1, LONGEST, 1, TWO_CORES));
    return points;
  }

  private static Result measure(Point point, Path folder) throws IOException, InterruptedException {
    Path data = folder.resolve("scaling");
    // One a point: of a point that fails it is what says why.
    File log = folder.resolve("scaling-" + point.name() + ".log").toFile();
    delete(data);
    List<String> simulate = new ArrayList<>(List.of("simulate", data.toString()));
    simulate.addAll(point.cohort());
    Children.run(thermograd(TWO_CORES, simulate), log);
    double megabytes = bytes(data.resolve("traces")) / 1e6;
    List<String> analyze =
        List.of(
            "jobs/analyze.yaml",
            "--quiet",
            "--set=input=[{path: " + data.resolve("traces") + ", format: parquet}]",
            "--set=output.path=" + data.resolve("out"));
    Children.Cost cost = Children.run(thermograd(point.master, analyze), log);
    delete(data);
    return new Result(point, megabytes, cost);
  }

  private static ProcessBuilder thermograd(String master, List<String> arguments) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--master", master, "--properties-file", "conf/local.conf"));
    all.addAll(List.of("--class", "io.thermograd.job.Main", "spark-internal"));
    all.addAll(arguments);
    return WorkerProcess.java(
        List.of(HEAP), org.apache.spark.deploy.SparkSubmit.class, all.toArray(String[]::new));
  }

  private static String row(Result result) {
    Point point = result.point;
    String steps =
        point.longest == 1 ? "" + point.steps : point.steps + ", one " + point.longest + " times";
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %.1f | %s | %.1f | %.1f | %d |",
        point.series.label(),
        point.runs,
        steps,
        result.megabytes,
        point.master.replaceAll("\\D", ""),
        result.cost.cpu(),
        result.cost.wall(),
        result.cost.peakMegabytes());
  }

  /** CPU seconds as a straight line, and whether what it leaves grows to the end. */
  private static String line(
      Series series, List<Result> results, ToDoubleFunction<Result> size, String unit) {
    SimpleRegression line = new SimpleRegression();
    List<Result> own = results.stream()
            .filter(r -> r.point.series == series && r.point.master.equals(TWO_CORES))
            .toList();
    own.forEach(result -> line.addData(size.applyAsDouble(result), result.cost.cpu()));
    String residuals =
        String.join(
            ", ",
            own.stream()
                .map(r -> r.cost.cpu() - line.predict(size.applyAsDouble(r)))
                .map(left -> String.format(Locale.ROOT, "%+.1f", left))
                .toList());
    return String.format(
        Locale.ROOT,
        "Against %s: CPU s = %.1f + %.4f a %s, R² %.4f; left over, in order: %s s.\n",
        series.label(),
        line.getIntercept(),
        line.getSlope(),
        unit,
        line.getRSquare(),
        residuals);
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, IOException problem)
                throws IOException {
              Files.delete(done);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}

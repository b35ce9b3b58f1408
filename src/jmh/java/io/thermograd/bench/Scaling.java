package io.thermograd.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * The whole job against bytes, runs and cores: traces of six layers at the level DOT by {@code
 * simulate}, analysed up to the report page, each in a JVM of its own with a heap of 1 GB.
 */
public final class Scaling {
  private static final String HEAP = "-Xmx1g";
  private static final int STEPS = 2000;

  /** A job. */
  private record Point(String series, int runs, int steps, int longest, String master) {
    String label() {
      return "r%d-s%d-l%d".formatted(runs, steps, longest);
    }
  }

  /** What it cost. */
  private record Result(Point point, double megabytes, WorkerProcess.Cost cost) {}

  private Scaling() {}

  /** Arguments: folder for files, most runs, most steps. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]).toAbsolutePath();
    int mostRuns = Integer.parseInt(args[1]);
    int mostSteps = Integer.parseInt(args[2]);
    List<Point> points = new ArrayList<>();
    for (int steps = STEPS; steps <= mostSteps; steps *= 4) {
      points.add(new Point("bytes", 20, steps, 1, "local[2]"));
    }
    for (int runs = 10; runs <= mostRuns; runs *= 10) {
      points.add(new Point("runs", runs, STEPS, 1, "local[2]"));
    }
    points.add(new Point("skew", 20, STEPS, 100, "local[2]"));
    points.add(new Point("one core", 20, mostSteps, 1, "local[1]"));
    List<Result> results = new ArrayList<>();
    List<String> table = new ArrayList<>();
    table.add("| series | runs | steps a run | MB | cores | CPU s | wall s |");
    table.add("|---|---|---|---|---|---|---|");
    for (Point point : points) {
      Result result = measure(point, folder);
      results.add(result);
      table.add(row(result));
      System.out.println(row(result));
    }
    table.add("");
    table.add(line("bytes", results, Result::megabytes, "MB"));
    table.add(line("runs", results, result -> result.point.runs, "run"));
    Page.write(Page.SCALING, table, "Single runs in cold JVMs, heap of 1 GB.");
  }

  private static Result measure(Point point, Path folder) throws IOException, InterruptedException {
    Path data = folder.resolve("scaling-" + point.label());
    File log = folder.resolve("scaling.log").toFile();
    delete(data);
    Children.run(
        thermograd(
            "local[2]",
            "simulate",
            data.toString(),
            "--level=dot",
            "--runs=" + point.runs,
            "--steps=" + point.steps,
            "--longest=" + point.longest),
        log);
    double megabytes = bytes(data.resolve("traces")) / 1e6;
    WorkerProcess.Cost cost =
        Children.run(
            thermograd(
                point.master,
                "jobs/analyze.yaml",
                "--quiet",
                "--set=input=[{path: " + data.resolve("traces") + ", format: parquet}]",
                "--set=output.path=" + data.resolve("out")),
            log);
    delete(data);
    return new Result(point, megabytes, cost);
  }

  private static ProcessBuilder thermograd(String master, String... arguments) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--master", master, "--properties-file", "conf/local.conf"));
    all.addAll(List.of("--class", "io.thermograd.job.Main", "spark-internal"));
    all.addAll(Arrays.asList(arguments));
    return WorkerProcess.java(
        List.of(HEAP), org.apache.spark.deploy.SparkSubmit.class, all.toArray(String[]::new));
  }

  private static String row(Result result) {
    Point point = result.point;
    String steps =
        point.longest == 1 ? "" + point.steps : point.steps + ", one " + point.longest + " times";
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %.1f | %s | %.1f | %.1f |",
        point.series,
        point.runs,
        steps,
        result.megabytes,
        point.master.replaceAll("\\D", ""),
        result.cost.cpu(),
        result.cost.wall());
  }

  /** CPU seconds as a straight line, and whether what it leaves grows to the end. */
  private static String line(
      String series, List<Result> results, ToDoubleFunction<Result> size, String unit) {
    SimpleRegression line = new SimpleRegression();
    List<Result> own = results.stream().filter(r -> r.point.series.equals(series)).toList();
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
        series,
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

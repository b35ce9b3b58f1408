package io.thermograd.job;

import io.thermograd.report.Colour;
import io.thermograd.report.Layout;
import io.thermograd.store.CommitPoint;
import io.thermograd.store.StoreBatch;
import io.thermograd.store.StoreReader;
import io.thermograd.testing.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A command that a test gives as a user would, on the tests' session.
 *
 * @param exitCode what the process would end with
 * @param out what it printed
 * @param err its messages
 * @param output the folder of a job's tables
 */
record JobTrial(int exitCode, String out, String err, Path output) {

  /** Runs the job that {@code declaration} declares, of which {@code output} is the output. */
  static JobTrial run(Path output, String declaration, String... options) throws IOException {
    return run(CommitPoint.NONE, output, declaration, options);
  }

  /** The same, of which {@code commitPoint} is told of each commit to a store. */
  static JobTrial run(CommitPoint commitPoint, Path output, String declaration, String... options)
      throws IOException {
    Path file = Files.createTempFile("thermograd", ".yaml");
    try {
      Files.writeString(file, declaration);
      String[] args =
          Stream.concat(Stream.of("run", "-q", file.toString()), Arrays.stream(options))
              .toArray(String[]::new);
      JobTrial done = execute(commitPoint, args);
      return new JobTrial(done.exitCode, done.out, done.err, output);
    } finally {
      Files.delete(file);
    }
  }

  /** Executes a command line. */
  static JobTrial execute(String... args) {
    return execute(CommitPoint.NONE, args);
  }

  private static JobTrial execute(CommitPoint commitPoint, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.Kind.PLAIN,
            new Layout(200, Colour.NEVER),
            System::nanoTime);
    int code =
        new Main(terminal, new AnalyzePipeline(commitPoint), new SharedSession()).execute(args);
    return new JobTrial(
        code,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8),
        Path.of(""));
  }

  /** The rows of a table. */
  List<Row> table(String name) {
    return LocalSpark.session().read().parquet(output.resolve(name).toString()).collectAsList();
  }

  /** The rows of a table of a store, as its last batch left it. */
  List<Row> stored(String name) throws IOException {
    return stored().apply(name);
  }

  /** The rows of any table of a store, as the batch left it that is now the last. */
  Function<String, List<Row>> stored() throws IOException {
    StoreReader reader = new StoreReader(LocalSpark.session(), output.toString());
    List<StoreBatch> batches = reader.batches();
    StoreBatch last = batches.get(batches.size() - 1);
    return name -> reader.table(name, last).collectAsList();
  }

  /** The last batch of a store. */
  StoreBatch lastBatch() throws IOException {
    List<StoreBatch> batches = new StoreReader(LocalSpark.session(), output.toString()).batches();
    return batches.get(batches.size() - 1);
  }

  /** The copy of a table for other programs. */
  String csv(String table) throws IOException {
    return Files.readString(output.resolve("export").resolve(table + ".csv"));
  }

  /** The tests' session as it is configured; it is never closed. */
  private static final class SharedSession implements SessionSource {
    @Override
    public SparkSession open(String name, long inputBytes) {
      return LocalSpark.session();
    }

    @Override
    public void close(SparkSession spark) {
      // Listeners are told of jobs late; stopping the session would wait for them, too.
      try {
        spark.sparkContext().listenerBus().waitUntilEmpty();
      } catch (TimeoutException e) {
        throw new IllegalStateException("Spark's listeners are stuck", e);
      }
    }
  }
}

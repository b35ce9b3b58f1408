package io.thermograd.job;

import io.thermograd.job.declaration.Suggestion;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.TableText;
import io.thermograd.report.spark.TableRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code show OUTPUT TABLE}. */
@Command(
    mixinStandardHelpOptions = true,
    name = "show",
    description = "Print a table of an output.")
final class ShowCommand implements Callable<Integer> {
  private static final int TABLE_LIMIT = 100;

  /** Without it a text beside a number is no number, not an error. */
  private static final String ANSI = "spark.sql.ansi.enabled";

  private final Terminal terminal;
  private final SessionSource sessions;

  @Parameters(index = "0", paramLabel = "OUTPUT", description = "A job's output.path.")
  private String output = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table, such as runs.")
  private String table = "";

  @Option(names = "--history", description = "Print the batches of a store instead of a table.")
  private boolean history;

  @Option(
      names = "--as-of",
      paramLabel = "BATCH",
      description = "The table as that batch left it; by default the last one of a store.")
  private @Nullable Long asOf;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (the default), csv, json or markdown.")
  private Format format = Format.TABLE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N rows; by default 100 of table and markdown, all of csv and json.")
  private @Nullable Integer limit;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "Only rows for which this holds: Spark SQL, such as \"final_snr < 1\".")
  private @Nullable String where;

  @Option(
      names = "--sort",
      paramLabel = "COLUMNS",
      split = ",",
      description = "Sort by these, such as \"beta desc,run\".")
  private List<String> sort = new ArrayList<>();

  @Option(
      names = "--columns",
      paramLabel = "COLUMNS",
      split = ",",
      description = "Only these columns, in this order.")
  private List<String> columns = new ArrayList<>();

  /** How the table is printed. */
  enum Format {
    TABLE,
    CSV,
    JSON,
    MARKDOWN
  }

  ShowCommand(Terminal terminal, SessionSource sessions) {
    this.terminal = terminal;
    this.sessions = sessions;
  }

  @Override
  public Integer call() throws IOException {
    if (limit != null && limit < 1) {
      throw new UserMistake(
          "cannot show " + limit + " rows", "--limit is below 1", "give a number from 1");
    }
    Storage storage = new Storage(Session.hadoopConfiguration());
    if (storage.isStore(output)) {
      showStore();
      return ExitCode.DONE.code();
    }
    if (history || asOf != null) {
      throw new UserMistake(
          "cannot show batches of " + output,
          "it is no store: each job replaces what stood there",
          "leave --history and --as-of out, or give the output.path of a job with format: delta");
    }
    String published = storage.published(output);
    requireTable(storage.tables(published));
    SparkSession spark = sessions.open("show", 0);
    try {
      spark.sparkContext().setJobDescription("read table " + table);
      spark.conf().set(ANSI, "false");
      print(new TableQuery(where, sort, columns).of(spark.read().parquet(published + "/" + table)));
    } finally {
      sessions.close(spark);
    }
    return ExitCode.DONE.code();
  }

  private void showStore() throws IOException {
    SparkSession spark = sessions.openStore("show", 0);
    try {
      spark.sparkContext().setJobDescription("read table " + table);
      spark.conf().set(ANSI, "false");
      StoreView store = new StoreView(spark, output);
      print(
          history
              ? new TableQuery(where, sort, ofHistory()).of(store.history())
              : new TableQuery(where, sort, columns).of(store.table(table, asOf)));
    } finally {
      sessions.close(spark);
    }
  }

  /** People see what came of each batch; all columns are in the table batches. */
  private List<String> ofHistory() {
    boolean isShort = format == Format.TABLE || format == Format.MARKDOWN;
    return columns.isEmpty() && isShort ? StoreView.HISTORY : columns;
  }

  private void requireTable(List<String> tables) {
    if (tables.isEmpty()) {
      throw new UserMistake(
          "cannot show " + output,
          "no output of a job is there",
          "give the output.path of a job that is done");
    }
    if (!tables.contains(table)) {
      throw new UserMistake(
          "cannot show the table " + table,
          output + " has no such table",
          Suggestion.remedy(table, tables));
    }
  }

  private void print(Dataset<Row> rows) throws IOException {
    TableText text = new TableText(List.of(rows.columns()));
    switch (format) {
      case TABLE, MARKDOWN -> printShort(rows, text);
      case CSV -> text.writeCsv(plainRows(rows), terminal.out());
      case JSON -> text.writeJson(plainRows(rows), terminal.out());
    }
  }

  private void printShort(Dataset<Row> rows, TableText text) {
    int most = limit == null ? TABLE_LIMIT : limit;
    List<List<@Nullable Object>> shown = new ArrayList<>();
    // One row more than is shown tells whether there are more.
    TableRows.plain(rows.limit(most + 1).collectAsList().iterator()).forEachRemaining(shown::add);
    boolean more = shown.size() > most;
    List<List<@Nullable Object>> printed = more ? shown.subList(0, most) : shown;
    terminal
        .out()
        .print(
            format == Format.MARKDOWN
                ? text.markdown(printed)
                : text.aligned(printed, terminal.layout()));
    if (more) {
      terminal.err().println("More rows than " + most + ": --limit N, or --format csv for all.");
    }
  }

  private Iterator<List<@Nullable Object>> plainRows(Dataset<Row> rows) {
    return TableRows.plain(
        limit == null ? rows.toLocalIterator() : rows.limit(limit).toLocalIterator());
  }
}

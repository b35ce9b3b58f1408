package io.thermograd.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.thermograd.job.declaration.QuarantineDeclaration;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.DisplayText;
import io.thermograd.store.BatchTable;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.verdict.spark.RunTable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What became of a job's records, and whether that is good enough to be published. */
final class RecordCounts {
  private static final int MOST_REASONS = 3;
  private static final String RUNS = "runs";

  /** What is counted, in the order of {@link BatchTable.Counts}. */
  private static final List<String> COUNTED =
      List.of(RUNS, RunTable.READ, RunTable.USED, RunTable.SUPERSEDED, RunTable.QUARANTINED);

  /** What a rejected record that names no run counts as. */
  private static final Set<String> OF_NO_RUN = Set.of(RunTable.READ, RunTable.QUARANTINED);

  private RecordCounts() {}

  /**
   * Counts, in one Spark job: the first that needs the runs, so that it makes them.
   *
   * @param runs by {@link RunTable}'s schema
   * @param quarantine rejected records, of which those that name no run are counted
   */
  static BatchTable.Counts of(Dataset<Row> runs, Dataset<Row> quarantine) {
    Column[] counts =
        COUNTED.stream().map(name -> coalesce(sum(name), lit(0L))).toArray(Column[]::new);
    Row sums =
        runs.select(columns(name -> name.equals(RUNS) ? lit(1L) : col(name)))
            .union(
                quarantine
                    .filter(col(QuarantineTable.RUN).isNull())
                    .select(columns(name -> lit(OF_NO_RUN.contains(name) ? 1L : 0L))))
            .agg(counts[0], Arrays.copyOfRange(counts, 1, counts.length))
            .head();
    return new BatchTable.Counts(
        sums.getLong(0), sums.getLong(1), sums.getLong(2), sums.getLong(3), sums.getLong(4));
  }

  private static Column[] columns(Function<String, Column> counted) {
    return COUNTED.stream().map(name -> counted.apply(name).as(name)).toArray(Column[]::new);
  }

  /**
   * Refuses to publish what no record, or too few, stand behind. Why they were rejected is said
   * here, since then nobody gets to see the table.
   *
   * @param quarantine the rejected records
   * @throws UserMistake if there are no records
   * @throws DataRejected if none could be used, or too many were rejected
   */
  static void require(
      BatchTable.Counts counts, QuarantineDeclaration limits, Dataset<Row> quarantine) {
    if (counts.read() == 0) {
      throw new UserMistake(
          "no records: nothing was written",
          "the input files hold none",
          "check input: its paths, format and kind");
    }
    if (counts.used() == 0) {
      throw new DataRejected(
          "no record could be used: nothing was written",
          "all " + counts.read() + " records were rejected: " + reasons(quarantine),
          "check the input's format and columns: `--explain input` tells of them");
    }
    if ((double) counts.quarantined() / counts.read() > limits.maxShare()) {
      throw new DataRejected(
          "too many bad records: nothing was written",
          counts.quarantined()
              + " of "
              + counts.read()
              + " records were rejected, more than quarantine.max_share = "
              + limits.maxShare()
              + ": "
              + reasons(quarantine),
          "mend the logs, or raise quarantine.max_share to see the table quarantine");
    }
  }

  /** The most frequent reasons, each with its first record. */
  private static String reasons(Dataset<Row> quarantine) {
    return quarantine
        .groupBy(QuarantineTable.REASON)
        .agg(
            count(lit(1)).as("records"),
            min(struct(QuarantineTable.PATH, QuarantineTable.POSITION, QuarantineTable.DETAIL)))
        .orderBy(col("records").desc(), col(QuarantineTable.REASON))
        .limit(MOST_REASONS)
        .collectAsList()
        .stream()
        .map(RecordCounts::reason)
        .collect(Collectors.joining("; "));
  }

  private static String reason(Row row) {
    Row first = row.getStruct(2);
    // Names of files and tags are the logs': what steers a terminal is shown, not done.
    return DisplayText.safe(
        row.getLong(1)
            + " "
            + row.getString(0)
            + ", first in "
            + first.getString(0)
            + " at "
            + first.getLong(1)
            + ": "
            + first.getString(2));
  }
}

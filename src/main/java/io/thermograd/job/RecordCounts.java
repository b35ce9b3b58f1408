package io.thermograd.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.thermograd.job.declaration.QuarantineDeclaration;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.store.BatchTable;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.verdict.spark.RunTable;
import org.apache.spark.sql.Row;

/** What became of a job's records, and whether that is good enough to be published. */
final class RecordCounts {
  private RecordCounts() {}

  /**
   * Counts over all runs of {@code tables}.
   *
   * @param othersOfNoRun rejected records that name no run and aren't in {@code tables}
   */
  static BatchTable.Counts of(AnalysisTables tables, long othersOfNoRun) {
    Row ofRuns =
        tables
            .runs()
            .agg(
                count(lit(1)),
                coalesce(sum(RunTable.READ), lit(0L)),
                coalesce(sum(RunTable.USED), lit(0L)),
                coalesce(sum(RunTable.SUPERSEDED), lit(0L)),
                coalesce(sum(RunTable.QUARANTINED), lit(0L)))
            .head();
    AnalysisTables.Table quarantine = tables.all().get(QuarantineTable.NAME);
    if (quarantine == null) {
      throw new IllegalStateException("no table " + QuarantineTable.NAME);
    }
    long ofNoRun =
        othersOfNoRun + quarantine.rows().filter(col(QuarantineTable.RUN).isNull()).count();
    return new BatchTable.Counts(
        ofRuns.getLong(0),
        ofRuns.getLong(1) + ofNoRun,
        ofRuns.getLong(2),
        ofRuns.getLong(3),
        ofRuns.getLong(4) + ofNoRun);
  }

  /**
   * Refuses to publish what no record, or too few, stand behind.
   *
   * @throws UserMistake if there are no records
   * @throws DataRejected if none could be used, or too many were rejected
   */
  static void require(BatchTable.Counts counts, QuarantineDeclaration limits) {
    if (counts.read() == 0) {
      throw new UserMistake(
          "no records: nothing was written",
          "the input files hold none",
          "check input: its paths, format and kind");
    }
    if (counts.used() == 0) {
      throw new DataRejected(
          "no record could be used: nothing was written",
          "all " + counts.read() + " records were rejected",
          "check the input's format and columns: `--explain input` tells of them");
    }
    if ((double) counts.quarantined() / counts.read() > limits.maxShare()) {
      throw new DataRejected(
          "too many bad records: nothing was written",
          counts.quarantined()
              + " of "
              + counts.read()
              + " records were rejected, more than quarantine.max_share = "
              + limits.maxShare(),
          "mend the logs, or raise quarantine.max_share to see the table quarantine");
    }
  }
}

package io.thermograd.moments.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.spark.RecordTable;
import io.thermograd.trace.spark.ResolvedTable;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** The job's own pass over the vectors, of which only the partial moments are passed on. */
public final class StatesOnly {
  private static final long MAX_STATE_BYTES = 64L << 20;

  private StatesOnly() {}

  /** A row of run, layer, epoch and state for each partial state. */
  public static Dataset<Row> of(SparkSession spark, JavaRDD<Decoded> records, SessionRule rule) {
    FlatMapFunction<Iterator<Decoded>, InternalRow> states =
        part -> states(new TraceScan(part, rule, StateScope.PARTITION, MAX_STATE_BYTES));
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(records.mapPartitions(states).rdd(), ScanTable.SCHEMA, false)
        .select(RecordTable.RUN, RecordTable.LAYER, ResolvedTable.EPOCH, ScanTable.STATE);
  }

  private static Iterator<InternalRow> states(TraceScan scan) {
    int state = ScanTable.SCHEMA.fieldIndex(ScanTable.STATE);
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(scan, 0), false)
        .filter(row -> !row.isNullAt(state))
        .iterator();
  }
}

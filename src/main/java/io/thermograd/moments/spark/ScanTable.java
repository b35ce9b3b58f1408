package io.thermograd.moments.spark;

import io.thermograd.moments.GradientMoments;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.trace.spark.RecordTable;
import io.thermograd.trace.spark.ResolvedTable;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What one pass over the input yields, in one dataset so that the vectors are read once: blocks of
 * records without their vectors, partial moments, and rejected records. Flat, since Spark's cache
 * compresses repeated text only in columns of its own.
 */
final class ScanTable {
  static final String TAG = "tag";

  /** The file of a partial state, where states are kept per file. */
  static final String SOURCE = "source";

  /** The epoch of a partial state. */
  static final String EPOCH = ResolvedTable.EPOCH;

  /** The serialised {@link GradientMoments} of a partial state. */
  static final String STATE = "state";

  private static final String REJECTED_PREFIX = "rejected_";
  static final String RECORDS = "records";
  static final String MOMENTS = "moments";
  static final String REJECTED = "rejected";
  static final String UNUSED = "unused";

  /** How many named values of a run in a file went into no record. */
  static final String VALUES = "unused_values";

  static final StructType SCHEMA = schema();

  private ScanTable() {}

  static Column sourceOfRow() {
    return functions.coalesce(
        functions.col(SOURCE),
        functions.col(REJECTED_PREFIX + QuarantineTable.PATH),
        functions.col(RecordTable.PATH));
  }

  static Column runOfRow() {
    return functions.coalesce(
        functions.col(RecordTable.RUN), functions.col(REJECTED_PREFIX + QuarantineTable.RUN));
  }

  static Column isRejected() {
    return functions.col(TAG).equalTo(REJECTED);
  }

  static Column rejectReason() {
    return functions.col(REJECTED_PREFIX + QuarantineTable.REASON);
  }

  /** The records of {@code scan} in blocks, by {@link RecordTable}'s schema. */
  static Dataset<Row> records(Dataset<Row> scan) {
    return scan.filter(functions.col(TAG).equalTo(RECORDS)).select(columns(RecordTable.SCHEMA, ""));
  }

  /** The rejected records of {@code scan}, by {@link QuarantineTable}'s schema. */
  static Dataset<Row> quarantine(Dataset<Row> scan) {
    return scan.filter(functions.col(TAG).equalTo(REJECTED))
        .select(columns(QuarantineTable.SCHEMA, REJECTED_PREFIX));
  }

  /** How many named values of a run in a file are in no record: run and number. */
  static Dataset<Row> unusedValues(Dataset<Row> scan) {
    return scan.filter(functions.col(TAG).equalTo(UNUSED)).select(RecordTable.RUN, VALUES);
  }

  /** The partial states of {@code scan} with their keys. */
  static Dataset<Row> states(Dataset<Row> scan) {
    return scan.filter(functions.col(TAG).equalTo(MOMENTS))
        .select(
            RecordTable.RUN,
            RecordTable.LAYER,
            EPOCH,
            RecordTable.PATH,
            RecordTable.SEGMENT,
            RecordTable.DIMENSION,
            STATE);
  }

  private static Column[] columns(StructType schema, String prefix) {
    return Arrays.stream(schema.fieldNames())
        .map(name -> functions.col(prefix + name).as(name))
        .toArray(Column[]::new);
  }

  private static StructType schema() {
    StructType schema = new StructType().add(TAG, DataTypes.StringType, false);
    for (StructField field : RecordTable.SCHEMA.fields()) {
      schema = schema.add(field.name(), field.dataType(), true);
    }
    schema =
        schema
            .add(EPOCH, DataTypes.IntegerType, true)
            .add(STATE, DataTypes.BinaryType, true)
            .add(SOURCE, DataTypes.StringType, true)
            .add(VALUES, DataTypes.LongType, true);
    for (StructField field : QuarantineTable.SCHEMA.fields()) {
      schema = schema.add(REJECTED_PREFIX + field.name(), field.dataType(), true);
    }
    return schema;
  }
}

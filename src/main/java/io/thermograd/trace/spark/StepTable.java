package io.thermograd.trace.spark;

import io.thermograd.trace.ScalarBlock;
import io.thermograd.trace.ScalarRecord;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The scalar series of a run after sessions and repeats are resolved, means over replicas: a row
 * per thousands of steps; never written to an output.
 */
public final class StepTable {
  public static final String RUN = "run";
  public static final String FIRST_STEP = "first_step";

  /** The bytes of a {@link ScalarBlock}. */
  public static final String STEPS = "steps";

  public static final StructType SCHEMA =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(FIRST_STEP, DataTypes.LongType, false)
          .add(STEPS, DataTypes.BinaryType, false);

  private StepTable() {}

  static @Nullable Object[] values(String run, ScalarBlock steps) {
    return new @Nullable Object[] {run, steps.minStep(), steps.toBytes()};
  }

  /** The steps of a row, in their order. */
  public static Iterator<ScalarRecord> steps(Row row) {
    return ScalarBlock.read(row.<byte[]>getAs(STEPS));
  }
}

package io.thermograd.trace.spark;

import io.thermograd.trace.Rejected;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The {@code quarantine} table: a row per rejected input record. */
public final class QuarantineTable {
  public static final String NAME = "quarantine";
  public static final String PATH = "path";
  public static final String POSITION = "position";
  public static final String REASON = "reason";
  public static final String DETAIL = "detail";
  public static final String RUN = "run";
  public static final String RAW = "raw";

  public static final StructType SCHEMA =
      new StructType()
          .add(PATH, DataTypes.StringType, false)
          .add(POSITION, DataTypes.LongType, false)
          .add(REASON, DataTypes.StringType, false)
          .add(DETAIL, DataTypes.StringType, false)
          .add(RUN, DataTypes.StringType, true)
          .add(RAW, DataTypes.StringType, false);

  private QuarantineTable() {}

  /** The values of a row, in the schema's order. */
  public static @Nullable Object[] values(Rejected rejected) {
    return new @Nullable Object[] {
      rejected.origin().path(),
      rejected.origin().position(),
      rejected.reason().name(),
      rejected.detail(),
      rejected.run(),
      rejected.raw()
    };
  }
}

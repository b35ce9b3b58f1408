package io.thermograd.alerts.spark;

import io.thermograd.alerts.Alert;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table {@code alerts} of a store: a row per rule and run for which it holds. */
public final class AlertTable {
  /** The table's name. */
  public static final String NAME = "alerts";

  static final String RULE = "rule";
  static final String RUN = "run";
  static final String SINCE_BATCH = "since_batch";

  public static final StructType SCHEMA =
      new StructType()
          .add(RULE, DataTypes.StringType, false)
          .add(RUN, DataTypes.StringType, false)
          .add("condition", DataTypes.StringType, false)
          .add("effect", DataTypes.StringType, false)
          .add("verdict", DataTypes.StringType, false)
          .add(SINCE_BATCH, DataTypes.LongType, false);

  private AlertTable() {}

  /** The rows of some alerts. */
  public static Dataset<Row> toRows(SparkSession spark, List<Alert> alerts) {
    return spark.createDataFrame(alerts.stream().map(AlertTable::toRow).toList(), SCHEMA);
  }

  private static Row toRow(Alert alert) {
    return RowFactory.create(
        alert.rule().name(),
        alert.run(),
        alert.rule().when(),
        alert.rule().effect().name(),
        alert.verdict(),
        alert.sinceBatch());
  }
}

package io.thermograd.signal.spark;

import io.thermograd.signal.EpochNoise;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How one epoch's noise travels to where a layer's epochs are pooled; never an output. */
public final class EpochNoiseTable {
  private static final String ROWS = "rows";
  private static final String PAIRS = "pairs";
  private static final String PRODUCTS = "products";
  private static final String DIMENSIONS = "dimensions";
  private static final String EXCESS_KURTOSIS = "excess_kurtosis";
  private static final String NORMS = "norms";

  /** The columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add(ROWS, DataTypes.IntegerType, false)
          .add(PAIRS, DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add(PRODUCTS, DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add(DIMENSIONS, DataTypes.DoubleType, false)
          .add(EXCESS_KURTOSIS, DataTypes.DoubleType, false)
          .add(NORMS, DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  private EpochNoiseTable() {}

  /** Writes one epoch as a row of {@link #SCHEMA}. */
  public static Row toRow(EpochNoise noise) {
    return RowFactory.create(
        noise.rows(),
        noise.pairs(),
        noise.products(),
        noise.dimensions(),
        noise.excessKurtosis(),
        noise.norms());
  }

  /** Reads what {@link #toRow} wrote. */
  public static EpochNoise fromRow(Row row) {
    return new EpochNoise(
        row.<Integer>getAs(ROWS),
        row.<Integer>getList(row.fieldIndex(PAIRS)).stream().mapToInt(v -> v).toArray(),
        doubles(row.getList(row.fieldIndex(PRODUCTS))),
        row.<Double>getAs(DIMENSIONS),
        row.<Double>getAs(EXCESS_KURTOSIS),
        doubles(row.getList(row.fieldIndex(NORMS))));
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(v -> v).toArray();
  }
}

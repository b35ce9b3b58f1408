package io.thermograd.signal.spark;

import io.thermograd.signal.ChangePoint;
import io.thermograd.signal.Crossing;
import io.thermograd.signal.CrossingLevel;
import io.thermograd.signal.Direction;
import io.thermograd.signal.LayerPhases;
import io.thermograd.signal.LjungBox;
import io.thermograd.signal.NoiseShape;
import io.thermograd.signal.Phases;
import io.thermograd.signal.SignalQuantity;
import io.thermograd.signal.T1Decision;
import io.thermograd.signal.T1Verdict;
import io.thermograd.signal.TailIndex;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code phases}: one row per run and layer.
 *
 * <p>A trend takes nine columns with its quantity as prefix ({@code snr}, {@code variance}, {@code
 * mean_norm}, {@code noise_growth}); either its numbers are there, or its {@code _reason} is.
 */
public final class PhasesTable {
  /** The table's name. */
  public static final String NAME = "phases";

  public static final String RUN = "run";
  public static final String LAYER = "layer";
  private static final String PEAK_EPOCH = "peak_epoch";
  private static final String UNTIL_EPOCH = "until_epoch";
  private static final String CROSSINGS = "crossings";
  private static final String CHANGE_POINTS = "change_points";
  private static final String NOISE_LAG1 = "noise_lag1";
  private static final String NOISE_LAG1_SE = "noise_lag1_se";
  private static final String NOISE_WHITE_STATISTIC = "noise_white_statistic";
  private static final String NOISE_WHITE_LAGS = "noise_white_lags";
  private static final String NOISE_WHITE_P = "noise_white_p";
  private static final String NOISE_EXCESS_KURTOSIS = "noise_excess_kurtosis";
  private static final String NOISE_EXCESS_KURTOSIS_SE = "noise_excess_kurtosis_se";
  private static final String NOISE_TAIL_INDEX = "noise_tail_index";
  private static final String NOISE_TAIL_INDEX_SE = "noise_tail_index_se";
  private static final String NOISE_TAIL_LARGEST = "noise_tail_largest";
  public static final String T1_VERDICT = "t1_verdict";
  public static final String REASON = "reason";
  private static final String ADJUSTED_P = "_p_adjusted";
  private static final String EPOCH = "epoch";
  private static final String LEVEL = "level";
  private static final String DIRECTION = "direction";
  private static final String LOW = "low";
  private static final String HIGH = "high";

  private static final TrendTable GROWTH = new TrendTable("noise_growth");

  private static final StructType CROSSING =
      new StructType()
          .add(LEVEL, DataTypes.StringType, false)
          .add(EPOCH, DataTypes.DoubleType, false)
          .add(LOW, DataTypes.DoubleType)
          .add(HIGH, DataTypes.DoubleType)
          .add(DIRECTION, DataTypes.StringType, false);

  private static final StructType CHANGE_POINT =
      new StructType()
          .add(EPOCH, DataTypes.IntegerType, false)
          .add(LOW, DataTypes.IntegerType, false)
          .add(HIGH, DataTypes.IntegerType, false);

  /** The columns. */
  public static final StructType SCHEMA = schema();

  private PhasesTable() {}

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add(RUN, DataTypes.StringType, false)
            .add(LAYER, DataTypes.StringType, false)
            .add(PEAK_EPOCH, DataTypes.IntegerType)
            .add(UNTIL_EPOCH, DataTypes.IntegerType, false)
            .add(CROSSINGS, DataTypes.createArrayType(CROSSING, false), false)
            .add(CHANGE_POINTS, DataTypes.createArrayType(CHANGE_POINT, false), false);
    for (SignalQuantity quantity : SignalQuantity.values()) {
      schema =
          columns(quantity)
              .addTo(schema)
              .add(quantity.columnName() + ADJUSTED_P, DataTypes.DoubleType);
    }
    schema =
        schema
            .add(NOISE_LAG1, DataTypes.DoubleType)
            .add(NOISE_LAG1_SE, DataTypes.DoubleType)
            .add(NOISE_WHITE_STATISTIC, DataTypes.DoubleType)
            .add(NOISE_WHITE_LAGS, DataTypes.IntegerType)
            .add(NOISE_WHITE_P, DataTypes.DoubleType)
            .add(NOISE_EXCESS_KURTOSIS, DataTypes.DoubleType)
            .add(NOISE_EXCESS_KURTOSIS_SE, DataTypes.DoubleType)
            .add(NOISE_TAIL_INDEX, DataTypes.DoubleType)
            .add(NOISE_TAIL_INDEX_SE, DataTypes.DoubleType)
            .add(NOISE_TAIL_LARGEST, DataTypes.IntegerType);
    return GROWTH
        .addTo(schema)
        .add(T1_VERDICT, DataTypes.StringType)
        .add(REASON, DataTypes.StringType);
  }

  /** The column of the p-value of a quantity's trend. */
  static String pColumn(SignalQuantity quantity) {
    return columns(quantity).pColumn();
  }

  /** Writes one layer as a row of {@link #SCHEMA}. */
  public static Row toRow(LayerPhases layer) {
    Phases phases = layer.phases();
    T1Decision t1 = layer.t1();
    List<@Nullable Object> values = new ArrayList<>(SCHEMA.size());
    values.add(phases.run());
    values.add(phases.layer());
    values.add(phases.peakEpoch());
    values.add(phases.untilEpoch());
    values.add(phases.crossings().stream().map(PhasesTable::crossingRow).toArray(Row[]::new));
    values.add(phases.changePoints().stream().map(PhasesTable::changePointRow).toArray(Row[]::new));
    for (SignalQuantity quantity : SignalQuantity.values()) {
      columns(quantity).write(phases.trend(quantity), values);
      values.add(t1 == null ? null : t1.adjustedP(quantity));
    }
    writeNoise(layer.noise(), values);
    values.add(t1 == null ? null : t1.verdict().name());
    values.add(t1 == null ? null : t1.reason());
    return RowFactory.create(values.toArray());
  }

  /** Reads what {@link #toRow} wrote, in whatever order the columns come. */
  public static LayerPhases fromRow(Row row) {
    Phases phases =
        new Phases(
            row.getString(row.fieldIndex(RUN)),
            row.getString(row.fieldIndex(LAYER)),
            peak(row),
            row.getInt(row.fieldIndex(UNTIL_EPOCH)),
            row.<Row>getList(row.fieldIndex(CROSSINGS)).stream()
                .map(PhasesTable::crossing)
                .toList(),
            row.<Row>getList(row.fieldIndex(CHANGE_POINTS)).stream()
                .map(PhasesTable::changePoint)
                .toList(),
            columns(SignalQuantity.SNR).read(row),
            columns(SignalQuantity.VARIANCE).read(row),
            columns(SignalQuantity.MEAN_NORM).read(row));
    return new LayerPhases(phases, noise(row), decision(row));
  }

  private static void writeNoise(NoiseShape noise, List<@Nullable Object> values) {
    LjungBox white = noise.whiteness();
    TailIndex tail = noise.tail();
    values.add(noise.lag1());
    values.add(noise.lag1StandardError());
    values.add(white == null ? null : white.statistic());
    values.add(white == null ? null : white.lags());
    values.add(white == null ? null : white.pValue());
    values.add(noise.excessKurtosis());
    values.add(noise.excessKurtosisStandardError());
    values.add(tail == null ? null : tail.alpha());
    values.add(tail == null ? null : tail.standardError());
    values.add(tail == null ? null : tail.largest());
    GROWTH.write(noise.growth(), values);
  }

  private static NoiseShape noise(Row row) {
    Double statistic = number(row, NOISE_WHITE_STATISTIC);
    Double alpha = number(row, NOISE_TAIL_INDEX);
    return new NoiseShape(
        number(row, NOISE_LAG1),
        number(row, NOISE_LAG1_SE),
        statistic == null
            ? null
            : new LjungBox(
                statistic,
                row.getInt(row.fieldIndex(NOISE_WHITE_LAGS)),
                row.getDouble(row.fieldIndex(NOISE_WHITE_P))),
        number(row, NOISE_EXCESS_KURTOSIS),
        number(row, NOISE_EXCESS_KURTOSIS_SE),
        alpha == null
            ? null
            : new TailIndex(
                alpha,
                row.getDouble(row.fieldIndex(NOISE_TAIL_INDEX_SE)),
                row.getInt(row.fieldIndex(NOISE_TAIL_LARGEST))),
        GROWTH.read(row));
  }

  private static @Nullable T1Decision decision(Row row) {
    String verdict = text(row, T1_VERDICT);
    return verdict == null
        ? null
        : new T1Decision(
            T1Verdict.valueOf(verdict),
            number(row, SignalQuantity.SNR.columnName() + ADJUSTED_P),
            number(row, SignalQuantity.VARIANCE.columnName() + ADJUSTED_P),
            number(row, SignalQuantity.MEAN_NORM.columnName() + ADJUSTED_P),
            text(row, REASON));
  }

  private static Row crossingRow(Crossing crossing) {
    return RowFactory.create(
        crossing.level().name(),
        crossing.epoch(),
        crossing.low(),
        crossing.high(),
        crossing.direction().name());
  }

  private static Crossing crossing(Row row) {
    return new Crossing(
        CrossingLevel.valueOf(row.getString(row.fieldIndex(LEVEL))),
        row.getDouble(row.fieldIndex(EPOCH)),
        number(row, LOW),
        number(row, HIGH),
        Direction.valueOf(row.getString(row.fieldIndex(DIRECTION))));
  }

  private static Row changePointRow(ChangePoint point) {
    return RowFactory.create(point.epoch(), point.low(), point.high());
  }

  private static ChangePoint changePoint(Row row) {
    return new ChangePoint(
        row.getInt(row.fieldIndex(EPOCH)),
        row.getInt(row.fieldIndex(LOW)),
        row.getInt(row.fieldIndex(HIGH)));
  }

  private static @Nullable Integer peak(Row row) {
    int field = row.fieldIndex(PEAK_EPOCH);
    return row.isNullAt(field) ? null : Integer.valueOf(row.getInt(field));
  }

  private static @Nullable Double number(Row row, String column) {
    int field = row.fieldIndex(column);
    return row.isNullAt(field) ? null : Double.valueOf(row.getDouble(field));
  }

  private static @Nullable String text(Row row, String column) {
    int field = row.fieldIndex(column);
    return row.isNullAt(field) ? null : row.getString(field);
  }

  private static TrendTable columns(SignalQuantity quantity) {
    return new TrendTable(quantity.columnName());
  }
}

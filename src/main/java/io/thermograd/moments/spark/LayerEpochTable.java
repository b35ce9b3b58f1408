package io.thermograd.moments.spark;

import io.thermograd.moments.Absence;
import io.thermograd.moments.Estimate;
import io.thermograd.moments.Flag;
import io.thermograd.moments.Interval;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.LayerKey;
import io.thermograd.moments.Quantity;
import io.thermograd.trace.TraceLevel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The table layer_epoch: a row per run, layer and epoch; layer {@code *} is the whole model.
 *
 * <p>{@code flags} is a list of codes. {@code reason} lists every absent quantity, grouped by why:
 * {@code DEAD: snr, snr_corrected; NOT_LOGGED: grad_sq_norm_mean}; null when nothing is absent.
 */
public final class LayerEpochTable {
  /** The table's name. */
  public static final String NAME = "layer_epoch";

  public static final String RUN = "run";
  public static final String LAYER = "layer";
  public static final String EPOCH = "epoch";
  public static final String N = "n";
  public static final String NON_FINITE = "non_finite";
  public static final String SUPERSEDED = "superseded";
  public static final String LEVEL = "level";
  public static final String FLAGS = "flags";
  public static final String REASON = "reason";
  public static final String DIMENSION = "dimension";
  public static final String N_PARAMS = "n_params";
  public static final String ZERO_VARIANCE_COORDINATES = "zero_variance_coordinates";
  public static final String WEIGHT_NORM = "weight_norm";
  public static final String LR = "lr";
  public static final String BATCH_SIZE = "batch_size";
  public static final String MOMENTUM = "momentum";
  public static final String OPTIMIZER = "optimizer";
  public static final String SAMPLED_FRACTION = "sampled_fraction";
  public static final String STEP_FROM = "step_from";
  public static final String STEP_TO = "step_to";

  private static final String NEXT_REASON = "; ";
  private static final String NEXT_QUANTITY = ", ";
  private static final String AFTER_REASON = ": ";

  private LayerEpochTable() {}

  /** The column of a quantity. */
  public static String column(Quantity quantity) {
    return quantity.name().toLowerCase(Locale.ROOT);
  }

  /** The column of a quantity's standard error, where {@link Quantity#hasStandardError()}. */
  public static String errorColumn(Quantity quantity) {
    return column(quantity) + "_se";
  }

  /** The lower end of a quantity's interval, where {@link Quantity#hasInterval()}. */
  public static String lowColumn(Quantity quantity) {
    return column(quantity) + "_low";
  }

  /** The upper end. */
  public static String highColumn(Quantity quantity) {
    return column(quantity) + "_high";
  }

  /** The table's columns. */
  public static StructType schema() {
    StructType schema =
        new StructType()
            .add(RUN, DataTypes.StringType, false)
            .add(LAYER, DataTypes.StringType, false)
            .add(EPOCH, DataTypes.IntegerType, false)
            .add(N, DataTypes.LongType, false)
            .add(NON_FINITE, DataTypes.LongType, false)
            .add(SUPERSEDED, DataTypes.LongType, false)
            .add(LEVEL, DataTypes.StringType, false);
    for (Quantity quantity : Quantity.values()) {
      schema = schema.add(column(quantity), DataTypes.DoubleType, true);
      if (quantity.hasStandardError()) {
        schema = schema.add(errorColumn(quantity), DataTypes.DoubleType, true);
      }
      if (quantity.hasInterval()) {
        schema =
            schema
                .add(lowColumn(quantity), DataTypes.DoubleType, true)
                .add(highColumn(quantity), DataTypes.DoubleType, true);
      }
    }
    DataType flags = DataTypes.createArrayType(DataTypes.StringType, false);
    return schema
        .add(DIMENSION, DataTypes.IntegerType, true)
        .add(N_PARAMS, DataTypes.LongType, true)
        .add(ZERO_VARIANCE_COORDINATES, DataTypes.IntegerType, true)
        .add(WEIGHT_NORM, DataTypes.DoubleType, true)
        .add(LR, DataTypes.DoubleType, true)
        .add(BATCH_SIZE, DataTypes.DoubleType, true)
        .add(MOMENTUM, DataTypes.DoubleType, true)
        .add(OPTIMIZER, DataTypes.StringType, true)
        .add(SAMPLED_FRACTION, DataTypes.DoubleType, true)
        .add(STEP_FROM, DataTypes.LongType, true)
        .add(STEP_TO, DataTypes.LongType, true)
        .add(FLAGS, flags, false)
        .add(REASON, DataTypes.StringType, true);
  }

  /** The row of a record. */
  public static Row toRow(LayerEpoch record) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(record.key().run());
    values.add(record.key().layer());
    values.add(record.key().epoch());
    values.add(record.counts().finite());
    values.add(record.counts().nonFinite());
    values.add(record.counts().superseded());
    values.add(record.level().name());
    for (Quantity quantity : Quantity.values()) {
      values.add(record.value(quantity));
      if (quantity.hasStandardError()) {
        values.add(record.standardError(quantity));
      }
      if (quantity.hasInterval()) {
        Interval interval = record.interval(quantity);
        values.add(interval == null ? null : interval.low());
        values.add(interval == null ? null : interval.high());
      }
    }
    addSetting(values, record.setting());
    List<String> flags = record.flags().stream().map(Flag::name).toList();
    values.add(CollectionConverters.asScala(flags).toSeq());
    values.add(reason(record));
    return RowFactory.create(values.toArray());
  }

  private static void addSetting(List<@Nullable Object> values, LayerEpoch.Setting setting) {
    values.add(setting.dimension());
    values.add(setting.paramCount());
    values.add(setting.zeroVarianceCoordinates());
    values.add(setting.weightNorm());
    values.add(setting.lr());
    values.add(setting.batchSize());
    values.add(setting.momentum());
    values.add(setting.optimizer());
    values.add(setting.sampledFraction());
    values.add(setting.firstStep());
    values.add(setting.lastStep());
  }

  private static @Nullable String reason(LayerEpoch record) {
    Map<Absence, List<String>> absent = new EnumMap<>(Absence.class);
    for (Quantity quantity : Quantity.values()) {
      Absence absence = record.absence(quantity);
      if (absence != null) {
        absent.computeIfAbsent(absence, a -> new ArrayList<>()).add(column(quantity));
      }
    }
    List<String> parts = new ArrayList<>();
    absent.forEach(
        (absence, columns) ->
            parts.add(absence.name() + AFTER_REASON + String.join(NEXT_QUANTITY, columns)));
    return parts.isEmpty() ? null : String.join(NEXT_REASON, parts);
  }

  /** The record of a row that has (at least) the columns of {@link #schema()}. */
  public static LayerEpoch fromRow(Row row) {
    LayerKey key =
        new LayerKey(row.<String>getAs(RUN), row.<String>getAs(LAYER), row.<Integer>getAs(EPOCH));
    LayerEpoch.Counts counts =
        new LayerEpoch.Counts(
            row.<Long>getAs(N), row.<Long>getAs(NON_FINITE), row.<Long>getAs(SUPERSEDED));
    TraceLevel level = TraceLevel.valueOf(row.<String>getAs(LEVEL));
    return new LayerEpoch(
        key, counts, level, setting(row), estimates(row), intervals(row), flags(row));
  }

  private static LayerEpoch.Setting setting(Row row) {
    return new LayerEpoch.Setting(
        row.<@Nullable Integer>getAs(DIMENSION),
        row.<@Nullable Long>getAs(N_PARAMS),
        row.<@Nullable Integer>getAs(ZERO_VARIANCE_COORDINATES),
        row.<@Nullable Double>getAs(WEIGHT_NORM),
        row.<@Nullable Double>getAs(LR),
        row.<@Nullable Double>getAs(BATCH_SIZE),
        row.<@Nullable Double>getAs(MOMENTUM),
        row.<@Nullable String>getAs(OPTIMIZER),
        row.<@Nullable Double>getAs(SAMPLED_FRACTION),
        row.<@Nullable Long>getAs(STEP_FROM),
        row.<@Nullable Long>getAs(STEP_TO));
  }

  private static Map<Quantity, Estimate> estimates(Row row) {
    Map<Quantity, Estimate> estimates = absences(row.<@Nullable String>getAs(REASON));
    for (Quantity quantity : Quantity.values()) {
      Double value = row.<@Nullable Double>getAs(column(quantity));
      if (value != null) {
        Double error =
            quantity.hasStandardError() ? row.<@Nullable Double>getAs(errorColumn(quantity)) : null;
        estimates.put(quantity, Estimate.of(value, error));
      }
    }
    return estimates;
  }

  private static Map<Quantity, Interval> intervals(Row row) {
    Map<Quantity, Interval> intervals = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      Double low = quantity.hasInterval() ? row.<@Nullable Double>getAs(lowColumn(quantity)) : null;
      if (low != null) {
        Double high = row.<@Nullable Double>getAs(highColumn(quantity));
        intervals.put(quantity, new Interval(low, high));
      }
    }
    return intervals;
  }

  private static Map<Quantity, Estimate> absences(@Nullable String reason) {
    Map<Quantity, Estimate> estimates = new EnumMap<>(Quantity.class);
    if (reason == null) {
      return estimates;
    }
    for (String part : reason.split(NEXT_REASON, -1)) {
      int end = part.indexOf(AFTER_REASON);
      Absence absence = Absence.valueOf(part.substring(0, end));
      String columns = part.substring(end + AFTER_REASON.length());
      for (String column : columns.split(NEXT_QUANTITY, -1)) {
        Quantity quantity = Quantity.valueOf(column.toUpperCase(Locale.ROOT));
        estimates.put(quantity, Estimate.missing(absence));
      }
    }
    return estimates;
  }

  private static Set<Flag> flags(Row row) {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (String flag : row.<String>getList(row.fieldIndex(FLAGS))) {
      flags.add(Flag.valueOf(flag));
    }
    return flags;
  }
}

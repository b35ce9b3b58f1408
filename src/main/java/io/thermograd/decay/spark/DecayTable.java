package io.thermograd.decay.spark;

import io.thermograd.decay.DecayModel;
import io.thermograd.decay.DecayParameter;
import io.thermograd.decay.DecayReason;
import io.thermograd.decay.DecayRow;
import io.thermograd.decay.Estimate;
import io.thermograd.decay.IntervalMethod;
import io.thermograd.decay.ModelFit;
import io.thermograd.decay.OutcomeKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code decay}: one row per run and model.
 *
 * <p>A parameter takes four columns, its value, {@code _se}, {@code _low} and {@code _high}, all
 * null where the model has no such parameter. {@code slope} is dH/dt. {@code reason} says why there
 * is no fit, or no {@code aicc}.
 */
public final class DecayTable {
  /** The table's name. */
  public static final String NAME = "decay";

  public static final String RUN = "run";
  public static final String MODEL = "model";
  private static final String AICC = "aicc";
  private static final String WEIGHT = "weight";
  private static final String DURBIN_WATSON = "durbin_watson";
  private static final String RESIDUAL_VARIANCE = "residual_variance";
  private static final String INTERVAL_METHOD = "interval_method";
  private static final String CHOSEN = "chosen";
  private static final String OUTCOME = "outcome";
  private static final String REASON = "reason";
  private static final String SE = "_se";
  private static final String LOW = "_low";
  private static final String HIGH = "_high";

  /** The columns. */
  public static final StructType SCHEMA = schema();

  private DecayTable() {}

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add(RUN, DataTypes.StringType, false)
            .add(MODEL, DataTypes.StringType, false);
    for (DecayParameter parameter : DecayParameter.values()) {
      for (String suffix : List.of("", SE, LOW, HIGH)) {
        schema = schema.add(column(parameter) + suffix, DataTypes.DoubleType);
      }
    }
    return schema
        .add(AICC, DataTypes.DoubleType)
        .add(WEIGHT, DataTypes.DoubleType)
        .add(DURBIN_WATSON, DataTypes.DoubleType)
        .add(RESIDUAL_VARIANCE, DataTypes.DoubleType)
        .add(INTERVAL_METHOD, DataTypes.StringType)
        .add(CHOSEN, DataTypes.BooleanType, false)
        .add(OUTCOME, DataTypes.StringType, false)
        .add(REASON, DataTypes.StringType);
  }

  private static String column(DecayParameter parameter) {
    return switch (parameter) {
      case H0 -> "h0";
      case DECAY_CONSTANT -> "decay_constant";
      case KAPPA -> "kappa";
      case GAMMA -> "gamma";
      case FLOOR -> "h_floor";
      case SLOPE -> "slope";
      case C -> "c";
    };
  }

  /** Writes one model of one run as a row of {@link #SCHEMA}. */
  public static Row toRow(DecayRow row) {
    List<@Nullable Object> values = new ArrayList<>(SCHEMA.size());
    values.add(row.run());
    values.add(row.fit().model().name());
    if (row.fit() instanceof ModelFit.Estimated fit) {
      for (DecayParameter parameter : DecayParameter.values()) {
        writeEstimate(fit.estimates().get(parameter), values);
      }
      values.add(fit.support().aicc());
      values.add(fit.support().weight());
      values.add(fit.durbinWatson());
      values.add(fit.residualVariance());
      values.add(fit.method().name());
    } else {
      while (values.size() < SCHEMA.fieldIndex(CHOSEN)) {
        values.add(null);
      }
    }
    values.add(row.chosen());
    values.add(row.outcome().name());
    DecayReason reason = reason(row.fit());
    values.add(reason == null ? null : reason.name());
    return RowFactory.create(values.toArray());
  }

  private static @Nullable DecayReason reason(ModelFit fit) {
    return fit instanceof ModelFit.Absent absent
        ? absent.reason()
        : ((ModelFit.Estimated) fit).support().reason();
  }

  private static void writeEstimate(@Nullable Estimate estimate, List<@Nullable Object> values) {
    values.add(estimate == null ? null : (Double) estimate.value());
    values.add(estimate == null ? null : (Double) estimate.standardError());
    values.add(estimate == null ? null : estimate.low());
    values.add(estimate == null ? null : estimate.high());
  }

  /** Reads what {@link #toRow} wrote, in whatever order the columns come. */
  public static DecayRow fromRow(Row row) {
    return new DecayRow(
        row.getString(row.fieldIndex(RUN)),
        fit(row),
        row.getBoolean(row.fieldIndex(CHOSEN)),
        OutcomeKind.valueOf(row.getString(row.fieldIndex(OUTCOME))));
  }

  private static ModelFit fit(Row row) {
    DecayModel model = DecayModel.valueOf(row.getString(row.fieldIndex(MODEL)));
    String text = row.getString(row.fieldIndex(REASON));
    DecayReason reason = text == null ? null : DecayReason.valueOf(text);
    Double variance = number(row, RESIDUAL_VARIANCE);
    if (variance == null) {
      if (reason == null) {
        throw new IllegalArgumentException("Invalid row: neither a fit nor a reason");
      }
      return new ModelFit.Absent(model, reason);
    }
    Map<DecayParameter, Estimate> estimates = new EnumMap<>(DecayParameter.class);
    for (DecayParameter parameter : DecayParameter.values()) {
      Estimate estimate = estimate(row, column(parameter));
      if (estimate != null) {
        estimates.put(parameter, estimate);
      }
    }
    return new ModelFit.Estimated(
        model,
        estimates,
        IntervalMethod.valueOf(row.getString(row.fieldIndex(INTERVAL_METHOD))),
        variance,
        number(row, DURBIN_WATSON),
        new ModelFit.Support(number(row, AICC), number(row, WEIGHT), reason));
  }

  private static @Nullable Estimate estimate(Row row, String column) {
    Double value = number(row, column);
    Double error = number(row, column + SE);
    return value == null || error == null
        ? null
        : new Estimate(value, error, number(row, column + LOW), number(row, column + HIGH));
  }

  private static @Nullable Double number(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) ? null : Double.valueOf(row.getDouble(index));
  }
}

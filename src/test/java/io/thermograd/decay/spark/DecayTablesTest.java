package io.thermograd.decay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.decay.BetaSource;
import io.thermograd.decay.DecayModel;
import io.thermograd.decay.DecayParameter;
import io.thermograd.decay.DecayReason;
import io.thermograd.decay.DecayRow;
import io.thermograd.decay.DecayTimeUnit;
import io.thermograd.decay.Estimate;
import io.thermograd.decay.HalfLifePoint;
import io.thermograd.decay.IntervalMethod;
import io.thermograd.decay.ModelFit;
import io.thermograd.decay.OutcomeKind;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecayTablesTest {

  static Stream<DecayRow> decayRows() {
    return Stream.of(
        new DecayRow(
            "r",
            new ModelFit.Estimated(
                DecayModel.DRIFTING,
                Map.of(
                    DecayParameter.H0,
                    new Estimate(2, 0.1, 1.8, 2.2),
                    DecayParameter.DECAY_CONSTANT,
                    new Estimate(1e-4, 1e-5, 8e-5, null),
                    DecayParameter.KAPPA,
                    new Estimate(-0.1, 0.2, null, 0.4)),
                IntervalMethod.PROFILE,
                1.25,
                1.9,
                new ModelFit.Support(-31.5, 0.75, null)),
            true,
            OutcomeKind.FITTED),
        new DecayRow(
            "r",
            new ModelFit.Estimated(
                DecayModel.CONSTANT,
                Map.of(DecayParameter.H0, new Estimate(2, 0, 2.0, 2.0)),
                IntervalMethod.JACOBIAN,
                0,
                null,
                new ModelFit.Support(null, null, DecayReason.NO_LIKELIHOOD)),
            false,
            OutcomeKind.NOT_DECAYING),
        new DecayRow(
            "s",
            new ModelFit.Absent(DecayModel.GRADIENT_DRIVEN, DecayReason.GRADIENT_GAPS),
            false,
            OutcomeKind.GRID_DEPENDENT));
  }

  static Stream<HalfLifePoint> halfLives() {
    return Stream.of(
        point(DecayTimeUnit.ITERATION, 1e-3, 693.0, 12.0, null),
        point(DecayTimeUnit.LANGEVIN_TIME, 1e-3, 693.0, null, null),
        point(DecayTimeUnit.ITERATION, null, null, 12.0, DecayReason.SIGNAL_NOT_POSITIVE));
  }

  @ParameterizedTest
  @MethodSource("decayRows")
  void decayRowsComeBackAsTheyWereWritten(DecayRow row) {
    assertThat(DecayTable.fromRow(named(DecayTable.toRow(row), DecayTable.SCHEMA))).isEqualTo(row);
  }

  @ParameterizedTest
  @MethodSource("halfLives")
  void halfLivesComeBackAsTheyWereWritten(HalfLifePoint point) {
    Row row = named(HalfLifeTable.toRow("r", point), HalfLifeTable.SCHEMA);
    assertThat(HalfLifeTable.fromRow(row)).isEqualTo(point);
    assertThat(HalfLifeTable.run(row)).isEqualTo("r");
  }

  private static HalfLifePoint point(
      DecayTimeUnit unit,
      @Nullable Double rate,
      @Nullable Double halfLife,
      @Nullable Double secondMoment,
      @Nullable DecayReason reason) {
    return new HalfLifePoint("fc", 3, BetaSource.SGD, unit, rate, halfLife, secondMoment, reason);
  }

  private static Row named(Row row, StructType schema) {
    assertThat(row.size()).isEqualTo(schema.size());
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return new GenericRowWithSchema(values, schema);
  }
}

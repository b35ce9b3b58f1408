package io.thermograd.equilibrium.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.equilibrium.EnergyKind;
import io.thermograd.equilibrium.EpochGradients;
import io.thermograd.equilibrium.EquilibriumSettings;
import io.thermograd.equilibrium.LearningRate;
import io.thermograd.equilibrium.LossSeries;
import io.thermograd.equilibrium.RunEquilibrium;
import io.thermograd.equilibrium.RunEquilibriumResult;
import io.thermograd.equilibrium.RunTrace;
import io.thermograd.trace.RunFacts;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class EquilibriumTablesTest {

  private static RunEquilibriumResult analyse(int steps, double noise) {
    Random random = new Random(101);
    double[] loss = new double[steps];
    Arrays.setAll(loss, i -> 1 + noise * random.nextDouble());
    LossSeries batch =
        new LossSeries(
            EnergyKind.BATCH,
            LongStream.range(0, steps).toArray(),
            IntStream.range(0, steps).map(i -> i / 10).toArray(),
            loss,
            0);
    return RunEquilibrium.analyse(
        new RunTrace(
            "r",
            batch,
            null,
            EpochGradients.NONE,
            LearningRate.constant(0.1),
            null,
            RunFacts.UNKNOWN),
        EquilibriumSettings.AUTO);
  }

  private static void requireFits(Row row, StructType schema) {
    assertThat(row.size()).isEqualTo(schema.size());
    for (int i = 0; i < row.size(); i++) {
      StructField field = schema.fields()[i];
      if (row.isNullAt(i)) {
        assertThat(field.nullable()).as(field.name()).isTrue();
      } else {
        assertThat(row.get(i)).as(field.name()).isInstanceOf(javaClass(field.dataType()));
      }
    }
  }

  private static Class<?> javaClass(DataType type) {
    if (type.equals(DataTypes.DoubleType)) {
      return Double.class;
    }
    if (type.equals(DataTypes.LongType)) {
      return Long.class;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return Integer.class;
    }
    return type.equals(DataTypes.StringType) ? String.class : String[].class;
  }

  @Test
  void rowsHaveTheTypesOfTheirColumns() {
    RunEquilibriumResult result = analyse(10_000, 1);
    requireFits(EquilibriumTable.toRow(result.equilibrium()), EquilibriumTable.SCHEMA);
    assertThat(result.bins()).isNotEmpty();
    result.bins().forEach(bin -> requireFits(LossBinsTable.toRow(bin), LossBinsTable.SCHEMA));
    assertThat(result.windows()).isNotEmpty();
    result.windows().forEach(w -> requireFits(EntropyTable.toRow(w), EntropyTable.SCHEMA));
  }

  @Test
  void rowWithoutFitsSaysWhy() {
    Row row = EquilibriumTable.toRow(analyse(200, 0).equilibrium());
    requireFits(row, EquilibriumTable.SCHEMA);
    assertThat(row.getString(row.size() - 1))
        .isEqualTo(
            "beta: all 200 losses are equal;"
                + " sampling_noise_share: fewer than 10 full losses, or a constant loss;"
                + " beta_sgd: NO_REGION");
  }
}

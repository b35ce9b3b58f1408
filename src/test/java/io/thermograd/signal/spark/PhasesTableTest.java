package io.thermograd.signal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.signal.ChangePoint;
import io.thermograd.signal.Crossing;
import io.thermograd.signal.CrossingLevel;
import io.thermograd.signal.Direction;
import io.thermograd.signal.LayerPhases;
import io.thermograd.signal.LjungBox;
import io.thermograd.signal.NoTrend;
import io.thermograd.signal.NoiseShape;
import io.thermograd.signal.Phases;
import io.thermograd.signal.T1Decision;
import io.thermograd.signal.T1Verdict;
import io.thermograd.signal.TailIndex;
import io.thermograd.signal.Trend;
import io.thermograd.signal.TrendOutcome;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PhasesTableTest {
  private static final TrendOutcome NONE = new NoTrend(NoTrend.Reason.TOO_FEW_POINTS);
  private static final NoiseShape UNKNOWN =
      new NoiseShape(null, null, null, null, null, null, NONE);

  @Test
  void everythingComesBackAsItWas() {
    LayerPhases layer =
        new LayerPhases(
            new Phases(
                "run",
                "*",
                325,
                7999,
                List.of(new Crossing(CrossingLevel.ONE, 343.7, 331.0, null, Direction.DOWN)),
                List.of(new ChangePoint(350, 330, 380)),
                trend(-0.5, 0.01),
                trend(0.9, 0.02),
                NONE),
            new NoiseShape(
                0.1,
                0.02,
                new LjungBox(9, 5, 0.1),
                0.4,
                0.05,
                new TailIndex(8, 1, 60),
                trend(1, 0.03)),
            new T1Decision(T1Verdict.UNDECIDED, 0.02, 0.03, null, "MEAN_NORM TOO_FEW_POINTS"));
    assertThat(PhasesTable.fromRow(read(layer))).isEqualTo(layer);
  }

  @Test
  void absentPartsComeBackAbsent() {
    LayerPhases layer =
        new LayerPhases(
            new Phases("run", "dead", null, 5, List.of(), List.of(), NONE, NONE, NONE),
            UNKNOWN,
            null);
    Row row = read(layer);
    assertThat(PhasesTable.fromRow(row)).isEqualTo(layer);
    assertThat(row.isNullAt(row.fieldIndex("snr_slope"))).isTrue();
    assertThat(row.<String>getAs("snr_reason")).isEqualTo("TOO_FEW_POINTS");
  }

  @Test
  void rowFitsTheSchema() {
    LayerPhases layer =
        new LayerPhases(
            new Phases(
                "r", "l", 1, 5, List.of(), List.of(), trend(1, 0.5), trend(1, 0.5), trend(1, 0.5)),
            UNKNOWN,
            null);
    Row row = PhasesTable.toRow(layer);
    assertThat(row.size()).isEqualTo(PhasesTable.SCHEMA.size());
    assertThat(PhasesTable.SCHEMA.fieldNames()).doesNotHaveDuplicates();
    for (int i = 0; i < row.size(); i++) {
      if (row.isNullAt(i)) {
        assertThat(PhasesTable.SCHEMA.apply(i).nullable())
            .as(PhasesTable.SCHEMA.apply(i).name())
            .isTrue();
      }
    }
  }

  /** As Spark hands a row out: with its schema, arrays as sequences. */
  private static Row read(LayerPhases layer) {
    Row row = PhasesTable.toRow(layer);
    @Nullable Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = asRead(row.get(i), i);
    }
    return new GenericRowWithSchema(values, PhasesTable.SCHEMA);
  }

  private static @Nullable Object asRead(@Nullable Object value, int field) {
    if (!(value instanceof Row[] rows)) {
      return value;
    }
    StructType element =
        (StructType) ((ArrayType) PhasesTable.SCHEMA.apply(field).dataType()).elementType();
    List<Row> withSchema =
        Arrays.stream(rows).<Row>map(row -> new GenericRowWithSchema(cells(row), element)).toList();
    return scala.jdk.javaapi.CollectionConverters.asScala(withSchema).toSeq();
  }

  private static Object[] cells(Row row) {
    Object[] cells = new Object[row.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = row.get(i);
    }
    return cells;
  }

  private static Trend trend(double slope, double p) {
    return new Trend(50, slope, slope - 1, slope + 1, p, p / 2, 0.2, 4);
  }
}

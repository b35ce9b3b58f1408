package io.thermograd.signal.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import io.thermograd.signal.LayerPhases;
import io.thermograd.signal.SignalQuantity;
import io.thermograd.signal.T1Decision;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import scala.jdk.javaapi.CollectionConverters;

/** T1 decided over all layers and runs of a job. */
public final class PhasesPlan {
  private static final String QUANTITY = "quantity";
  private static final String P = "p";
  private static final String M = "m";
  private static final String FROM_LARGEST = "from_largest";
  private static final String ADJUSTED = "adjusted";

  private PhasesPlan() {}

  /**
   * The phases with T1's verdict, at a 5 % false discovery rate over the whole job: {@link
   * io.thermograd.signal.BenjaminiHochberg} as a window over all p-values, which one task sorts
   * (and spills): three numbers a layer.
   *
   * @param phases by {@link PhasesTable}'s schema, undecided; read twice, so better persisted
   */
  public static Dataset<Row> decided(Dataset<Row> phases) {
    Column[] byQuantity =
        Arrays.stream(SignalQuantity.values())
            .flatMap(
                quantity -> Stream.of(lit(quantity.name()), col(PhasesTable.pColumn(quantity))))
            .toArray(Column[]::new);
    Dataset<Row> trends =
        phases
            .select(
                col(PhasesTable.RUN),
                col(PhasesTable.LAYER),
                explode(map(byQuantity)).as(new String[] {QUANTITY, P}))
            .filter(col(P).isNotNull());
    WindowSpec fromLargest = Window.orderBy(col(P).desc());
    Column adjusted =
        min(col(P).multiply(col(M)).divide(col(M).minus(col(FROM_LARGEST)).plus(1)))
            .over(
                Window.orderBy(col(FROM_LARGEST))
                    .rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
    Dataset<Row> adjustedByLayer =
        trends
            .withColumn(FROM_LARGEST, row_number().over(fromLargest))
            .withColumn(M, count(lit(1)).over(Window.partitionBy(lit(1))))
            .withColumn(ADJUSTED, adjusted)
            .groupBy(PhasesTable.RUN, PhasesTable.LAYER)
            .agg(map_from_entries(collect_list(struct(col(QUANTITY), col(ADJUSTED)))).as(ADJUSTED));
    MapFunction<Row, Row> decide = PhasesPlan::decide;
    return phases
        .join(
            adjustedByLayer,
            CollectionConverters.asScala(List.of(PhasesTable.RUN, PhasesTable.LAYER)).toSeq(),
            "left")
        .map(decide, Encoders.row(PhasesTable.SCHEMA));
  }

  private static Row decide(Row row) {
    LayerPhases layer = PhasesTable.fromRow(row);
    Map<SignalQuantity, Double> adjusted = new EnumMap<>(SignalQuantity.class);
    int index = row.fieldIndex(ADJUSTED);
    if (!row.isNullAt(index)) {
      row.<String, Double>getJavaMap(index)
          .forEach((name, p) -> adjusted.put(SignalQuantity.valueOf(name), p));
    }
    return PhasesTable.toRow(layer.decided(T1Decision.of(layer.phases(), adjusted)));
  }
}

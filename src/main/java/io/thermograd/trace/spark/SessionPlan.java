package io.thermograd.trace.spark;

import static org.apache.spark.sql.functions.asc_nulls_first;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;

import io.thermograd.trace.Segment;
import io.thermograd.trace.SegmentCut;
import io.thermograd.trace.Sessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Sessions and repeats (docs/formats.md): which records a resumed run superseded, and the series of
 * steps that remains. Looks only at records without their vectors.
 */
public final class SessionPlan {
  private static final String FIRST_STEP = "first_step";
  private static final String LAST_STEP = "last_step";
  private static final String MIN_STEP = "min_step";
  private static final String MAX_STEP = "max_step";
  private static final String FIRST_LOGGED_AT = "first_logged_at";
  private static final String ROWS = "rows";
  private static final String LENGTHS = "lengths";

  /** What a session is of: one replica of one layer, since each may have a file of its own. */
  private static final String[] SERIES = {
    RecordTable.RUN, RecordTable.KIND, RecordTable.LAYER, RecordTable.REPLICA
  };

  private static final StructType CUTS =
      new StructType()
          .add(RecordTable.RUN, DataTypes.StringType, false)
          .add(RecordTable.KIND, DataTypes.StringType, false)
          .add(RecordTable.LAYER, DataTypes.StringType, false)
          .add(RecordTable.REPLICA, DataTypes.IntegerType, true)
          .add(RecordTable.PATH, DataTypes.StringType, false)
          .add(RecordTable.SEGMENT, DataTypes.LongType, false)
          .add(SortedRecord.CUT_STEP, DataTypes.LongType, false);

  private SessionPlan() {}

  /**
   * Steps, lost rows and counts of every run.
   *
   * @param records by {@link RecordTable}'s schema; read twice, so better persisted
   * @return by {@link ResolvedTable}
   */
  public static Dataset<Row> resolve(Dataset<Row> records) {
    Dataset<Row> marked = withCuts(withExpectedDimensions(records), cuts(records));
    Column[] order = {
      col(RecordTable.STEP),
      col(RecordTable.KIND),
      col(RecordTable.LAYER),
      asc_nulls_first(RecordTable.REPLICA),
      asc_nulls_first(RecordTable.LOGGED_AT),
      col(RecordTable.PATH),
      col(RecordTable.POSITION)
    };
    FlatMapGroupsFunction<String, Row, Row> resolve = RunResolver::new;
    return marked
        .select(
            Arrays.stream(SortedRecord.SCHEMA.fieldNames()).map(c -> col(c)).toArray(Column[]::new))
        .groupBy(col(RecordTable.RUN))
        .as(Encoders.STRING(), Encoders.row(SortedRecord.SCHEMA))
        .flatMapSortedGroups(order, resolve, Encoders.row(ResolvedTable.SCHEMA));
  }

  private static Dataset<Row> cuts(Dataset<Row> records) {
    Column position = col(RecordTable.POSITION);
    Column[] stretch =
        Arrays.stream(
                new String[] {
                  RecordTable.RUN,
                  RecordTable.KIND,
                  RecordTable.LAYER,
                  RecordTable.REPLICA,
                  RecordTable.PATH,
                  RecordTable.SEGMENT
                })
            .map(name -> col(name))
            .toArray(Column[]::new);
    Dataset<Row> segments =
        records
            .filter(col(RecordTable.ORDERED))
            .groupBy(stretch)
            .agg(
                min_by(col(RecordTable.STEP), position).as(FIRST_STEP),
                max_by(col(RecordTable.STEP), position).as(LAST_STEP),
                min(RecordTable.STEP).as(MIN_STEP),
                max(RecordTable.STEP).as(MAX_STEP),
                min_by(col(RecordTable.LOGGED_AT), position).as(FIRST_LOGGED_AT));
    FlatMapGroupsFunction<Row, Row, Row> cut = (series, rows) -> cutsOf(series, rows);
    StructType keys =
        new StructType(
            Arrays.stream(SERIES)
                .map(name -> RecordTable.SCHEMA.apply(name))
                .toArray(org.apache.spark.sql.types.StructField[]::new));
    return segments
        .groupBy(Arrays.stream(SERIES).map(name -> col(name)).toArray(Column[]::new))
        .as(Encoders.row(keys), Encoders.row(segments.schema()))
        .flatMapGroups(cut, Encoders.row(CUTS));
  }

  private static Iterator<Row> cutsOf(Row series, Iterator<Row> rows) {
    List<Segment> segments = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      segments.add(
          new Segment(
              row.getAs(RecordTable.PATH),
              row.<Long>getAs(RecordTable.SEGMENT),
              row.<Long>getAs(FIRST_STEP),
              row.<Long>getAs(LAST_STEP),
              row.<Long>getAs(MIN_STEP),
              row.<Long>getAs(MAX_STEP),
              row.getAs(FIRST_LOGGED_AT)));
    }
    List<Row> cuts = new ArrayList<>();
    for (SegmentCut cut : Sessions.cuts(segments)) {
      if (cut.cutStep() != null) {
        cuts.add(
            RowFactory.create(
                series.get(0),
                series.get(1),
                series.get(2),
                series.get(3),
                cut.segment().path(),
                cut.segment().firstPosition(),
                cut.cutStep()));
      }
    }
    return cuts.iterator();
  }

  private static Dataset<Row> withCuts(Dataset<Row> records, Dataset<Row> cuts) {
    Column same =
        records
            .col(RecordTable.RUN)
            .equalTo(cuts.col(RecordTable.RUN))
            .and(records.col(RecordTable.KIND).equalTo(cuts.col(RecordTable.KIND)))
            .and(records.col(RecordTable.LAYER).equalTo(cuts.col(RecordTable.LAYER)))
            .and(records.col(RecordTable.REPLICA).eqNullSafe(cuts.col(RecordTable.REPLICA)))
            .and(records.col(RecordTable.PATH).equalTo(cuts.col(RecordTable.PATH)))
            .and(records.col(RecordTable.SEGMENT).equalTo(cuts.col(RecordTable.SEGMENT)));
    return records
        .join(cuts, same, "left")
        .select(records.col("*"), cuts.col(SortedRecord.CUT_STEP));
  }

  /** The length that most of a layer's gradients have, where they differ; of equals the longest. */
  private static Dataset<Row> withExpectedDimensions(Dataset<Row> records) {
    Dataset<Row> expected =
        records
            .filter(col(RecordTable.DIMENSION).gt(0))
            .groupBy(RecordTable.RUN, RecordTable.LAYER, RecordTable.DIMENSION)
            .agg(count(lit(1)).as(ROWS))
            .groupBy(RecordTable.RUN, RecordTable.LAYER)
            .agg(
                max_by(col(RecordTable.DIMENSION), struct(col(ROWS), col(RecordTable.DIMENSION)))
                    .as(SortedRecord.EXPECTED_DIMENSION),
                countDistinct(RecordTable.DIMENSION).as(LENGTHS))
            .filter(col(LENGTHS).gt(1))
            .drop(LENGTHS);
    return records.join(
        expected,
        CollectionConverters.asScala(List.of(RecordTable.RUN, RecordTable.LAYER)).toSeq(),
        "left");
  }
}

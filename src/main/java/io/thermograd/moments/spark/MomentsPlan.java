package io.thermograd.moments.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import io.thermograd.moments.GradientMoments;
import io.thermograd.moments.LayerKey;
import io.thermograd.moments.LayerMoments;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceRecord;
import io.thermograd.trace.spark.RecordTable;
import io.thermograd.trace.spark.ResolvedTable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** From decoded records to merged moments, with one pass over the vectors. */
public final class MomentsPlan {
  /** In {@link #unusedValues}: how many. */
  public static final String UNUSED_VALUES = ScanTable.VALUES;

  /** Partial states a task holds before it passes them on. */
  private static final long MAX_STATE_BYTES = 64L << 20;

  private static final StructType KEYS =
      new StructType()
          .add(RecordTable.RUN, DataTypes.StringType, false)
          .add(RecordTable.LAYER, DataTypes.StringType, false)
          .add(ResolvedTable.EPOCH, DataTypes.IntegerType, false);

  private static final StructType PARTS =
      KEYS.add(ScanTable.STATE, DataTypes.BinaryType, true)
          .add(ResolvedTable.SUPERSEDED, DataTypes.LongType, true);

  // Rows that pass from one typed step to the next have no schema: they are read by position.
  private static final int STATE = PARTS.fieldIndex(ScanTable.STATE);
  private static final int SUPERSEDED = PARTS.fieldIndex(ResolvedTable.SUPERSEDED);

  private static final String GROUP_PATH = "group_path";

  /** A key of partial moments without its stretch: what rows are matched by when read again. */
  private static final StructType ROW_STATES =
      KEYS.add(RecordTable.DIMENSION, DataTypes.IntegerType, false)
          .add(GROUP_PATH, DataTypes.StringType, false)
          .add(RecordTable.PATH, DataTypes.StringType, false)
          .add(ResolvedTable.POSITION, DataTypes.LongType, false)
          .add(ScanTable.STATE, DataTypes.BinaryType, false);

  private MomentsPlan() {}

  /**
   * The pass over the vectors.
   *
   * @param records decoded records, those of one file together and in its order
   * @param rule the session rule of their files
   * @param scope what a partial state may gather
   * @return see {@link #records}, {@link #quarantine} and {@link #kept}; read several times, so
   *     better persisted
   */
  public static Dataset<Row> scan(
      SparkSession spark, JavaRDD<Decoded> records, SessionRule rule, StateScope scope) {
    FlatMapFunction<Iterator<Decoded>, InternalRow> scan =
        part -> new TraceScan(part, rule, scope, MAX_STATE_BYTES);
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(records.mapPartitions(scan).rdd(), ScanTable.SCHEMA, false);
  }

  /** The columns of a scan, for a scan that is kept. */
  public static StructType scanSchema() {
    return ScanTable.SCHEMA;
  }

  /** The file that a row of a scan comes from; for scans of {@link StateScope#FILE}. */
  public static Column sourceOfRow() {
    return ScanTable.sourceOfRow();
  }

  /** The run of a row of a scan; null for a rejected record that names none. */
  public static Column runOfRow() {
    return ScanTable.runOfRow();
  }

  /** Whether a row of a scan is a rejected record. */
  public static Column isRejected() {
    return ScanTable.isRejected();
  }

  /** The reason of a rejected record. */
  public static Column rejectReason() {
    return ScanTable.rejectReason();
  }

  /** The records of a scan without their vectors, by {@link RecordTable}'s schema. */
  public static Dataset<Row> records(Dataset<Row> scan) {
    return ScanTable.records(scan);
  }

  /** The rejected records of a scan. */
  public static Dataset<Row> quarantine(Dataset<Row> scan) {
    return ScanTable.quarantine(scan);
  }

  /** How many named values of a run in a file went into no record: the run, and the number. */
  public static Dataset<Row> unusedValues(Dataset<Row> scan) {
    return ScanTable.unusedValues(scan);
  }

  /** The files that hold a row of a group that lost some of its rows but not all; a path a row. */
  public static Dataset<Row> filesOfCutGroups(Dataset<Row> resolved) {
    return cutGroups(resolved).select(explode(col(ResolvedTable.PATHS))).distinct();
  }

  /** The groups that lost some of their rows but not all: only their rows are read again. */
  private static Dataset<Row> cutGroups(Dataset<Row> resolved) {
    return ResolvedTable.groups(resolved).filter(col(ResolvedTable.KEPT).gt(0));
  }

  /** The partial moments that a scan found and no resume cut. */
  public static Dataset<Row> kept(Dataset<Row> scan, Dataset<Row> resolved) {
    Dataset<Row> lostWhole =
        ResolvedTable.groups(resolved).filter(col(ResolvedTable.KEPT).equalTo(0));
    return ScanTable.states(scan)
        .join(
            cutGroups(resolved),
            names(
                RecordTable.RUN,
                RecordTable.LAYER,
                ResolvedTable.EPOCH,
                RecordTable.DIMENSION,
                RecordTable.PATH),
            "left_anti")
        .join(
            lostWhole,
            names(
                RecordTable.RUN,
                RecordTable.LAYER,
                ResolvedTable.EPOCH,
                RecordTable.DIMENSION,
                RecordTable.PATH,
                RecordTable.SEGMENT),
            "left_anti")
        .select(RecordTable.RUN, RecordTable.LAYER, ResolvedTable.EPOCH, ScanTable.STATE);
  }

  /**
   * The moments of groups that a resume or a repeat cut, a state per row, from their rows read
   * again.
   *
   * @param records decoded records of every file that holds a row of a cut group
   * @param rule the session rule of these files
   * @param resolved what {@link io.thermograd.trace.spark.SessionPlan} found
   */
  public static Dataset<Row> reread(
      SparkSession spark, JavaRDD<Decoded> records, SessionRule rule, Dataset<Row> resolved) {
    FlatMapFunction<Iterator<Decoded>, Row> states = part -> rowStates(part, rule);
    Dataset<Row> rows = spark.createDataFrame(records.mapPartitions(states), ROW_STATES);
    Dataset<Row> cut =
        cutGroups(resolved)
            .select(
                col(RecordTable.RUN),
                col(RecordTable.LAYER),
                col(ResolvedTable.EPOCH),
                col(RecordTable.DIMENSION),
                col(RecordTable.PATH).as(GROUP_PATH))
            .distinct();
    return rows.join(cut, names(cut.columns()), "left_semi")
        .join(
            ResolvedTable.lostRows(resolved),
            names(ResolvedTable.PATH, ResolvedTable.POSITION, ResolvedTable.LAYER),
            "left_anti")
        .select(RecordTable.RUN, RecordTable.LAYER, ResolvedTable.EPOCH, ScanTable.STATE);
  }

  private static Iterator<Row> rowStates(Iterator<Decoded> records, SessionRule rule) {
    Iterable<Decoded> once = () -> records;
    return StreamSupport.stream(once.spliterator(), false)
        .flatMap(decoded -> Stream.ofNullable(rowState(decoded, rule)))
        .iterator();
  }

  private static @Nullable Row rowState(Decoded decoded, SessionRule rule) {
    if (!(decoded instanceof TraceRecord trace) || trace.gradient() == null) {
      return null;
    }
    GradientMoments state = new GradientMoments();
    state.add(trace);
    String path = trace.origin().path();
    return RowFactory.create(
        trace.run(),
        trace.gradient().layer(),
        trace.epoch(),
        trace.gradient().grad() == null ? 0 : trace.gradient().grad().length,
        rule == SessionRule.APPEND_ONLY ? path : "",
        path,
        trace.origin().position(),
        state.toBytes());
  }

  /**
   * The merged moments: one row per (run, layer, epoch), a group that is superseded whole included.
   *
   * @param states {@link #kept} and {@link #reread} together
   * @param resolved for the counts of superseded rows
   * @return see {@link #state} and {@link #layerMoments}
   */
  public static Dataset<Row> merged(Dataset<Row> states, Dataset<Row> resolved) {
    Dataset<Row> superseded =
        ResolvedTable.groups(resolved)
            .filter(col(ResolvedTable.SUPERSEDED).gt(0))
            .select(
                col(RecordTable.RUN),
                col(RecordTable.LAYER),
                col(ResolvedTable.EPOCH),
                lit(null).cast(DataTypes.BinaryType).as(ScanTable.STATE),
                col(ResolvedTable.SUPERSEDED));
    MapGroupsFunction<Row, Row, Row> merge = MomentsPlan::merge;
    return states
        .withColumn(ResolvedTable.SUPERSEDED, lit(0L))
        .union(superseded)
        .groupBy(RecordTable.RUN, RecordTable.LAYER, ResolvedTable.EPOCH)
        .as(Encoders.row(KEYS), Encoders.row(PARTS))
        .mapGroups(merge, Encoders.row(PARTS));
  }

  private static Row merge(Row key, Iterator<Row> parts) {
    byte[] only = null;
    GradientMoments whole = null;
    long superseded = 0;
    while (parts.hasNext()) {
      Row part = parts.next();
      byte[] state = part.getAs(ScanTable.STATE);
      if (only == null) {
        only = state;
      } else if (state != null) {
        whole = whole == null ? GradientMoments.fromBytes(only) : whole;
        whole.merge(GradientMoments.fromBytes(state));
      }
      superseded += part.<Long>getAs(ResolvedTable.SUPERSEDED);
    }
    // Most groups lie in one piece: their state is passed on as it is.
    byte[] merged = whole == null ? only : whole.toBytes();
    if (merged == null) {
      merged = new GradientMoments().toBytes();
    }
    return RowFactory.create(key.get(0), key.get(1), key.get(2), merged, superseded);
  }

  /** What a row of {@link #merged} says of its layer and epoch. */
  public static LayerMoments layerMoments(
      Row merged, GradientMoments state, RunFactsByPattern facts) {
    String run = merged.getString(0);
    LayerKey key = new LayerKey(run, merged.getString(1), merged.getInt(2));
    return state.result(key, facts.of(run), merged.getLong(SUPERSEDED));
  }

  /** The state of a row of {@link #merged}. */
  public static GradientMoments state(Row merged) {
    return GradientMoments.fromBytes(merged.<byte[]>getAs(STATE));
  }

  private static Seq<String> names(String... columns) {
    return CollectionConverters.asScala(List.of(columns)).toSeq();
  }
}

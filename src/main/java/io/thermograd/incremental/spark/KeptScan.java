package io.thermograd.incremental.spark;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.thermograd.incremental.ChangeKind;
import io.thermograd.incremental.Changes;
import io.thermograd.incremental.FileChange;
import io.thermograd.incremental.FileKey;
import io.thermograd.incremental.ReadFile;
import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.moments.spark.StateScope;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.TraceReader;
import io.thermograd.trace.spark.source.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The table {@code state_scan} of a store: what the scans of all batches found, so that no file is
 * read again. Rows are only ever added; {@link ReadFilesTable} says which of them hold. Of a file
 * that was read in batch b as a whole, older rows are void; of one that has grown, the rows of its
 * unfinished last line are, unless they are the last batch's.
 */
public final class KeptScan {
  /** The table's name. */
  public static final String NAME = "state_scan";

  private static final String RUN_OF_ROW = "run_of_row";
  private static final String BATCH = "batch";
  private static final String RULE = "rule";
  private static final String PART = "part";
  private static final String SOURCE = "source";
  private static final String FIRST_BATCH = "first_batch";
  private static final String TAIL_BATCH = "tail_batch";

  /** Lines that were whole, or an unfinished last one. */
  private enum Part {
    SETTLED,
    TAIL
  }

  private static final StructType STANDING =
      new StructType()
          .add(RULE, DataTypes.StringType, false)
          .add(SOURCE, DataTypes.StringType, false)
          .add(FIRST_BATCH, DataTypes.LongType, false)
          .add(TAIL_BATCH, DataTypes.LongType, false);

  private KeptScan() {}

  /**
   * The scan of what has changed.
   *
   * @param batch the number of the batch that reads it
   * @return rows to add to the table; read several times, so better persisted
   */
  public static Dataset<Row> read(
      SparkSession spark, Changes changes, RunFactsByPattern facts, long batch) throws IOException {
    Map<TraceInput, List<FileChange>> byInput = new LinkedHashMap<>();
    for (FileChange change : changes.read()) {
      byInput.computeIfAbsent(change.input(), input -> new ArrayList<>()).add(change);
    }
    Dataset<Row> all = null;
    for (Map.Entry<TraceInput, List<FileChange>> entry : byInput.entrySet()) {
      for (Part part : Part.values()) {
        List<InputFile> files =
            entry.getValue().stream()
                .map(change -> partOf(change, part))
                .filter(file -> file.length() > file.start())
                .toList();
        if (!files.isEmpty()) {
          Dataset<Row> rows = rows(spark, entry.getKey(), files, facts, part, batch);
          all = all == null ? rows : all.union(rows);
        }
      }
    }
    return all == null ? empty(spark) : all;
  }

  private static InputFile partOf(FileChange change, Part part) {
    long settled = change.mark().settled();
    return part == Part.SETTLED
        ? change.file().part(change.from(), settled)
        : change.file().part(settled, change.file().length());
  }

  private static Dataset<Row> rows(
      SparkSession spark,
      TraceInput input,
      List<InputFile> files,
      RunFactsByPattern facts,
      Part part,
      long batch)
      throws IOException {
    return MomentsPlan.scan(
            spark,
            TraceReader.readParts(spark, input, files, facts),
            input.sessions(),
            StateScope.FILE)
        .withColumn(SOURCE, MomentsPlan.sourceOfRow())
        .select(
            columns(
                MomentsPlan.runOfRow().as(RUN_OF_ROW),
                lit(input.readingRule()).as(RULE),
                lit(batch).as(BATCH),
                lit(part.name()).as(PART)));
  }

  /** Those columns, then a scan's. */
  private static Column[] columns(Column... first) {
    List<Column> columns = new ArrayList<>(List.of(first));
    for (String name : MomentsPlan.scanSchema().fieldNames()) {
      columns.add(col(name));
    }
    return columns.toArray(Column[]::new);
  }

  private static Dataset<Row> empty(SparkSession spark) {
    return spark
        .createDataFrame(List.of(), MomentsPlan.scanSchema())
        .select(
            columns(
                lit(null).cast(DataTypes.StringType).as(RUN_OF_ROW),
                lit("").as(RULE),
                lit(0L).as(BATCH),
                lit("").as(PART)));
  }

  /** The rows as the scan that they were. */
  public static Dataset<Row> scan(Dataset<Row> rows) {
    return rows.select(columns());
  }

  /** The runs that the rows name. */
  public static Set<String> runs(Dataset<Row> rows) {
    Set<String> runs = new TreeSet<>();
    rows.select(RUN_OF_ROW)
        .filter(col(RUN_OF_ROW).isNotNull())
        .distinct()
        .collectAsList()
        .forEach(row -> runs.add(row.getString(0)));
    return runs;
  }

  /**
   * What is to be remembered of the files that were read.
   *
   * @param rows from {@link #read}
   */
  public static List<ReadFile> found(Dataset<Row> rows, Changes changes, long batch) {
    Map<FileKey, Row> byFile = new HashMap<>();
    Column unreadable =
        MomentsPlan.isRejected()
            .and(MomentsPlan.rejectReason().equalTo(RejectReason.UNREADABLE.name()));
    rows.groupBy(RULE, SOURCE)
        .agg(array_sort(collect_set(RUN_OF_ROW)), max(functions.coalesce(unreadable, lit(false))))
        .collectAsList()
        .forEach(row -> byFile.put(new FileKey(row.getString(0), row.getString(1)), row));
    return changes.read().stream()
        .map(change -> found(change, byFile.get(change.key()), changes.known(), batch))
        .toList();
  }

  private static ReadFile found(
      FileChange change, @Nullable Row row, Map<FileKey, ReadFile> known, long batch) {
    Set<String> runs = new TreeSet<>();
    if (row != null) {
      runs.addAll(row.getList(2));
    }
    long firstBatch = batch;
    ReadFile before = known.get(change.key());
    if (before != null && change.kind() == ChangeKind.GROWN) {
      firstBatch = before.firstBatch();
      runs.addAll(before.runs());
    }
    return new ReadFile(
        change.input().readingRule(),
        change.file().path(),
        change.file().length(),
        change.file().modificationTimeMillis(),
        change.mark(),
        firstBatch,
        batch,
        row != null && row.getBoolean(3)
            ? ReadFile.Completeness.UNREADABLE
            : ReadFile.Completeness.COMPLETE,
        List.copyOf(runs));
  }

  /**
   * The rows of the table that hold still.
   *
   * @param kept the table
   * @return those of all runs
   */
  public static Dataset<Row> standing(Dataset<Row> kept, Changes changes) {
    return standing(kept, changes.standing());
  }

  /**
   * The rows of the table that hold still and are needed to analyse some runs anew: those of the
   * runs, and what names no run of the files that have grown.
   */
  public static Dataset<Row> standing(Dataset<Row> kept, Changes changes, Collection<String> runs) {
    List<Changes.Standing> files =
        changes.standing().stream()
            .filter(
                standing ->
                    standing.grown() || standing.file().runs().stream().anyMatch(runs::contains))
            .toList();
    List<String> grown =
        files.stream().filter(Changes.Standing::grown).map(file -> file.file().path()).toList();
    return standing(
        kept.filter(
            col(RUN_OF_ROW)
                .isInCollection(runs)
                .or(col(RUN_OF_ROW).isNull().and(col(SOURCE).isInCollection(grown)))),
        files);
  }

  private static Dataset<Row> standing(Dataset<Row> kept, List<Changes.Standing> files) {
    List<Row> rows =
        files.stream()
            .map(
                standing ->
                    RowFactory.create(
                        standing.file().rule(),
                        standing.file().path(),
                        standing.file().firstBatch(),
                        standing.batchOfTail()))
            .toList();
    Dataset<Row> holding = kept.sparkSession().createDataFrame(rows, STANDING);
    return kept.join(
            broadcast(holding), CollectionConverters.asScala(List.of(RULE, SOURCE)).toSeq())
        .filter(
            col(BATCH)
                .geq(col(FIRST_BATCH))
                .and(
                    col(PART).equalTo(Part.SETTLED.name()).or(col(BATCH).equalTo(col(TAIL_BATCH)))))
        .select(Arrays.stream(kept.columns()).map(functions::col).toArray(Column[]::new));
  }

  /** The rows as they are written: those of one run together, so that few files are read for it. */
  public static Dataset<Row> sorted(Dataset<Row> rows, int files) {
    return files == 1
        ? rows.coalesce(1).sortWithinPartitions(RUN_OF_ROW)
        : rows.repartitionByRange(files, col(RUN_OF_ROW)).sortWithinPartitions(RUN_OF_ROW);
  }
}

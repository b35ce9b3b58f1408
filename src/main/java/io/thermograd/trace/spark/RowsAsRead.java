package io.thermograd.trace.spark;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of files as Spark's vectorised readers hold them. The ordinary way copies every vector
 * into a row, coordinate by coordinate, which costs as much as decoding it.
 *
 * @param rows each valid until the next
 * @param places where in a row the wanted columns are
 */
record RowsAsRead(JavaRDD<InternalRow> rows, int[] places) {
  /** What the Parquet reader calls the column behind {@code _metadata.row_index}. */
  private static final String ROW_INDEX = "_tmp_metadata_row_index";

  /**
   * The rows behind {@code selected}, whose casts and expressions are passed over.
   *
   * @param columns names of columns of the files
   * @return null where Spark reads row by row: Avro, other sources, or when its settings say so
   */
  static @Nullable RowsAsRead of(Dataset<Row> selected, List<String> columns) {
    SparkPlan plan = selected.queryExecution().sparkPlan();
    while (plan instanceof ProjectExec project) {
      plan = project.child();
    }
    if (!(plan instanceof FileSourceScanExec scan) || !scan.supportsColumnar()) {
      return null;
    }
    List<Attribute> output = CollectionConverters.asJava(scan.output());
    List<? extends Attribute> metadata =
        CollectionConverters.asJava(scan.fileConstantMetadataColumns());
    int[] places = new int[2 + columns.size()];
    places[0] = output.indexOf(named(metadata, "file_path"));
    Attribute block = named(metadata, "file_block_start");
    places[1] = output.indexOf(block == null ? named(output, ROW_INDEX) : block);
    for (int i = 0; i < columns.size(); i++) {
      places[2 + i] = output.indexOf(named(output, columns.get(i)));
    }
    return new RowsAsRead(
        scan.executeColumnar().toJavaRDD().mapPartitions(RowsAsRead::rowsOf), places);
  }

  private static @Nullable Attribute named(List<? extends Attribute> attributes, String name) {
    // Metadata come last: a column of the file may have the same name.
    return attributes.stream()
        .filter(attribute -> attribute.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static Iterator<InternalRow> rowsOf(Iterator<ColumnarBatch> batches) {
    return new Iterator<>() {
      private Iterator<InternalRow> rows = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!rows.hasNext() && batches.hasNext()) {
          rows = batches.next().rowIterator();
        }
        return rows.hasNext();
      }

      @Override
      public InternalRow next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return rows.next();
      }
    };
  }
}

package io.thermograd.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes the Parquet files of shapes that aren't there yet; the same bytes every time. */
public final class ShapeFiles {
  private ShapeFiles() {}

  /** Arguments: the folder of all shapes, the share of their groups, and which of them. */
  public static void main(String[] args) {
    Path root = Path.of(args[0]);
    for (Shape shape : Shape.named(args[2], Double.parseDouble(args[1]))) {
      if (!Files.exists(shape.folder(root).resolve("_SUCCESS"))) {
        write(shape, shape.folder(root).toString());
      }
    }
  }

  private static void write(Shape shape, String folder) {
    SparkSession spark = SparkMoments.session(0);
    MapFunction<Long, BenchRow> row = place -> BenchRow.of(shape, shape.rowAt(place));
    Dataset<BenchRow> rows =
        spark
            .range(0, shape.rows(), 1, shape.files())
            .map(row, Encoders.bean(BenchRow.class));
    rows.write()
        .mode(SaveMode.Overwrite)
        // Noise has no repeats worth a dictionary; names have.
        .option("parquet.enable.dictionary#grad.list.element", "false")
        .option("parquet.block.size", Integer.toString(32 << 20))
        .parquet(folder);
  }
}

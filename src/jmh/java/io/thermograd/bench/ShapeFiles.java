package io.thermograd.bench;

import static org.apache.spark.sql.functions.col;

import io.thermograd.job.LocalSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes the Parquet files of shapes that aren't there yet; the same bytes every time. */
public final class ShapeFiles {
  private static final String DONE = "_SUCCESS";
  private static final Path TRACE =
      Path.of("examples/traces/dig_cnn_sgd0.1_b64_s0/gradients/dig_cnn_sgd0.1_b64_s0.jsonl.gz");

  private ShapeFiles() {}

  /** Arguments: the folder of all shapes, the share of their groups, and which of them. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    for (Shape shape : Shape.named(args[2], Double.parseDouble(args[1]))) {
      Path folder = shape.folder(root);
      if (isMissing(folder) && shape.order() == Shape.Order.COPIES) {
        copy(shape.files(), folder);
      } else if (isMissing(folder)) {
        write(shape, folder);
      }
      if (shape.vectors() && shape.order() != Shape.Order.COPIES && isMissing(shape.binaryFolder(root))) {
        writeBinary(folder, shape.binaryFolder(root));
      }
    }
  }

  private static boolean isMissing(Path folder) {
    return !Files.exists(folder.resolve(DONE));
  }

  private static void copy(int copies, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < copies; i++) {
      Path copy = folder.resolve(String.format(Locale.ROOT, "%03d.jsonl.gz", i));
      Files.copy(TRACE, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(folder.resolve(DONE));
  }

  private static void write(Shape shape, Path folder) throws IOException {
    MapFunction<Long, BenchRow> row = place -> BenchRow.of(shape, shape.rowAt(place));
    write(
        LocalSession.of(0)
            .range(0, shape.rows(), 1, shape.files())
            .map(row, Encoders.bean(BenchRow.class)),
        folder);
  }

  private static void writeBinary(Path from, Path folder) throws IOException {
    SparkSession spark = LocalSession.of(0);
    UDF1<Seq<Float>, byte[]> bytes = ShapeFiles::littleEndian;
    // A task for each file, so that the rows lie as they did.
    spark.conf().set("spark.sql.files.maxPartitionBytes", Long.toString(1L << 40));
    spark.conf().set("spark.sql.files.minPartitionNum", "1");
    spark.conf().set("spark.sql.files.openCostInBytes", Long.toString(1L << 40));
    write(
        spark
            .read()
            .parquet(from.toString())
            .withColumn("grad", functions.udf(bytes, DataTypes.BinaryType).apply(col("grad"))),
        folder);
  }

  private static byte[] littleEndian(Seq<Float> values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.size(); i++) {
      out.putFloat(values.apply(i));
    }
    return out.array();
  }

  private static void write(Dataset<?> rows, Path folder) throws IOException {
    rows.write()
        .mode(SaveMode.Overwrite)
        // Noise has no repeats worth a dictionary; names have.
        .option("parquet.enable.dictionary#grad.list.element", "false")
        .option("parquet.enable.dictionary#grad", "false")
        .option("parquet.block.size", Integer.toString(32 << 20))
        .parquet(folder.toString());
    // Programs that train write none, and Hadoop's reader would check them, as no other reader does.
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".crc")).toList()) {
        Files.delete(file);
      }
    }
  }
}

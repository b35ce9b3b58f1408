package io.thermograd.job;

import static org.apache.spark.sql.functions.asc;

import io.thermograd.report.TableText;
import io.thermograd.report.spark.TableRows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Copies of tables as one CSV file each, written by one task and committed as any file of Spark's:
 * no row passes the driver, and an attempt that failed leaves nothing.
 */
final class CsvCopy {
  private CsvCopy() {}

  /**
   * Writes a table, in the order of its key, to {@code folder/NAME.csv}.
   *
   * @param folder what nobody reads yet, and holds no such file
   */
  static void write(String name, Dataset<Row> rows, List<String> key, Path folder) {
    Column[] order = key.stream().map(column -> asc(column)).toArray(Column[]::new);
    Dataset<Row> sorted = rows.coalesce(1).sortWithinPartitions(order);
    List<String> columns = List.of(sorted.columns());
    Path parts = new Path(folder, "." + name + ".parts");
    MapPartitionsFunction<Row, String> lines =
        part -> {
          TableText text = new TableText(columns);
          Iterable<List<Object>> once = () -> TableRows.plain(part);
          return Stream.concat(
                  Stream.of(text.csvHeader()),
                  StreamSupport.stream(once.spliterator(), false).map(text::csvLine))
              .iterator();
        };
    sorted
        .mapPartitions(lines, Encoders.STRING())
        .write()
        .option("compression", "none")
        .text(parts.toString());
    try {
      FileSystem files =
          folder.getFileSystem(rows.sparkSession().sparkContext().hadoopConfiguration());
      put(files, parts, new Path(folder, name + ".csv"), new TableText(columns).csvHeader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(FileSystem files, Path parts, Path copy, String header)
      throws IOException {
    FileStatus[] written = files.globStatus(new Path(parts, "part-*"));
    if (written.length == 1 && written[0].getLen() > 0) {
      if (!files.rename(written[0].getPath(), copy)) {
        throw new IOException("Cannot rename " + written[0].getPath() + " to " + copy);
      }
    } else {
      // A table without a partition has no task that writes the header.
      try (OutputStream out = files.create(copy, true)) {
        out.write((header + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    files.delete(parts, true);
  }
}

package io.thermograd.store;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A table as one CSV file (RFC 4180, UTF-8, a header): doubles as the shortest text that reads back
 * the same, empty for null, lists as JSON. Rows stream through the driver, a partition at a time.
 */
final class CsvExport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CsvExport() {}

  static void write(FileSystem files, Path file, Dataset<Row> rows, List<String> sortBy)
      throws IOException {
    Column[] order = sortBy.stream().map(functions::col).toArray(Column[]::new);
    Iterator<Row> sorted = rows.sort(order).toLocalIterator();
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setMaxColumns(1 << 12);
    // Escapes what a spreadsheet would otherwise misread: quotes are doubled, null stays bare.
    settings.setNullValue("");
    settings.setEmptyValue("\"\"");
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(files.create(file, true), StandardCharsets.UTF_8))) {
      CsvWriter csv = new CsvWriter(out, settings);
      csv.writeHeaders(rows.columns());
      while (sorted.hasNext()) {
        csv.writeRow(texts(sorted.next()));
      }
      csv.flush();
    }
  }

  private static @Nullable String[] texts(Row row) throws IOException {
    @Nullable String[] texts = new @Nullable String[row.length()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(row.get(i));
    }
    return texts;
  }

  private static @Nullable String text(@Nullable Object value) throws IOException {
    if (value instanceof Double number) {
      return NumberOutput.toString(number, true);
    }
    if (value instanceof Iterable<?> list) {
      return JSON.writeValueAsString(CollectionConverters.asJava(list));
    }
    return value == null ? null : value.toString();
  }
}

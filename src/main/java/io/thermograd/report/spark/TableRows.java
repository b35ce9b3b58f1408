package io.thermograd.report.spark;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's rows as plain lists of plain values, for text. */
public final class TableRows {
  private TableRows() {}

  /** The rows, converted as they are asked for. */
  public static Iterator<List<@Nullable Object>> plain(Iterator<Row> rows) {
    Iterable<Row> once = () -> rows;
    return StreamSupport.stream(once.spliterator(), false).map(TableRows::plain).iterator();
  }

  private static List<@Nullable Object> plain(Row row) {
    List<@Nullable Object> values = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      values.add(plainValue(row.get(i)));
    }
    return Collections.unmodifiableList(values);
  }

  /** A row's values by their columns. */
  static Map<String, @Nullable Object> named(Row row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    String[] names = row.schema().fieldNames();
    for (int i = 0; i < names.length; i++) {
      fields.put(names[i], plainValue(row.get(i)));
    }
    return fields;
  }

  private static @Nullable Object plainValue(@Nullable Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant().toString();
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof Row row) {
      return named(row);
    }
    if (value instanceof scala.collection.Seq<?> seq) {
      List<@Nullable Object> items = new ArrayList<>();
      CollectionConverters.asJava(seq).forEach(item -> items.add(plainValue(item)));
      return items;
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      CollectionConverters.asJava(map)
          .forEach((key, item) -> entries.put(String.valueOf(key), plainValue(item)));
      return entries;
    }
    return value;
  }
}

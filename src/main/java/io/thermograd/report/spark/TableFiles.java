package io.thermograd.report.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A written table, read without a Spark job, for the pages of few runs: their tables are small, and
 * a job would cost more than all of it.
 */
final class TableFiles {
  private final Configuration configuration;
  private final PageTables tables;

  TableFiles(Configuration configuration, PageTables tables) {
    this.configuration = configuration;
    this.tables = tables;
  }

  /** Rows by their run, of these runs, in the order of the file. */
  Map<String, List<Map<String, @Nullable Object>>> ofRuns(
      String table, List<String> columns, Collection<String> runs) throws IOException {
    Set<Binary> names = runs.stream().map(Binary::fromString).collect(Collectors.toSet());
    FilterPredicate wanted = FilterApi.in(FilterApi.binaryColumn("run"), names);
    if (table.equals("loss_bins")) {
      wanted = FilterApi.and(wanted, FilterApi.eq(FilterApi.intColumn("window"), 0));
    }
    Map<String, List<Map<String, @Nullable Object>>> byRun = new LinkedHashMap<>();
    for (Path part : tables.of(table)) {
      readPart(
          part,
          columns,
          FilterCompat.get(wanted),
          row ->
              byRun
                  .computeIfAbsent(String.valueOf(row.get("run")), run -> new ArrayList<>())
                  .add(row));
    }
    return byRun;
  }

  /** All rows of a table, one at a time; all columns when none is named. */
  void all(String table, List<String> columns, Consumer<Map<String, @Nullable Object>> rows)
      throws IOException {
    for (Path part : tables.of(table)) {
      readPart(part, columns, FilterCompat.NOOP, rows);
    }
  }

  private void readPart(
      Path part,
      List<String> columns,
      FilterCompat.Filter filter,
      Consumer<Map<String, @Nullable Object>> rows)
      throws IOException {
    Configuration projected = new Configuration(configuration);
    if (!columns.isEmpty()) {
      projected.set(ReadSupport.PARQUET_READ_SCHEMA, projection(part, columns).toString());
    }
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), part)
            .withConf(projected)
            .withFilter(filter)
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.accept(struct(row));
      }
    }
  }

  private MessageType projection(Path part, List<String> columns) throws IOException {
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromPath(part, configuration))) {
      MessageType schema = file.getFooter().getFileMetaData().getSchema();
      return new MessageType(
          schema.getName(),
          schema.getFields().stream().filter(field -> columns.contains(field.getName())).toList());
    }
  }

  private static Map<String, @Nullable Object> struct(Group group) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    GroupType type = group.getType();
    for (int field = 0; field < type.getFieldCount(); field++) {
      boolean there = group.getFieldRepetitionCount(field) > 0;
      values.put(type.getFieldName(field), there ? value(group, field, type.getType(field)) : null);
    }
    return values;
  }

  private static Object value(Group group, int field, Type type) {
    if (type.isPrimitive()) {
      return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
        case INT32 -> group.getInteger(field, 0);
        case INT64 -> group.getLong(field, 0);
        case DOUBLE -> group.getDouble(field, 0);
        case FLOAT -> (double) group.getFloat(field, 0);
        case BOOLEAN -> group.getBoolean(field, 0);
        default -> group.getBinary(field, 0).toStringUsingUTF8();
      };
    }
    Group inner = group.getGroup(field, 0);
    return type.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
        ? list(inner)
        : struct(inner);
  }

  /** Parquet's lists are a group that repeats a group of one element. */
  private static List<@Nullable Object> list(Group group) {
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      Group item = group.getGroup(0, i);
      boolean there = item.getFieldRepetitionCount(0) > 0;
      items.add(there ? value(item, 0, item.getType().getType(0)) : null);
    }
    return items;
  }
}

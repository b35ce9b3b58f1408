package io.thermograd.job;

import static org.apache.spark.sql.functions.col;

import io.thermograd.job.declaration.Suggestion;
import io.thermograd.job.declaration.UserMistake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Which rows and columns of a table are wanted, as the command line says it.
 *
 * @param where a condition in Spark SQL; null for all rows
 * @param sort columns to sort by, each with {@code asc} or {@code desc} if wanted; none for the
 *     table's own order
 * @param columns the columns wanted; none for all
 */
record TableQuery(@Nullable String where, List<String> sort, List<String> columns) {
  TableQuery {
    sort = List.copyOf(sort);
    columns = List.copyOf(columns);
  }

  /** The rows and columns of {@code table} that are wanted. */
  Dataset<Row> of(Dataset<Row> table) {
    List<String> known = Arrays.asList(table.columns());
    Dataset<Row> rows = where == null ? table : matching(table, where, known);
    if (!sort.isEmpty()) {
      rows = rows.sort(order(known));
    }
    if (columns.isEmpty()) {
      return rows;
    }
    return rows.select(
        columns.stream().map(name -> named(name, "--columns", known)).toArray(Column[]::new));
  }

  private static Dataset<Row> matching(Dataset<Row> table, String where, List<String> known) {
    try {
      return filtered(table, where);
    } catch (AnalysisException e) {
      String said = Objects.requireNonNullElse(e.getMessage(), "no condition");
      throw new UserMistake(
          "cannot understand --where " + where,
          said.lines().filter(line -> !line.isBlank()).findFirst().orElse(said).strip(),
          "give a condition in Spark SQL, such as \"verdict = 'DIFFUSING' and final_snr < 0.1\","
              + " of the columns "
              + String.join(", ", known));
    }
  }

  /** Scala declares no checked exceptions, of which this is one. */
  private static Dataset<Row> filtered(Dataset<Row> table, String where) throws AnalysisException {
    return table.filter(where);
  }

  private Column[] order(List<String> known) {
    List<Column> order = new ArrayList<>();
    for (String each : sort) {
      String[] words = each.strip().split("\\s+", -1);
      Column column = named(words[0], "--sort", known);
      String direction = words.length == 1 ? "asc" : words[1].toLowerCase(Locale.ROOT);
      boolean understood = words.length <= 2 && List.of("asc", "desc").contains(direction);
      if (!understood) {
        throw new UserMistake(
            "cannot understand --sort " + each,
            "a column may be followed by asc or desc alone",
            "write --sort \"" + words[0] + " desc\"");
      }
      order.add(direction.equals("desc") ? column.desc_nulls_last() : column.asc_nulls_last());
    }
    return order.toArray(Column[]::new);
  }

  private static Column named(String name, String option, List<String> known) {
    if (!known.contains(name.strip())) {
      throw new UserMistake(
          "cannot understand " + option + " " + name,
          "the table has no such column",
          Suggestion.remedy(name.strip(), known));
    }
    return col(name.strip());
  }
}

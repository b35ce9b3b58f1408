package io.thermograd.report.spark;

import io.thermograd.report.page.RunRows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The rows of {@link RunReader#all} run by run; memory holds one. */
final class RunsOfRows implements Iterator<RunRows> {
  private final Iterator<Row> rows;
  private final List<String> tables = List.copyOf(RunReader.columns().keySet());
  private @Nullable Row next;

  RunsOfRows(Iterator<Row> rows) {
    this.rows = rows;
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public RunRows next() {
    Row first = next;
    if (first == null) {
      throw new NoSuchElementException("no more runs");
    }
    String run = first.getAs(RunReader.RUN);
    Map<String, List<Map<String, @Nullable Object>>> ofRun = new LinkedHashMap<>();
    for (Row row = first; row != null && run.equals(row.getAs(RunReader.RUN)); row = advance()) {
      String table = tables.get(row.<Integer>getAs(RunReader.TABLE));
      ofRun
          .computeIfAbsent(table, name -> new ArrayList<>())
          .add(TableRows.named(row.<Row>getAs(table)));
    }
    return RunReader.runRows(run, ofRun);
  }

  /** What is made of each run, as it is asked for. */
  <T> Iterator<T> map(Function<RunRows, T> each) {
    Iterable<RunRows> once = () -> this;
    return StreamSupport.stream(once.spliterator(), false).map(each).iterator();
  }

  private @Nullable Row advance() {
    next = rows.hasNext() ? rows.next() : null;
    return next;
  }
}

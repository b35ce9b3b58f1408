package io.thermograd.trace.spark;

import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Whether files with certain columns can be a trace as declared, seen before any row is read. */
final class SchemaFit {
  private final TraceInput input;
  private final Map<String, TraceColumn> columns;
  private final boolean needsEpoch;

  SchemaFit(TraceInput input, RunFactsByPattern facts) {
    this.input = input;
    this.columns = input.columnsByName();
    this.needsEpoch = !facts.declaresStepsPerEpoch();
  }

  /** Why columns of these names and types don't fit; null if they do. */
  @Nullable String misfit(StructType schema) {
    List<String> problems = new ArrayList<>();
    String missing = misfit(List.of(schema.fieldNames()));
    if (missing != null) {
      problems.add(missing);
    }
    for (StructField field : schema.fields()) {
      TraceColumn column = columns.get(field.name());
      if (column != null && Cell.of(column, field) == Cell.UNFIT) {
        problems.add(
            field.name()
                + " is "
                + field.dataType().catalogString()
                + ", which can't be the column "
                + column.key());
      }
    }
    return problems.isEmpty() ? null : String.join("; ", problems);
  }

  /** Why columns of these names don't fit; null if they do. */
  @Nullable String misfit(Collection<String> names) {
    Set<TraceColumn> present = EnumSet.noneOf(TraceColumn.class);
    for (String name : names) {
      TraceColumn column = columns.get(name);
      if (column != null) {
        present.add(column);
      }
    }
    List<String> missing = new ArrayList<>();
    require(TraceColumn.RUN, present, missing);
    require(TraceColumn.STEP, present, missing);
    if (needsEpoch) {
      require(TraceColumn.EPOCH, present, missing);
    }
    if (input.kind() == RecordKind.GRADIENTS || present.contains(TraceColumn.LAYER)) {
      require(TraceColumn.LAYER, present, missing);
      requireGradient(present, missing);
    } else {
      require(TraceColumn.LOSS, present, missing);
    }
    return missing.isEmpty() ? null : "it lacks " + String.join(", ", missing);
  }

  private void requireGradient(Set<TraceColumn> present, List<String> missing) {
    List<TraceColumn> any =
        List.of(TraceColumn.GRAD, TraceColumn.GRAD_SQ_NORM, TraceColumn.GRAD_COUNT);
    if (any.stream().noneMatch(present::contains)) {
      missing.add("one of " + String.join(", ", any.stream().map(input::nameOf).toList()));
    }
  }

  private void require(TraceColumn column, Set<TraceColumn> present, List<String> missing) {
    if (!present.contains(column)) {
      missing.add(input.nameOf(column));
    }
  }
}

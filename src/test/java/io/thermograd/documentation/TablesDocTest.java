package io.thermograd.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.alerts.spark.AlertTable;
import io.thermograd.decay.spark.DecayTable;
import io.thermograd.decay.spark.HalfLifeTable;
import io.thermograd.equilibrium.spark.EntropyTable;
import io.thermograd.equilibrium.spark.EquilibriumTable;
import io.thermograd.equilibrium.spark.LossBinsTable;
import io.thermograd.equilibrium.spark.LossCurveTable;
import io.thermograd.moments.spark.LayerEpochTable;
import io.thermograd.signal.spark.PhasesTable;
import io.thermograd.store.BatchTable;
import io.thermograd.store.StoreBatchTable;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.verdict.spark.RunTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TablesDocTest {
  private static final Pattern SECTION = Pattern.compile("## `(\\w+)`( in a store)?");
  private static final Pattern COLUMN = Pattern.compile("\\| `(\\w+)` \\| `?([^|`]+?)`? \\|.*");

  private static final Map<String, StructType> TABLES = tables();

  private static Map<String, StructType> tables() {
    Map<String, StructType> tables = new LinkedHashMap<>();
    tables.put(RunTable.NAME, RunTable.SCHEMA);
    tables.put(LayerEpochTable.NAME, LayerEpochTable.schema());
    tables.put(PhasesTable.NAME, PhasesTable.SCHEMA);
    tables.put(LossCurveTable.NAME, LossCurveTable.SCHEMA);
    tables.put(EquilibriumTable.NAME, EquilibriumTable.SCHEMA);
    tables.put(LossBinsTable.NAME, LossBinsTable.SCHEMA);
    tables.put(EntropyTable.NAME, EntropyTable.SCHEMA);
    tables.put(DecayTable.NAME, DecayTable.SCHEMA);
    tables.put(HalfLifeTable.NAME, HalfLifeTable.SCHEMA);
    tables.put(QuarantineTable.NAME, QuarantineTable.SCHEMA);
    tables.put(BatchTable.NAME, BatchTable.SCHEMA);
    tables.put(StoreBatchTable.NAME + " in a store", StoreBatchTable.SCHEMA);
    tables.put(AlertTable.NAME, AlertTable.SCHEMA);
    return tables;
  }

  private static Map<String, List<String>> documented() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> columns = new ArrayList<>();
    for (String line : Pages.text("tables.md").lines().toList()) {
      Matcher section = SECTION.matcher(line);
      Matcher column = COLUMN.matcher(line);
      if (section.matches()) {
        columns = new ArrayList<>();
        sections.put(section.group(1) + Objects.requireNonNullElse(section.group(2), ""), columns);
      } else if (column.matches()) {
        columns.add(column.group(1) + " " + column.group(2));
      }
    }
    return sections;
  }

  static List<String> names() {
    return List.copyOf(TABLES.keySet());
  }

  @Test
  void everyTableHasASection() {
    assertThat(documented().keySet()).containsExactlyElementsOf(TABLES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyColumnIsDocumentedWithItsType(String table) {
    assertThat(documented().get(table))
        .containsExactlyElementsOf(
            Arrays.stream(TABLES.getOrDefault(table, new StructType()).fields())
                .map(field -> field.name() + " " + field.dataType().catalogString())
                .toList());
  }
}

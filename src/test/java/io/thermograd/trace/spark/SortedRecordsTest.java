package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RunSettings;
import io.thermograd.trace.ScalarBlock;
import io.thermograd.trace.ScalarRecord;
import io.thermograd.trace.Series;
import io.thermograd.trace.SessionRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

class SortedRecordsTest {
  /** The order as SQL would put it. */
  private static final Comparator<SortedRecord> ORDER =
      Comparator.comparingLong(SortedRecord::step)
          .thenComparing(record -> record.series().kind())
          .thenComparing(record -> record.series().layer())
          .thenComparing(
              record -> record.series().replica(), Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(
              record -> record.values().loggedAtMicros(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(record -> record.series().path())
          .thenComparing(record -> record.values().position());

  @Test
  void blocksInAnyShapeComeOutSorted() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20; round++) {
      List<SortedRecord> all = new ArrayList<>();
      List<Row> blocks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        blocks.add(block(random, i, all));
      }
      int minStep = RecordTable.SCHEMA.fieldIndex(RecordTable.MIN_STEP);
      blocks.sort(Comparator.comparingLong(row -> row.getLong(minStep)));
      List<SortedRecord> merged = new ArrayList<>();
      new SortedRecords(blocks.iterator()).forEachRemaining(merged::add);
      all.sort(ORDER);
      assertThat(merged).isEqualTo(all);
    }
  }

  private static Row block(SplittableRandom random, int number, List<SortedRecord> all) {
    Series series =
        new Series(
            random.nextBoolean() ? RecordKind.GRADIENTS : RecordKind.LOSSES,
            "layer" + random.nextInt(2),
            random.nextInt(3) == 0 ? null : (Integer) random.nextInt(2),
            "file" + random.nextInt(2),
            SessionRule.NONE,
            0,
            4);
    ScalarBlock block = new ScalarBlock();
    long from = random.nextLong(50);
    for (int k = 1 + random.nextInt(20); k > 0; k--) {
      Long time = random.nextBoolean() ? null : (Long) random.nextLong(3);
      ScalarRecord record =
          new ScalarRecord(
              from + random.nextLong(20),
              0,
              100L * number + k,
              time,
              random.nextDouble(),
              null,
              RunSettings.NONE);
      block.add(record);
      all.add(new SortedRecord(series, record));
    }
    return new GenericRowWithSchema(RecordTable.values("run", series, block), RecordTable.SCHEMA);
  }
}

package io.thermograd.report.spark;

import java.util.Collection;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveComparator;
import org.jspecify.annotations.Nullable;

/**
 * The first and the last run of a file, as its footer tells; null where it doesn't.
 *
 * @param order of runs
 */
record RunRange(
    @Nullable Binary first, @Nullable Binary last, @Nullable PrimitiveComparator<Binary> order) {
  private static final RunRange ANY = new RunRange(null, null, null);

  static RunRange of(ParquetMetadata footer) {
    RunRange range = ANY;
    for (BlockMetaData block : footer.getBlocks()) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        if (chunk.getPath().toDotString().equals("run")) {
          Statistics<?> told = chunk.getStatistics();
          if (told == null || !told.hasNonNullValue()) {
            return ANY;
          }
          range = range.with(chunk, told);
        }
      }
    }
    return range;
  }

  private RunRange with(ColumnChunkMetaData chunk, Statistics<?> told) {
    PrimitiveComparator<Binary> comparator = chunk.getPrimitiveType().comparator();
    Binary low = (Binary) told.genericGetMin();
    Binary high = (Binary) told.genericGetMax();
    Binary before = first;
    Binary after = last;
    return new RunRange(
        before == null || comparator.compare(low, before) < 0 ? low : before,
        after == null || comparator.compare(high, after) > 0 ? high : after,
        comparator);
  }

  boolean mayHold(Collection<Binary> runs) {
    Binary low = first;
    Binary high = last;
    PrimitiveComparator<Binary> by = order;
    return low == null
        || high == null
        || by == null
        || runs.stream().anyMatch(run -> by.compare(run, low) >= 0 && by.compare(run, high) <= 0);
  }
}

package io.thermograd.trace.spark;

import io.thermograd.trace.ScalarBlock;
import io.thermograd.trace.ScalarRecord;
import io.thermograd.trace.Series;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The records of a run by (step, kind, layer, replica, logged_at, path, position), merged from its
 * blocks. A block is opened when its first step has come, so in input that is in order by itself
 * few are open at once; open blocks are held as bytes.
 */
final class SortedRecords implements Iterator<SortedRecord> {
  /** A block that is being read. */
  private static final class OpenBlock {
    private final Series series;
    private final Iterator<ScalarRecord> records;
    private SortedRecord next;

    private OpenBlock(Series series, Iterator<ScalarRecord> records) {
      this.series = series;
      this.records = records;
      next = new SortedRecord(series, records.next());
    }

    private boolean advance() {
      if (!records.hasNext()) {
        return false;
      }
      next = new SortedRecord(series, records.next());
      return true;
    }
  }

  private static final int MIN_STEP = RecordTable.SCHEMA.fieldIndex(RecordTable.MIN_STEP);
  private static final int RECORDS = RecordTable.SCHEMA.fieldIndex(RecordTable.RECORDS);

  private final Iterator<Row> blocks;
  private final Map<Series, Series> known = new HashMap<>();
  private final PriorityQueue<OpenBlock> open =
      new PriorityQueue<>((a, b) -> compare(a.next, b.next));
  private @Nullable Row ahead;

  /**
   * Records of blocks.
   *
   * @param blocks by {@link RecordTable}'s schema, sorted by their least step
   */
  SortedRecords(Iterator<Row> blocks) {
    this.blocks = blocks;
    ahead = blocks.hasNext() ? blocks.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null || !open.isEmpty();
  }

  @Override
  public SortedRecord next() {
    openWhatBegins();
    OpenBlock first = open.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    SortedRecord next = first.next;
    if (first.advance()) {
      open.add(first);
    }
    return next;
  }

  private void openWhatBegins() {
    Row block = ahead;
    while (block != null
        && (open.isEmpty() || block.getLong(MIN_STEP) <= open.element().next.step())) {
      Series series = RecordTable.series(block);
      open.add(
          new OpenBlock(
              known.computeIfAbsent(series, same -> same),
              ScalarBlock.read(block.<byte[]>getAs(RECORDS))));
      block = blocks.hasNext() ? blocks.next() : null;
      ahead = block;
    }
  }

  private static int compare(SortedRecord a, SortedRecord b) {
    int order = Long.compare(a.step(), b.step());
    if (order == 0) {
      order = Series.BY_SLOT.compare(a.series(), b.series());
    }
    if (order == 0) {
      order = ScalarBlock.compareTimes(a.values(), b.values());
    }
    if (order == 0) {
      order = a.series().path().compareTo(b.series().path());
    }
    return order == 0 ? Long.compare(a.values().position(), b.values().position()) : order;
  }
}

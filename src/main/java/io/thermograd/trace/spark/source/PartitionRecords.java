package io.thermograd.trace.spark.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** The records of some splits, one after the other, in the task that reads them. */
final class PartitionRecords implements Iterator<SourceRecord> {
  private final Configuration conf;
  private final Iterator<FileSplit> splits;
  private final RecordSourceOptions options;
  private @Nullable SplitReader reader;
  private String path = "";
  private @Nullable FileRecord next;

  PartitionRecords(Configuration conf, Iterator<FileSplit> splits, RecordSourceOptions options) {
    this.conf = conf;
    this.splits = splits;
    this.options = options;
    TaskCompletionListener close = done -> closeReader();
    TaskContext.get().addTaskCompletionListener(close);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && (reader != null || splits.hasNext())) {
        if (reader == null) {
          FileSplit split = splits.next();
          path = split.path();
          reader = new SplitReader(conf, split, options);
        }
        next = reader.next();
        if (next == null) {
          closeReader();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next != null;
  }

  @Override
  public SourceRecord next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("No more records");
    }
    FileRecord record = next;
    next = null;
    String detail = record.detail();
    return new SourceRecord(
        path, record.position(), record.bytes(), record.fault(), detail == null ? "" : detail);
  }

  private void closeReader() {
    SplitReader open = reader;
    reader = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

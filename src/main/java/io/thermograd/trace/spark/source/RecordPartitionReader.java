package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The rows of one partition: its splits one after the other. */
final class RecordPartitionReader implements PartitionReader<InternalRow> {
  private final Configuration conf;
  private final Iterator<FileSplit> splits;
  private final RecordSourceOptions options;
  private @Nullable SplitReader reader;
  private UTF8String path = UTF8String.EMPTY_UTF8;
  private @Nullable FileRecord record;

  RecordPartitionReader(
      Configuration conf, Iterator<FileSplit> splits, RecordSourceOptions options) {
    this.conf = conf;
    this.splits = splits;
    this.options = options;
  }

  @Override
  public boolean next() throws IOException {
    record = reader == null ? null : reader.next();
    while (record == null && splits.hasNext()) {
      close();
      FileSplit split = splits.next();
      path = UTF8String.fromString(split.path());
      SplitReader opened = new SplitReader(conf, split, options);
      reader = opened;
      record = opened.next();
    }
    return record != null;
  }

  @Override
  public InternalRow get() {
    if (record == null) {
      throw new IllegalStateException("get() without a next() that returned true");
    }
    RejectReason fault = record.fault();
    // Types of RecordTable.SCHEMA, in its order.
    return new GenericInternalRow(
        new @Nullable Object[] {
          path,
          record.position(),
          record.bytes(),
          fault == null ? null : UTF8String.fromString(fault.name()),
          UTF8String.fromString(record.detail())
        });
  }

  @Override
  public void close() throws IOException {
    SplitReader open = reader;
    reader = null;
    if (open != null) {
      open.close();
    }
  }
}

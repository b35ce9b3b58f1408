package io.thermograd.trace.spark.source;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task reads. */
record RecordPartition(List<FileSplit> splits) implements InputPartition {
  RecordPartition {
    splits = List.copyOf(splits);
  }
}

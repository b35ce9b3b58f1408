package io.thermograd.trace.spark.source;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/** Makes a task's reader, on its executor. */
record RecordReaderFactory(SerializableConfiguration conf, RecordSourceOptions options)
    implements PartitionReaderFactory {

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new RecordPartitionReader(
        conf.value(), ((RecordPartition) partition).splits().iterator(), options);
  }
}

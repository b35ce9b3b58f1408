package io.thermograd.trace.spark.source;

import java.util.List;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One reading of some files. Lives on the driver: what goes out with a task is its partition's
 * splits and the factory, never the list of all files.
 */
final class RecordScan implements Scan, Batch {
  private final List<InputFile> files;
  private final RecordSourceOptions options;
  private final SplitPlan plan;
  private final SerializableConfiguration conf;

  RecordScan(
      List<InputFile> files,
      RecordSourceOptions options,
      SplitPlan plan,
      SerializableConfiguration conf) {
    this.files = List.copyOf(files);
    this.options = options;
    this.plan = plan;
    this.conf = conf;
  }

  @Override
  public StructType readSchema() {
    return RecordTable.SCHEMA;
  }

  @Override
  public String description() {
    return switch (files.size()) {
      case 0 -> "records of no file";
      case 1 -> "records of " + files.get(0).path();
      default -> "records of " + files.size() + " files, " + files.get(0).path() + " first";
    };
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return plan.partitions(files, options.cut()).stream()
        .map(RecordPartition::new)
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new RecordReaderFactory(conf, options);
  }
}

package io.thermograd.store;

import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * A table at one version as its log tells, which Delta Kernel reads in this thread: through Spark,
 * Delta replays the log of a handful of files by jobs that take longer than reading the rows.
 *
 * @param schema of its rows
 * @param files its data files
 */
record TableVersion(StructType schema, List<String> files) {
  TableVersion {
    files = List.copyOf(files);
  }

  static TableVersion of(Configuration configuration, Path table, long version) throws IOException {
    Engine engine = DefaultEngine.create(configuration);
    Snapshot snapshot =
        Table.forPath(engine, table.toString()).getSnapshotAsOfVersion(engine, version);
    List<String> files = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        snapshot.getScanBuilder().build().getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            files.add(InternalScanFileUtils.getAddFileStatus(rows.next()).getPath());
          }
        }
      }
    }
    return new TableVersion((StructType) DataType.fromJson(snapshot.getSchema().toJson()), files);
  }
}

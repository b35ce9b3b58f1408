package io.thermograd.trace.spark;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Makes records of the rows of columnar files, and hands them to whom it was made for. One task's,
 * and not thread-safe.
 */
interface ColumnarDecoder {
  /**
   * A file, or a part of one, begins.
   *
   * @param path the file, as text inputs name it
   */
  void begin(String path, PartitionedFile part);

  /** The rows that follow are those of a batch; it is gone when the next one begins. */
  void begin(ColumnarBatch batch);

  /**
   * Takes the next row.
   *
   * @param nth which of its batch, from 0 on; 0 without batches
   * @throws IOException if the file is damaged there
   */
  void take(InternalRow row, int nth) throws IOException;

  /** The position of the row that would follow the last one. */
  long nextPosition();

  /** The file, or the part, has ended. */
  void end();
}

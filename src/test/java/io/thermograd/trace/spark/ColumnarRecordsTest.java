package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import java.util.List;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** What a reader throws: damage of the file, or something else. */
class ColumnarRecordsTest {
  /** A decoder of no row. */
  private static final class NoRows implements ColumnarDecoder {
    @Override
    public void begin(String path, PartitionedFile part) {
      // Has nothing to begin with.
    }

    @Override
    public void begin(ColumnarBatch batch) {
      throw new AssertionError("a batch");
    }

    @Override
    public void take(InternalRow row, int nth) {
      throw new AssertionError("a row");
    }

    @Override
    public long nextPosition() {
      return 0;
    }

    @Override
    public void end() {
      // Nothing was opened.
    }
  }

  private static ColumnarRecords records(RuntimeException thrown) throws Exception {
    PartitionedFile part =
        new PartitionedFile(
            InternalRow.empty(),
            SparkPath.fromPathString("/logs/a.parquet"),
            0,
            100,
            new String[0],
            0,
            100,
            scala.collection.immutable.Map$.MODULE$.empty());
    return new ColumnarRecords(
        List.of(part).iterator(),
        new AbstractFunction1<>() {
          @Override
          public Iterator<InternalRow> apply(PartitionedFile file) {
            throw thrown;
          }
        },
        records -> new NoRows());
  }

  @Test
  void whatAReaderThrowsIsDamageOfItsFile() throws Exception {
    ColumnarRecords records =
        records(new IllegalStateException(new IllegalArgumentException("bad page")));
    Decoded only = records.next();
    assertThat(only)
        .isInstanceOfSatisfying(
            Rejected.class,
            fault -> {
              assertThat(fault.reason()).isEqualTo(RejectReason.CORRUPT);
              assertThat(fault.detail()).contains("bad page");
            });
    assertThat(records.hasNext()).isFalse();
  }

  /** All of a sound file was rejected when the heap was too small for it. */
  @Test
  void lackOfMemoryIsNoDamage() throws Exception {
    RuntimeException thrown = new IllegalStateException(new OutOfMemoryError("Java heap space"));
    ColumnarRecords records = records(thrown);
    assertThatThrownBy(records::hasNext).isSameAs(thrown);
  }
}

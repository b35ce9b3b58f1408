package io.thermograd.moments.spark;

import io.thermograd.moments.CoordinateSums;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.TraceRecord;
import io.thermograd.trace.spark.RecordTable;
import io.thermograd.trace.spark.ResolvedTable;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * What the mean, the variance and the second moment would cost without all else that layer_epoch
 * tells: the job's reader and coordinate moments, no sketches, no batch sizes, no settings.
 */
public final class MomentsAlone {
  private static final long MAX_STATE_BYTES = 64L << 20;
  private static final StructType KEYS =
      new StructType()
          .add(RecordTable.RUN, DataTypes.StringType, false)
          .add(RecordTable.LAYER, DataTypes.StringType, false)
          .add(ResolvedTable.EPOCH, DataTypes.IntegerType, false);
  private static final StructType PARTS = KEYS.add("state", DataTypes.BinaryType, false);
  private static final StructType RESULT =
      KEYS.add("n", DataTypes.LongType, false)
          .add("mean_norm", DataTypes.DoubleType, false)
          .add("variance", DataTypes.DoubleType, false)
          .add("second_moment", DataTypes.DoubleType, false);

  private MomentsAlone() {}

  private record Key(String run, String layer, int epoch) {}

  /** A row of run, layer, epoch, n, mean_norm, variance and second_moment for each group. */
  public static Dataset<Row> of(SparkSession spark, JavaRDD<Decoded> records) {
    FlatMapFunction<Iterator<Decoded>, InternalRow> partial = Partial::new;
    MapGroupsFunction<Row, Row, Row> merge = MomentsAlone::merge;
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(records.mapPartitions(partial).rdd(), PARTS, false)
        .groupBy(RecordTable.RUN, RecordTable.LAYER, ResolvedTable.EPOCH)
        .as(Encoders.row(KEYS), Encoders.row(PARTS))
        .mapGroups(merge, Encoders.row(RESULT));
  }

  private static Row merge(Row key, Iterator<Row> parts) {
    CoordinateSums whole = CoordinateSums.fromBytes(parts.next().getAs(3));
    while (parts.hasNext()) {
      whole.merge(CoordinateSums.fromBytes(parts.next().getAs(3)));
    }
    return RowFactory.create(
        key.get(0),
        key.get(1),
        key.get(2),
        whole.count(),
        whole.meanNorm(),
        whole.variance(),
        whole.secondMoment());
  }

  private static final class Partial implements Iterator<InternalRow> {
    private final Iterator<Decoded> input;
    private final PartialStates<Key, Held> states =
        new PartialStates<>(Held::new, Held::bytes, MAX_STATE_BYTES);
    private boolean ended;
    private Map.@Nullable Entry<Key, Held> next;

    Partial(Iterator<Decoded> input) {
      this.input = input;
    }

    @Override
    public boolean hasNext() {
      while (next == null) {
        next = states.poll();
        if (next == null && input.hasNext()) {
          add((TraceRecord) input.next());
        } else if (next == null && ended) {
          return false;
        } else if (next == null) {
          ended = true;
          states.flush();
        }
      }
      return true;
    }

    private void add(TraceRecord trace) {
      GradientRow gradient = trace.gradient();
      float[] grad = gradient == null ? null : gradient.grad();
      if (gradient == null || grad == null) {
        return;
      }
      Held held = states.of(new Key(trace.run(), gradient.layer(), trace.epoch()));
      held.add(grad);
      states.added(held);
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Map.Entry<Key, Held> entry = Objects.requireNonNull(next);
      next = null;
      Key key = entry.getKey();
      return new GenericInternalRow(
          new Object[] {
            UTF8String.fromString(key.run),
            UTF8String.fromString(key.layer),
            key.epoch,
            entry.getValue().toBytes()
          });
    }
  }

  /** Sums whose dimension the first row tells. */
  private static final class Held {
    private @Nullable CoordinateSums sums;

    void add(float[] grad) {
      if (sums == null) {
        sums = new CoordinateSums(grad.length);
      }
      sums.add(grad);
    }

    long bytes() {
      return sums == null ? 0 : sums.byteSize();
    }

    byte[] toBytes() {
      return Objects.requireNonNull(sums).toBytes();
    }
  }
}

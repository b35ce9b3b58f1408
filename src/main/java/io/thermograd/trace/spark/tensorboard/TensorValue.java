package io.thermograd.trace.spark.tensorboard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.thermograd.trace.spark.tensorboard.proto.TensorProto;
import io.thermograd.trace.spark.tensorboard.proto.TensorShapeProto;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tensor in a summary says: one element is a number; k × 3 elements are the buckets (left
 * edge, right edge, count) of a histogram.
 *
 * <p>TensorFlow 2 logs no moments beside the buckets. They are taken as if the elements of a bucket
 * were spread evenly over it: n(l + r)/2 is the sum and n(l² + lr + r²)/3 the sum of squares. Where
 * a bucket's elements lie close to one edge, its share of the sum is off by up to n(r − l)/2.
 */
final class TensorValue {
  private static final int COLUMNS = 3;

  /** Room for twenty dimensions; no scalar or histogram has more than two. */
  private static final int LONGEST_SHAPE = 256;

  private TensorValue() {}

  /** The value; null if the tensor is neither a number nor a histogram. */
  static @Nullable LoggedValue of(String tag, TensorProto tensor) {
    double[] elements = TensorElements.of(tensor);
    if (elements == null) {
      return null;
    }
    boolean buckets = isTable(tensor);
    if (buckets && elements.length >= COLUMNS && elements.length % COLUMNS == 0) {
      return moments(tag, elements);
    }
    return !buckets && elements.length == 1 ? new LoggedValue.Scalar(tag, elements[0]) : null;
  }

  private static boolean isTable(TensorProto tensor) {
    if (tensor.getTensorShape().size() > LONGEST_SHAPE) {
      return false;
    }
    try {
      List<TensorShapeProto.Dim> dims =
          TensorShapeProto.parseFrom(tensor.getTensorShape()).getDimList();
      return dims.size() == 2 && dims.get(1).getSize() == COLUMNS;
    } catch (InvalidProtocolBufferException noShape) {
      return false;
    }
  }

  private static LoggedValue.@Nullable Moments moments(String tag, double[] buckets) {
    double count = 0;
    double sum = 0;
    double sumSquares = 0;
    for (int i = 0; i < buckets.length; i += COLUMNS) {
      double n = buckets[i + 2];
      if (n != 0) {
        double left = buckets[i];
        double right = buckets[i + 1];
        count += n;
        sum += n * (left + right) / 2;
        sumSquares += n * (left * left + left * right + right * right) / 3;
      }
    }
    return count == 0 ? null : new LoggedValue.Moments(tag, count, sum, sumSquares);
  }
}

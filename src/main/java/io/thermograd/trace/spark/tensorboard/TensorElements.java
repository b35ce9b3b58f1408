package io.thermograd.trace.spark.tensorboard;

import com.google.protobuf.ByteString;
import io.thermograd.trace.spark.tensorboard.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The elements of a tensor of any numeric type, as doubles. */
final class TensorElements {
  private static final int HALF_SIGN = 0x8000;
  private static final int HALF_EXPONENT = 0x1F;
  private static final int HALF_MANTISSA = 0x3FF;
  private static final int HALF_MANTISSA_BITS = 10;

  private TensorElements() {}

  /** The elements in their order; null if the type isn't numeric or the content is cut. */
  static double @Nullable [] of(TensorProto tensor) {
    return tensor.getTensorContent().isEmpty() ? listed(tensor) : packed(tensor);
  }

  private static double @Nullable [] listed(TensorProto tensor) {
    return switch (tensor.getDtype()) {
      case DT_FLOAT -> each(tensor.getFloatValCount(), tensor::getFloatVal);
      case DT_DOUBLE -> each(tensor.getDoubleValCount(), tensor::getDoubleVal);
      case DT_INT32, DT_INT16, DT_INT8, DT_UINT16, DT_UINT8 ->
          each(tensor.getIntValCount(), tensor::getIntVal);
      case DT_INT64 -> each(tensor.getInt64ValCount(), i -> (double) tensor.getInt64Val(i));
      case DT_BOOL -> each(tensor.getBoolValCount(), i -> tensor.getBoolVal(i) ? 1 : 0);
      case DT_UINT32 ->
          each(
              tensor.getUint32ValCount(),
              i -> (double) Integer.toUnsignedLong(tensor.getUint32Val(i)));
      case DT_UINT64 -> each(tensor.getUint64ValCount(), i -> unsigned(tensor.getUint64Val(i)));
      case DT_HALF -> each(tensor.getHalfValCount(), i -> half(tensor.getHalfVal(i)));
      case DT_BFLOAT16 -> each(tensor.getHalfValCount(), i -> bfloat16(tensor.getHalfVal(i)));
      case DT_INVALID, DT_STRING, UNRECOGNIZED -> null;
    };
  }

  private static double @Nullable [] packed(TensorProto tensor) {
    ByteString content = tensor.getTensorContent();
    ByteBuffer bytes = content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return switch (tensor.getDtype()) {
      case DT_FLOAT -> each(bytes, Float.BYTES, bytes::getFloat);
      case DT_DOUBLE -> each(bytes, Double.BYTES, bytes::getDouble);
      case DT_INT32 -> each(bytes, Integer.BYTES, bytes::getInt);
      case DT_INT64 -> each(bytes, Long.BYTES, i -> (double) bytes.getLong(i));
      case DT_INT16 -> each(bytes, Short.BYTES, bytes::getShort);
      case DT_INT8 -> each(bytes, Byte.BYTES, bytes::get);
      case DT_UINT8, DT_BOOL -> each(bytes, Byte.BYTES, i -> Byte.toUnsignedInt(bytes.get(i)));
      case DT_UINT16 -> each(bytes, Short.BYTES, i -> Short.toUnsignedInt(bytes.getShort(i)));
      case DT_UINT32 ->
          each(bytes, Integer.BYTES, i -> (double) Integer.toUnsignedLong(bytes.getInt(i)));
      case DT_UINT64 -> each(bytes, Long.BYTES, i -> unsigned(bytes.getLong(i)));
      case DT_HALF -> each(bytes, Short.BYTES, i -> half(bytes.getShort(i)));
      case DT_BFLOAT16 -> each(bytes, Short.BYTES, i -> bfloat16(bytes.getShort(i)));
      case DT_INVALID, DT_STRING, UNRECOGNIZED -> null;
    };
  }

  private static double[] each(int count, IntToDoubleFunction element) {
    double[] elements = new double[count];
    for (int i = 0; i < count; i++) {
      elements[i] = element.applyAsDouble(i);
    }
    return elements;
  }

  private static double @Nullable [] each(
      ByteBuffer bytes, int width, IntToDoubleFunction elementAt) {
    return bytes.remaining() % width != 0
        ? null
        : each(bytes.remaining() / width, i -> elementAt.applyAsDouble(i * width));
  }

  private static double unsigned(long bits) {
    // Half of it, rounded to odd, doubled: exact where a double can be.
    return bits >= 0 ? (double) bits : 2.0 * (double) ((bits >>> 1) | (bits & 1));
  }

  private static double bfloat16(int bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }

  /** IEEE 754 binary16. */
  private static double half(int bits) {
    int exponent = (bits >> HALF_MANTISSA_BITS) & HALF_EXPONENT;
    int mantissa = bits & HALF_MANTISSA;
    double magnitude;
    if (exponent == HALF_EXPONENT) {
      magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) mantissa, -24);
    } else {
      magnitude = Math.scalb((double) (mantissa + HALF_MANTISSA + 1), exponent - 25);
    }
    return (bits & HALF_SIGN) == 0 ? magnitude : -magnitude;
  }
}

package io.thermograd.moments;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * States as bytes: little-endian, which the machines of today copy without turning each number, and
 * bulk transfer of arrays.
 */
final class Buffers {
  private Buffers() {}

  static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static void put(ByteBuffer out, float[] values) {
    out.asFloatBuffer().put(values);
    out.position(out.position() + values.length * Float.BYTES);
  }

  static void put(ByteBuffer out, double[] values) {
    out.asDoubleBuffer().put(values);
    out.position(out.position() + values.length * Double.BYTES);
  }

  static void get(ByteBuffer in, float[] values) {
    in.asFloatBuffer().get(values);
    in.position(in.position() + values.length * Float.BYTES);
  }

  static void get(ByteBuffer in, double[] values) {
    in.asDoubleBuffer().get(values);
    in.position(in.position() + values.length * Double.BYTES);
  }
}

package io.thermograd.testing;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleUnaryOperator;

/**
 * Writes TensorBoard event files: by the public field numbers alone, and with a checksum of its
 * own, so that nothing is shared with what reads them.
 */
public final class EventLog {
  private static final int DT_FLOAT = 1;
  private static final int CRC32C_POLYNOMIAL = 0x82F63B78;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Writes the fields of a message. */
  @FunctionalInterface
  public interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  /** A log that begins as every file does. */
  public static EventLog begun(double wallTime) {
    return new EventLog()
        .record(
            message(
                event -> {
                  event.writeDouble(1, wallTime);
                  event.writeString(3, "brain.Event:2");
                }));
  }

  /** A number as {@code simple_value}. */
  public EventLog scalar(double wallTime, long step, String tag, double value) {
    return value(wallTime, step, tag, v -> v.writeFloat(2, (float) value));
  }

  /** The moments of {@code elements} as a histogram, with a bucket per element. */
  public EventLog histogram(double wallTime, long step, String tag, float[] elements) {
    byte[] histogram =
        message(
            h -> {
              h.writeDouble(3, elements.length);
              h.writeDouble(4, sum(elements, x -> x));
              h.writeDouble(5, sum(elements, x -> x * x));
              h.writeByteArray(6, doubles(elements));
              h.writeByteArray(7, doubles(elements));
            });
    return value(wallTime, step, tag, v -> v.writeByteArray(5, histogram));
  }

  /** A float tensor in its content, as TensorFlow 2 logs numbers and histograms. */
  public EventLog tensor(
      double wallTime, long step, String tag, String plugin, int[] shape, float... elements) {
    ByteBuffer content =
        ByteBuffer.allocate(Float.BYTES * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float element : elements) {
      content.putFloat(element);
    }
    byte[] tensor =
        message(
            t -> {
              t.writeEnum(1, DT_FLOAT);
              t.writeByteArray(2, shape(shape));
              t.writeByteArray(4, content.array());
            });
    return tensor(wallTime, step, tag, plugin, tensor);
  }

  /** A tensor of which the message is given. */
  public EventLog tensor(double wallTime, long step, String tag, String plugin, byte[] tensor) {
    byte[] metadata = message(m -> m.writeByteArray(1, message(p -> p.writeString(1, plugin))));
    return value(
        wallTime,
        step,
        tag,
        v -> {
          v.writeByteArray(9, metadata);
          v.writeByteArray(8, tensor);
        });
  }

  /** A value of any kind. */
  public EventLog value(double wallTime, long step, String tag, Fields value) {
    byte[] summary =
        message(
            s ->
                s.writeByteArray(
                    1,
                    message(
                        v -> {
                          v.writeString(1, tag);
                          value.write(v);
                        })));
    return record(
        message(
            event -> {
              event.writeDouble(1, wallTime);
              event.writeInt64(2, step);
              event.writeByteArray(5, summary);
            }));
  }

  /** The bytes of a shape message. */
  public static byte[] shape(int... sizes) {
    return message(
        s -> {
          for (int size : sizes) {
            s.writeByteArray(2, message(dim -> dim.writeInt64(1, size)));
          }
        });
  }

  /** The bytes of a message. */
  public static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  /** Any bytes as a record. */
  public EventLog record(byte[] payload) {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(payload.length)
            .array();
    return raw(length).raw(checksum(length)).raw(payload).raw(checksum(payload));
  }

  /** A record's header alone, with the right checksum. */
  public EventLog header(long length) {
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    return raw(bytes).raw(checksum(bytes));
  }

  /** Bytes that are no record. */
  public EventLog raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Bytes until now. */
  public int size() {
    return out.size();
  }

  /** The file. */
  public byte[] bytes() {
    return out.toByteArray();
  }

  private static byte[] checksum(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : CRC32C_POLYNOMIAL);
      }
    }
    crc = ~crc;
    int masked = ((crc >>> 15) | (crc << 17)) + 0xA282EAD8;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  private static byte[] doubles(float[] elements) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float element : elements) {
      bytes.putDouble(element);
    }
    return bytes.array();
  }

  private static double sum(float[] elements, DoubleUnaryOperator of) {
    double sum = 0;
    for (float element : elements) {
      sum += of.applyAsDouble(element);
    }
    return sum;
  }

  /** Text in UTF-8. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

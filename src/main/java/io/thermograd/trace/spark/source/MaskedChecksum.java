package io.thermograd.trace.spark.source;

import java.util.zip.CRC32C;

/** CRC32C, masked as TensorFlow does since checksums of checksums are weak. */
final class MaskedChecksum {
  private static final int MASK_DELTA = 0xA282EAD8;

  private final CRC32C crc = new CRC32C();

  int of(byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}

package io.thermograd.trace.spark.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * The repetition or definition levels of one page, or its indices in a dictionary, in Parquet's
 * hybrid of run lengths and bit packing. Levels are asked for by the run and not one by one: the
 * vectors of a page have hundreds of thousands of levels in a few runs.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet,
 *     encodings, RLE</a>
 */
final class LevelRuns {
  private final ByteBuffer bytes;
  private final int width;

  /** What is left of the run at hand. */
  private int left;

  private boolean packed;

  /** The level of a run that isn't packed. */
  private int level;

  /** The bit at which the next level of a packed run begins. */
  private long bit;

  /**
   * Levels from the position of {@code bytes} to their limit.
   *
   * @param highest the highest level there can be, unsigned; if it is 0, all are 0
   */
  LevelRuns(ByteBuffer bytes, int highest) {
    this.bytes = bytes.slice();
    width = Integer.SIZE - Integer.numberOfLeadingZeros(highest);
    if (width == 0) {
      left = Integer.MAX_VALUE;
    }
  }

  /** The next level. */
  int next() {
    begin();
    left--;
    return packed ? unpack() : level;
  }

  /**
   * Passes over the levels that follow and equal {@code wanted}, at most {@code most} of them.
   *
   * @return how many
   */
  int pass(int wanted, int most) {
    int passed = 0;
    while (passed < most) {
      begin();
      if (packed) {
        long before = bit;
        if (unpack() != wanted) {
          bit = before;
          break;
        }
        left--;
        passed++;
      } else if (level == wanted) {
        int some = Math.min(left, most - passed);
        left -= some;
        passed += some;
      } else {
        break;
      }
    }
    return passed;
  }

  private void begin() {
    while (left == 0) {
      int header = varInt();
      left = header >>> 1;
      packed = (header & 1) != 0;
      if (packed) {
        bit = (long) bytes.position() * Byte.SIZE;
        // The last run may promise more than there is; what is missing must not be asked for.
        long after = bytes.position() + (long) left * width;
        bytes.position((int) Math.min(after, bytes.limit()));
        left = Math.multiplyExact(left, Byte.SIZE);
      } else {
        level = 0;
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
          level |= nextByte() << shift;
        }
      }
    }
  }

  private int unpack() {
    long end = bit + width;
    if (end > (long) bytes.limit() * Byte.SIZE) {
      throw tooFew();
    }
    int first = (int) (bit / Byte.SIZE);
    long some = 0;
    for (int i = first; (long) i * Byte.SIZE < end; i++) {
      some |= (bytes.get(i) & 0xFFL) << ((i - first) * Byte.SIZE);
    }
    int value = (int) (some >>> bit % Byte.SIZE & (1L << width) - 1);
    bit = end;
    return value;
  }

  private int varInt() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = nextByte();
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new ParquetDecodingException("a run of levels is longer than any");
  }

  private int nextByte() {
    if (!bytes.hasRemaining()) {
      throw tooFew();
    }
    return bytes.get() & 0xFF;
  }

  private static ParquetDecodingException tooFew() {
    return new ParquetDecodingException("the page has fewer levels than values");
  }
}

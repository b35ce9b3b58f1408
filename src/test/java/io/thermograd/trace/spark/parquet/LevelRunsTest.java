package io.thermograd.trace.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Parquet's own encoder wrote is read back. */
class LevelRunsTest {
  private static final int SEQUENCES = 300;

  // -1 is the highest of all indices of a dictionary, which are unsigned.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 200, 255, 256, 1000, 65_535, 0xFFFFFF, 0x3FFF_FFFF, -1})
  void levelsAreReadOneByOneAndByTheRun(int highest) throws IOException {
    for (int seed = 0; seed < SEQUENCES; seed++) {
      Random random = new Random(seed);
      int[] levels = levels(random, highest);
      LevelRuns runs = new LevelRuns(encode(levels, highest), highest);
      assertThat(readBack(runs, levels, random)).as("seed %d", seed).isEqualTo(levels);
    }
  }

  /** By {@code next} or {@code pass}, as {@code random} has it. */
  private static int[] readBack(LevelRuns runs, int[] levels, Random random) {
    int[] read = new int[levels.length];
    for (int at = 0; at < levels.length; ) {
      if (random.nextBoolean()) {
        read[at++] = runs.next();
      } else {
        // Mostly the level that is next: others are not to be passed over.
        int wanted = random.nextInt(4) > 0 ? levels[at] : levels[random.nextInt(levels.length)];
        int most = random.nextInt(levels.length - at + 1);
        int expected = 0;
        while (expected < most && levels[at + expected] == wanted) {
          expected++;
        }
        assertThat(runs.pass(wanted, most)).isEqualTo(expected);
        Arrays.fill(read, at, at + expected, wanted);
        at += expected;
      }
    }
    return read;
  }

  @Test
  void aRunLengthNeedsNoMoreThanItsLevels() {
    // Ten times 1, and the same again.
    LevelRuns runs = new LevelRuns(bytes(20, 1, 20, 1), 1);
    assertThat(runs.pass(1, 15)).isEqualTo(15);
    assertThat(runs.pass(0, 5)).isZero();
    assertThat(runs.pass(1, 5)).isEqualTo(5);
    assertThat(runs.pass(1, 0)).isZero();
  }

  @Test
  void runsOfNothingArePassedOver() {
    LevelRuns runs = new LevelRuns(bytes(0, 1, 1, 0, 0, 4, 0), 1);
    assertThat(List.of(runs.next(), runs.next())).containsExactly(0, 0);
  }

  @Test
  void onlyTheBytesUpToTheLimitAreRead() {
    ByteBuffer within = bytes(99, 4, 1, 4, 1).position(1).limit(3);
    LevelRuns runs = new LevelRuns(within, 1);
    assertThat(runs.pass(1, 2)).isEqualTo(2);
    assertThatThrownBy(runs::next).isInstanceOf(ParquetDecodingException.class);
  }

  @Test
  void aPackedRunMayBeCutShortBehindWhatIsAskedFor() {
    // Two times eight levels of three bits are promised; there are two bytes, so five levels.
    LevelRuns runs = new LevelRuns(bytes(2 << 1 | 1, 0b10_001_000, 0b0_100_011_0), 7);
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      read.add(runs.next());
    }
    assertThat(read).containsExactly(0, 1, 2, 3, 4);
    // The sixth would have its first bit in the last byte.
    assertThatThrownBy(runs::next).isInstanceOf(ParquetDecodingException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsBeyondTheEndIsDamage(boolean byRun) throws IOException {
    for (int seed = 0; seed < SEQUENCES; seed++) {
      int[] levels = levels(new Random(seed), 3);
      // A packed run is filled up to eight levels, so the end is a few levels behind the last.
      LevelRuns runs = new LevelRuns(encode(levels, 3), 3);
      for (int level : levels) {
        assertThat(runs.next()).isEqualTo(level);
      }
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < Byte.SIZE; i++) {
                  int passed = byRun ? runs.pass(0, Byte.SIZE) : runs.next();
                  assertThat(passed).isLessThan(Byte.SIZE);
                }
              })
          .as("seed %d", seed)
          .isInstanceOf(ParquetDecodingException.class);
    }
  }

  @Test
  void aRunThatEndsWithinItsHeaderIsDamage() {
    LevelRuns runs = new LevelRuns(bytes(0x80), 1);
    assertThatThrownBy(runs::next).isInstanceOf(ParquetDecodingException.class);
  }

  @Test
  void aRunWithoutItsLevelIsDamage() {
    LevelRuns runs = new LevelRuns(bytes(4), 1);
    assertThatThrownBy(runs::next).isInstanceOf(ParquetDecodingException.class);
  }

  @Test
  void aHeaderWithoutAnEndIsDamage() {
    LevelRuns runs = new LevelRuns(bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0), 1);
    assertThatThrownBy(runs::next).isInstanceOf(ParquetDecodingException.class);
  }

  @Test
  void aPackedRunOfMoreLevelsThanCanBeCountedIsDamage() {
    LevelRuns runs = new LevelRuns(bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1), 1);
    assertThatThrownBy(runs::next).isInstanceOf(RuntimeException.class);
  }

  @Test
  void withoutLevelsAllAreZero() {
    LevelRuns runs = new LevelRuns(ByteBuffer.allocate(0), 0);
    assertThat(runs.next()).isZero();
    assertThat(runs.pass(0, 1000)).isEqualTo(1000);
    assertThat(runs.pass(1, 1000)).isZero();
    assertThat(runs.next()).isZero();
  }

  /** Long runs, short ones, and levels without any, in turns. */
  private static int[] levels(Random random, int highest) {
    int[] levels = new int[1 + random.nextInt(300)];
    for (int at = 0; at < levels.length; ) {
      int length = random.nextBoolean() ? 1 + random.nextInt(3) : 1 + random.nextInt(60);
      int end = Math.min(levels.length, at + length);
      int level = level(random, highest);
      Arrays.fill(levels, at, end, level);
      at = end;
    }
    return levels;
  }

  private static int level(Random random, int highest) {
    return highest < 0 ? random.nextInt() : random.nextInt(highest + 1);
  }

  private static ByteBuffer encode(int[] levels, int highest) throws IOException {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(highest);
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(width, 64, 1 << 16, new HeapByteBufferAllocator())) {
      for (int level : levels) {
        encoder.writeInt(level);
      }
      return ByteBuffer.wrap(encoder.toBytes().toInputStream().readAllBytes());
    }
  }

  static ByteBuffer bytes(int... bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      buffer.put((byte) each);
    }
    return buffer.flip();
  }
}

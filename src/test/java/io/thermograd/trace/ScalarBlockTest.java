package io.thermograd.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScalarBlockTest {
  private static final RunSettings SGD = new RunSettings(0.1, 32, 0.9, 1e-4, "sgd ∇");

  @Test
  void recordsComeBackBitByBit() {
    ScalarRecord nan =
        new ScalarRecord(
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            0,
            Long.MIN_VALUE,
            Double.longBitsToDouble(0x7ff8_0000_dead_beefL),
            -0.0,
            SGD);
    List<ScalarRecord> records =
        List.of(
            new ScalarRecord(0, 0, Long.MAX_VALUE, null, null, null, RunSettings.NONE),
            new ScalarRecord(0, 7, Long.MAX_VALUE, 5L, 0.0, Double.POSITIVE_INFINITY, SGD),
            new ScalarRecord(3, 0, 12, 5L, 0.0, null, SGD),
            new ScalarRecord(3, 0, 13, 5L, null, null, RunSettings.NONE),
            new ScalarRecord(4, 0, 14, 5L, 0.0, 1.5, SGD),
            nan);
    List<ScalarRecord> read = read(block(records));
    assertThat(read).hasSameSizeAs(records);
    for (int i = 0; i < records.size(); i++) {
      assertThat(words(read.get(i))).isEqualTo(words(records.get(i)));
    }
  }

  @Test
  void anyOrderIsReadInOrder() {
    SplittableRandom random = new SplittableRandom(7);
    List<ScalarRecord> records = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Long time = random.nextInt(3) == 0 ? null : (Long) random.nextLong(4);
      Double loss = random.nextInt(4) == 0 ? null : (Double) random.nextDouble();
      RunSettings settings = random.nextInt(5) == 0 ? RunSettings.NONE : SGD;
      records.add(
          new ScalarRecord(random.nextLong(300), random.nextInt(9), i, time, loss, null, settings));
    }
    List<ScalarRecord> sorted = new ArrayList<>(records);
    sorted.sort(ScalarBlock.ORDER);
    ScalarBlock block = block(records);
    assertThat(read(block)).isEqualTo(sorted);
    assertThat(block.first()).isEqualTo(records.get(0));
    assertThat(block.minStep()).isEqualTo(sorted.get(0).step());
    assertThat(block.maxStep()).isEqualTo(sorted.get(sorted.size() - 1).step());
  }

  @Test
  void aClearedBlockIsANewOne() {
    List<ScalarRecord> records =
        List.of(
            new ScalarRecord(5, 1, 1, null, 2.0, null, SGD),
            new ScalarRecord(6, 1, 2, null, 2.0, null, SGD));
    ScalarBlock used = block(List.of(new ScalarRecord(9, 1, 9, 1L, 2.0, 3.0, SGD)));
    used.clear();
    records.forEach(used::add);
    assertThat(used.toBytes()).isEqualTo(block(records).toBytes());
    assertThat(used.size()).isEqualTo(2);
  }

  @Test
  void aStepOfARunTakesFewBytes() {
    ScalarBlock block = new ScalarBlock();
    for (int i = 0; i < 4_096; i++) {
      block.add(new ScalarRecord(i, i / 100, 7L * i, null, Math.sin(i), null, SGD));
    }
    assertThat(block.toBytes().length / 4_096.0).isLessThan(15);
  }

  private static ScalarBlock block(List<ScalarRecord> records) {
    ScalarBlock block = new ScalarBlock();
    records.forEach(block::add);
    return block;
  }

  private static List<ScalarRecord> read(ScalarBlock block) {
    List<ScalarRecord> read = new ArrayList<>();
    Iterator<ScalarRecord> records = ScalarBlock.read(block.toBytes());
    records.forEachRemaining(read::add);
    return read;
  }

  /** Equality of records takes every NaN for the same. */
  private static String words(ScalarRecord record) {
    return record + " " + bits(record.loss()) + " " + bits(record.fullLoss());
  }

  private static String bits(@Nullable Double value) {
    return value == null
        ? "absent"
        : Long.toHexString(Double.doubleToRawLongBits(Objects.requireNonNull(value)));
  }
}

package io.thermograd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of many executions that begin at once, one holds the output. */
class ClaimTest {
  private static final Holder ME = Holder.ofThisProcess("here", "2026-01-02T03:04:05Z");
  private static final int AT_ONCE = 8;
  private static final int ROUNDS = 50;

  @TempDir private Path folder = Path.of("");

  private static Claim claim(Path file) throws IOException, OutputHeldException {
    return Claim.of(
        FileSystem.get(new Configuration()), new org.apache.hadoop.fs.Path(file.toUri()), ME);
  }

  private static String deadHolder() throws IOException, InterruptedException {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    return "here\n" + dead.pid() + "\n2026-01-02T03:04:05Z\n2026-01-02T03:04:00Z\n";
  }

  /** How many of them get it. */
  private int holders(Path file) throws InterruptedException {
    AtomicInteger holders = new AtomicInteger();
    CyclicBarrier begin = new CyclicBarrier(AT_ONCE);
    Thread[] threads =
        IntStream.range(0, AT_ONCE)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          try {
                            begin.await();
                            claim(file);
                            holders.incrementAndGet();
                          } catch (OutputHeldException expected) {
                            // Held by the one that was faster.
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toArray(Thread[]::new);
    Stream.of(threads).forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return holders.get();
  }

  @Test
  void neverDoTwoHoldAnOutput() throws Exception {
    String dead = deadHolder();
    int takenOver = 0;
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(holders(folder.resolve("free" + round))).isEqualTo(1);
      Path left = Files.writeString(folder.resolve("dead" + round), dead);
      int holders = holders(left);
      assertThat(holders).isEqualTo(1);
      takenOver += holders;
      assertThat(folder.resolve("dead" + round + ".takeover")).doesNotExist();
    }
    assertThat(takenOver).isEqualTo(ROUNDS);
  }

  @Test
  void anEmptyClaimIsSomeonesIfItIsYoungerThanMyJob() throws Exception {
    Path file = Files.createFile(folder.resolve("claim"));
    assertThatThrownBy(() -> claim(file))
        .isInstanceOf(OutputHeldException.class)
        .hasMessageContaining("just now");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:00:00Z")));
    try (Claim taken = claim(file)) {
      assertThat(taken).isNotNull();
      assertThat(Files.readString(file)).isEqualTo(ME.text());
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void whoDiedWhileTakingOverIsClearedAway() throws Exception {
    Path file = Files.writeString(folder.resolve("claim"), deadHolder());
    Files.writeString(folder.resolve("claim.takeover"), deadHolder());
    assertThatThrownBy(() -> claim(file)).isInstanceOf(OutputHeldException.class);
    try (Claim taken = claim(file)) {
      assertThat(taken).isNotNull();
      assertThat(Files.readString(file)).isEqualTo(ME.text());
    }
  }
}

package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.report.Colour;
import io.thermograd.report.Layout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ProgressListenerTest {
  private static final long SECOND = 1_000_000_000L;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A terminal whose clock goes on by {@code step} whenever it is read. */
  private Terminal terminal(Terminal.Kind kind, long step) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    AtomicLong clock = new AtomicLong();
    return new Terminal(
        stream, stream, kind, new Layout(60, Colour.NEVER), () -> clock.getAndAdd(step));
  }

  private String said(Terminal terminal) {
    return said(terminal, "count rows", 0);
  }

  private String said(Terminal terminal, String description, long bytes) {
    ProgressListener progress = new ProgressListener(terminal, bytes);
    TestSession sessions = new TestSession();
    SparkSession spark = sessions.open("progress", 0);
    spark.sparkContext().addSparkListener(progress);
    spark.sparkContext().setJobDescription(description);
    spark.range(0, 10, 1, 4).javaRDD().count();
    spark.sparkContext().setJobDescription(null);
    sessions.close(spark);
    spark.sparkContext().removeSparkListener(progress);
    progress.finish();
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onATerminalOneLineIsRewrittenAndTakenAwayAtTheEnd() {
    assertThat(said(terminal(Terminal.Kind.INTERACTIVE, SECOND)))
        .startsWith("\r\u001b[Kcount rows · 0/4 tasks · 2 s\r\u001b[K")
        .contains("count rows · 3/4 tasks · 5 s · about 1 s left")
        .endsWith("count rows · 4/4 tasks · 6 s\r\u001b[K")
        .doesNotContain("\n");
  }

  @Test
  void elsewhereALineEveryTenSecondsIsSaid() {
    assertThat(said(terminal(Terminal.Kind.PLAIN, 6 * SECOND)).lines())
        .containsExactly(
            "count rows · 0/4 tasks · 12 s",
            "count rows · 2/4 tasks · 24 s · about 18 s left",
            "count rows · 4/4 tasks · 36 s");
  }

  @Test
  void elsewhereAFastJobSaysNothing() {
    assertThat(said(terminal(Terminal.Kind.PLAIN, SECOND / 1000))).isEmpty();
  }

  @Test
  void whatReadsTheFilesSaysHowMuchAndHowFast() {
    assertThat(said(terminal(Terminal.Kind.PLAIN, 6 * SECOND), "read traces", 8_000_000_000L))
        .contains(
            "read traces · 2/4 tasks · 4.0 GB of 8.0 GB, 222.2 MB/s · 24 s · about 18 s left");
  }
}

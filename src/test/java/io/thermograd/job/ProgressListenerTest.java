package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.report.Colour;
import io.thermograd.report.Layout;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.TraceInput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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

  private static ListedInput input(long bytes) {
    InputFormat format = InputFormat.JSONL;
    TraceInput input =
        new TraceInput(
            "traces",
            format,
            null,
            Map.of(),
            format.defaultSessions(),
            TraceInput.DEFAULT_MAX_RECORD_BYTES,
            null,
            new RunNaming(null, format.runPart()));
    return new ListedInput(input, List.of("a", "b", "c"), bytes);
  }

  private String said(Terminal terminal, String description, long bytes) {
    ProgressListener progress = new ProgressListener(terminal, List.of(input(bytes)));
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
        .startsWith("\r\u001b[K2 s · count rows · 0 of 4 tasks\r\u001b[K")
        .contains("5 s · count rows · 3 of 4 tasks")
        .endsWith("6 s · count rows · 4 of 4 tasks\r\u001b[K")
        .doesNotContain("\n");
  }

  @Test
  void elsewhereALineEveryTenSecondsIsSaid() {
    assertThat(said(terminal(Terminal.Kind.PLAIN, 6 * SECOND)).lines())
        .containsExactly(
            "12 s · count rows · 0 of 4 tasks",
            "24 s · count rows · 2 of 4 tasks · this step about 18 s more",
            "36 s · count rows · 4 of 4 tasks");
  }

  @Test
  void whatDeltaDoesIsToldAsTheStepThatItIsDoneFor() {
    assertThat(
            said(
                terminal(Terminal.Kind.PLAIN, 6 * SECOND),
                "Delta: Delta: write table runs: Filtering files for query: Compute snapshot",
                0))
        .startsWith("12 s · write table runs · 0 of 4 tasks");
  }

  @Test
  void elsewhereAFastJobSaysNothing() {
    assertThat(said(terminal(Terminal.Kind.PLAIN, SECOND / 1000))).isEmpty();
  }

  @Test
  void whatIsNotSparksIsToldOnlyToAPersonWhoWatches() {
    new ProgressListener(terminal(Terminal.Kind.PLAIN, SECOND), List.of()).say("starting Spark");
    assertThat(err.size()).isZero();
    new ProgressListener(terminal(Terminal.Kind.INTERACTIVE, SECOND), List.of())
        .say("starting Spark");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[K1 s · starting Spark");
  }

  @Test
  void whatReadsTheFilesSaysHowMuchAndHowFast() {
    assertThat(said(terminal(Terminal.Kind.PLAIN, 6 * SECOND), "read traces", 8_000_000_000L))
        .contains(
            "24 s · read traces · 2 of 4 tasks · 4.0 GB of 8.0 GB in 3 files at 222.2 MB/s"
                + " · this step about 18 s more");
  }
}

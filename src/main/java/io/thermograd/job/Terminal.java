package io.thermograd.job;

import io.thermograd.report.Colour;
import io.thermograd.report.Layout;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Where the program writes, and its clock: the one place that knows System.out.
 *
 * @param out results
 * @param err progress and messages
 * @param kind whether a person watches
 * @param layout width and colour
 * @param nanos a monotonic clock
 */
public record Terminal(
    PrintStream out, PrintStream err, Kind kind, Layout layout, LongSupplier nanos) {
  private static final int DEFAULT_WIDTH = 120;
  private static final int MIN_WIDTH = 40;

  /** Whether a person watches. */
  public enum Kind {
    INTERACTIVE,
    PLAIN
  }

  public Terminal {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(nanos, "nanos");
  }

  /** The process's own. */
  // From JDK 22 on the console is there without a terminal too, unless -Djdk.console=java.base.
  @SuppressWarnings("SystemConsoleNull")
  static Terminal ofProcess() {
    boolean interactive = System.console() != null;
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        interactive ? Kind.INTERACTIVE : Kind.PLAIN,
        layout(System.getenv(), interactive ? Kind.INTERACTIVE : Kind.PLAIN),
        System::nanoTime);
  }

  /** Width and colour by the environment: COLUMNS, NO_COLOR (https://no-color.org) and TERM. */
  static Layout layout(Map<String, String> environment, Kind kind) {
    String columns = environment.getOrDefault("COLUMNS", "");
    int width =
        columns.matches("\\d{1,4}")
            ? Math.max(MIN_WIDTH, Integer.parseInt(columns))
            : DEFAULT_WIDTH;
    boolean colour =
        kind == Kind.INTERACTIVE
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Layout(width, colour ? Colour.ALWAYS : Colour.NEVER);
  }
}

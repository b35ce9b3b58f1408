package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermograd.testing.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The demo's report page, and that of a run with a hostile name, in a real browser: made once for
 * all browser tests of a JVM. Without a browser they are skipped.
 */
final class ReportPages implements AutoCloseable {
  static final String HOSTILE = "<img src=x onerror=alert(1)>";
  static final String HOSTILE_LAYER = "</script><script>alert(2)</script>";
  static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final @Nullable Browser browser;

  /** Gives the pages to the constructors of tests. */
  static final class Provider implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ReportPages.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(ReportPages.class))
          .getOrComputeIfAbsent(ReportPages.class, type -> made(), ReportPages.class);
    }
  }

  private ReportPages(Path folder, @Nullable Browser browser) {
    this.folder = folder;
    this.browser = browser;
  }

  private static ReportPages made() {
    try {
      Path folder = Files.createTempDirectory("report-pages");
      Optional<Path> program = Browser.installed();
      if (program.isEmpty()) {
        System.err.println(
            "\n*** NO BROWSER: the report page was NOT tested. Install chromium, then run again. ***\n");
        return new ReportPages(folder, null);
      }
      ReportPages pages =
          new ReportPages(
              folder,
              Browser.start(program.get(), Files.createDirectory(folder.resolve("profile"))));
      try {
        pages.runJobs();
      } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
        pages.close();
        throw e;
      }
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void runJobs() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("hostile.jsonl"), trace(HOSTILE) + trace("tame"));
    Path examples = Submission.PROJECT.resolve("examples/traces");
    assertThat(
            run(
                "demo",
                output(),
                "input.0.path=" + examples + "/*/gradients",
                "input.1.path=" + examples + "/*/losses",
                "report.tensorboard=true"))
        .contains("TensorBoard: tensorboard --logdir " + output() + "/tensorboard\nReport: ");
    run("analyze", hostile(), "input=[{path: " + folder.resolve("hostile.jsonl") + "}]");
  }

  private String run(String job, Path to, String... settings)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Submission.PROJECT.resolve("jobs/" + job + ".yaml").toString());
    arguments.addAll(
        List.of("--quiet", "--set", "output.path=" + to, "--set", "output.export=[csv]"));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    var run = Submission.run("local", folder, Map.of(), arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  /** A run of 600 steps in 30 epochs whose names want to be a program. */
  private static String trace(String run) {
    return IntStream.range(0, 600)
        .mapToObj(
            i ->
                "{\"run\":\"%s\",\"step\":%d,\"epoch\":%d,\"layer\":\"%s\",\"loss\":%s,\"grad\":[%d,%d,%d]}\n"
                    .formatted(
                        run,
                        i,
                        i / 20,
                        HOSTILE_LAYER,
                        1.0 / (1 + i) + 0.01 * ((i * 7) % 13),
                        i % 3 - 1,
                        i % 5 - 2,
                        i % 7 - 3))
        .collect(Collectors.joining());
  }

  /** A folder of the tests' own. */
  Path folder() {
    return folder;
  }

  /** The demo's output. */
  Path output() {
    return folder.resolve("out");
  }

  /** The output of a run whose names want to be a program. */
  Path hostile() {
    return folder.resolve("hostile");
  }

  /** The browser; the test is skipped where there is none. */
  Browser browser() {
    assumeThat(browser).as("a browser").isNotNull();
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    return browser;
  }

  Browser opened(String route) {
    return opened(output(), route);
  }

  Browser opened(Path output, String route) {
    Browser ready = browser();
    ready.open(output.resolve("report.html").toUri() + route, 1300, 1000, "light");
    return ready;
  }

  static void assertQuiet(Browser ready) {
    assertThat(ready.complaints()).isEmpty();
    assertThat(ready.requests()).hasSize(1).allMatch(url -> url.startsWith("file:"));
  }

  static int indexOf(Browser ready, String run) {
    return ready
        .evaluate(
            "JSON.parse(document.getElementById('overview').textContent).runs.findIndex(r => r.run === "
                + text(run)
                + ")")
        .asInt();
  }

  static String text(String value) {
    return JSON.getNodeFactory().textNode(value).toString();
  }

  @Override
  public void close() throws IOException {
    if (browser != null) {
      browser.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

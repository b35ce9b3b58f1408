package io.thermograd.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a study measured, put into docs/benchmarks.md between the two comments of its name. */
final class MeasuredPage {
  private static final Path PAGE = Path.of("docs/benchmarks.md");

  private MeasuredPage() {}

  /** Writes {@code lines} if studies are asked for: {@code -Dthermograd.studies=true}. */
  static void write(String name, List<String> lines) throws IOException {
    if (!Boolean.getBoolean("thermograd.studies")) {
      return;
    }
    String page = Files.readString(PAGE);
    String begin = "<!-- " + name + " -->\n";
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf("<!-- end -->", from);
    if (from < begin.length() || to < 0) {
      throw new IllegalStateException(PAGE + " has no place for " + name);
    }
    Files.writeString(
        PAGE, page.substring(0, from) + String.join("\n", lines) + "\n" + page.substring(to));
  }
}

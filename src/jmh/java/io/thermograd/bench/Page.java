package io.thermograd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sections of docs/benchmarks.md that the programs write, between two comments. */
final class Page {
  static final String START_UP = "start-up";

  private static final Path PAGE = Path.of("docs/benchmarks.md");

  private Page() {}

  /** Replaces a section by a table under a line that says what it was measured on. */
  static void write(String section, List<String> table, int rounds) throws IOException {
    String begin = "<!-- " + section + ": written by submit/bench -->\n";
    String end = "<!-- end of " + section + " -->";
    String page = Files.readString(PAGE);
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException(PAGE + " has no section " + section);
    }
    String text =
        Machine.describe()
            + " Medians of "
            + rounds
            + " interleaved runs.\n\n"
            + String.join("\n", table)
            + "\n";
    Files.writeString(PAGE, page.substring(0, from + begin.length()) + text + page.substring(to));
  }
}

package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The CSV copies of an output, read by a parser that isn't ours. */
final class ExportedTables {
  private ExportedTables() {}

  /** Every table but {@code batches}, which holds times. */
  static Map<String, List<String[]>> of(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("export"))) {
      return files
          .filter(file -> file.toString().endsWith(".csv") && !file.endsWith("batches.csv"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString(),
                  ExportedTables::rows,
                  (one, other) -> other,
                  TreeMap::new));
    }
  }

  private static List<String[]> rows(Path file) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxCharsPerColumn(-1);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setEmptyValue("");
    settings.setNullValue("");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    try {
      return new CsvParser(settings).parseAll(Files.newBufferedReader(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows and texts are equal; numbers to {@code tolerance}, relative. */
  static void assertSame(
      String table, List<String[]> actual, List<String[]> expected, double tolerance) {
    assertThat(actual).as(table).hasSameSizeAs(expected);
    String[] names = expected.get(0);
    for (int row = 0; row < expected.size(); row++) {
      assertThat(actual.get(row)).as(table).hasSameSizeAs(expected.get(row));
      for (int i = 0; i < names.length; i++) {
        String at = table + ", row " + row + ", " + names[i];
        assertSame(at, actual.get(row)[i], expected.get(row)[i], tolerance);
      }
    }
  }

  private static void assertSame(String at, String actual, String expected, double tolerance) {
    if (actual.equals(expected)) {
      return;
    }
    assertThat(List.of(actual, expected)).as(at).allMatch(ExportedTables::isReal);
    double wanted = Double.parseDouble(expected);
    assertThat(Math.abs(Double.parseDouble(actual) - wanted))
        .as(at + ": " + actual + " for " + expected)
        .isLessThanOrEqualTo(tolerance * Math.abs(wanted));
  }

  /** Whole numbers are counts and names, which have no tolerance. */
  private static boolean isReal(String text) {
    return text.matches("-?\\d+(\\.\\d+(E-?\\d+)?|E-?\\d+)");
  }
}

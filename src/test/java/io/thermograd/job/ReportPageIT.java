package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.thermograd.testing.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What stands on a report page, in a real browser; {@code -Dthermograd.pictures=docs/images} keeps
 * the documentation's pictures.
 */
@ExtendWith(ReportPages.Provider.class)
final class ReportPageIT {
  private final ReportPages pages;

  ReportPageIT(ReportPages pages) {
    this.pages = pages;
  }

  @Test
  void everyRunsPageIsQuietAndDrawsItsCharts() {
    Browser ready = pages.opened("");
    int runs = ready.evaluate("document.querySelectorAll('tr[data-run]').length").asInt();
    assertThat(runs).isEqualTo(5);
    ReportPages.assertQuiet(ready);
    for (int i = 0; i < runs; i++) {
      ready = pages.opened("#/run/" + i);
      assertThat(ready.evaluate("document.querySelectorAll('figure.chart').length").asInt())
          .isGreaterThanOrEqualTo(7);
      assertThat(
              ready.evaluate("document.querySelectorAll('canvas').length").asInt()
                  + ready.evaluate("document.querySelectorAll('figure .absent').length").asInt())
          .isGreaterThanOrEqualTo(7);
      assertThat(ready.evaluate("document.querySelectorAll('.theory tbody tr').length").asInt())
          .isEqualTo(9);
      ReportPages.assertQuiet(ready);
    }
  }

  @Test
  void everyRunHasItsEventFileBesideThePage() throws IOException {
    try (Stream<Path> files = Files.walk(pages.output().resolve("tensorboard"))) {
      assertThat(files.map(file -> pages.output().relativize(file).toString()))
          .filteredOn(file -> file.endsWith(".thermograd"))
          .hasSize(5)
          .anyMatch(file -> file.startsWith("tensorboard/szt_sgd0.0025_b256_s12/events.out.tfev"));
    }
  }

  @Test
  void numbersAreThoseOfTheTable() throws IOException {
    Browser ready = pages.opened("");
    List<String[]> table = ExportedTables.of(pages.output()).getOrDefault("runs.csv", List.of());
    List<String> header = List.of(table.get(0));
    JsonNode rows =
        ready.evaluate(
            """
            Object.fromEntries([...document.querySelectorAll('tr[data-run]')].map((row) => [
              row.querySelector('th').textContent,
              Object.fromEntries([...row.querySelectorAll('td[data-column]')].map((cell) =>
                [cell.dataset.column, cell.querySelector('data').value]))]))
            """);
    int compared = 0;
    for (String[] expected : table.subList(1, table.size())) {
      JsonNode cells = rows.get(expected[0]);
      assertThat(cells).as(expected[0]).isNotNull();
      for (Map.Entry<String, JsonNode> cell : cells.properties()) {
        String inTable = expected[header.indexOf(cell.getKey())];
        String onPage = cell.getValue().asText();
        assertThat(onPage.isEmpty()).as(cell.getKey()).isEqualTo(inTable.isEmpty());
        if (!inTable.isEmpty()) {
          assertThat(Double.parseDouble(onPage)).isEqualTo(Double.parseDouble(inTable));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(25);
  }

  @Test
  void theVerdictInWordsIsTheTables() throws IOException {
    List<String[]> table = ExportedTables.of(pages.output()).getOrDefault("runs.csv", List.of());
    int summary = List.of(table.get(0)).indexOf("summary");
    for (String[] row : table.subList(1, table.size())) {
      Browser ready = pages.opened("#/run/" + ReportPages.indexOf(pages.opened(""), row[0]));
      assertThat(ready.evaluate("document.querySelector('.in-words').textContent").asText())
          .isEqualTo(row[summary]);
    }
  }

  @Test
  void everyNumberOfARunSaysWhatItIs() {
    Browser ready =
        pages.opened("#/run/" + ReportPages.indexOf(pages.opened(""), "szt_sgd0.0025_b256_s12"));
    JsonNode bare =
        ready.evaluate(
            """
            [...document.querySelectorAll('.numbers-grid dt, .theory td:nth-child(4) > div')]
              .filter((at) => at.querySelector('data') || at.tagName === 'DT')
              .filter((at) => !at.querySelector('details p'))
              .map((at) => at.textContent)
            """);
    assertThat(bare.toString()).isEqualTo("[]");
  }

  @Test
  void hostileNamesStayText() {
    Browser ready = pages.opened(pages.hostile(), "");
    int run = ReportPages.indexOf(ready, ReportPages.HOSTILE);
    for (String route : List.of("", "#/run/" + run, "#/compare/0,1")) {
      ready = pages.opened(pages.hostile(), route);
      assertThat(ready.evaluate("document.querySelectorAll('img, script[src]').length").asInt())
          .isZero();
      assertThat(
              ready
                  .evaluate(
                      "document.body.textContent.includes("
                          + ReportPages.text(ReportPages.HOSTILE)
                          + ")")
                  .asBoolean())
          .isTrue();
      ReportPages.assertQuiet(ready);
    }
    ready = pages.opened(pages.hostile(), "#/run/" + run);
    assertThat(ready.evaluate("document.title").asText()).startsWith(ReportPages.HOSTILE);
    for (String names : List.of(".facets h4", ".legend button")) {
      assertThat(
              ready
                  .evaluate(
                      "[...document.querySelectorAll('" + names + "')].map(at => at.textContent)")
                  .toString())
          .as(names)
          .contains(ReportPages.text(ReportPages.HOSTILE_LAYER));
    }
  }

  @Test
  void picturesOfTheDocumentation() throws IOException {
    Browser ready = pages.browser();
    String pictures = System.getProperty("thermograd.pictures");
    Path to = pictures == null ? pages.folder().resolve("pictures") : Path.of(pictures);
    String page = pages.output().resolve("report.html").toUri().toString();
    int run = ReportPages.indexOf(pages.opened(""), "szt_sgd0.0025_b256_s12");
    ready.open(page, 1280, 900, "light");
    ready.picture(to.resolve("report-overview.png"));
    ready.open(page + "#/run/" + run, 1280, 900, "light");
    ready.evaluate("document.querySelector('.charts').scrollIntoView()");
    ready.picture(to.resolve("report-signal.png"));
    ready.evaluate("document.querySelectorAll('.charts')[1].scrollIntoView()");
    ready.picture(to.resolve("report-equilibrium.png"));
    ready.evaluate("document.querySelectorAll('.charts')[2].scrollIntoView()");
    ready.picture(to.resolve("report-decay.png"));
    ready.open(page + "#/run/" + run, 1280, 900, "dark");
    ready.picture(to.resolve("report-dark.png"));
    ready.open(page, 390, 844, "light");
    assertThat(ready.evaluate("document.documentElement.scrollWidth").asInt())
        .as("no sideways scrolling on a phone")
        .isLessThanOrEqualTo(390);
    ready.picture(to.resolve("report-phone.png"));
    try (var files = Files.list(to)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("report-")))
          .hasSize(6)
          .allMatch(file -> file.toFile().length() < 300_000);
    }
  }
}

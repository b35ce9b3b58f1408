package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.thermograd.testing.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A report page in use, in a real browser: sorting, filtering, overlays, keyboard, legibility. */
@ExtendWith(ReportPages.Provider.class)
final class ReportPageUseIT {
  private final ReportPages pages;

  ReportPageUseIT(ReportPages pages) {
    this.pages = pages;
  }

  @Test
  void sortsByAColumnBothWays() {
    Browser ready = pages.opened("");
    String column =
        "[...document.querySelectorAll('td[data-column=beta] data')].map(d => d.value).filter(v => v).map(Number)";
    ready.evaluate("document.querySelector('[data-sort=beta]').click()");
    List<Double> falling = numbers(ready.evaluate(column));
    ready.evaluate("document.querySelector('[data-sort=beta]').click()");
    List<Double> rising = numbers(ready.evaluate(column));
    assertThat(falling).hasSizeGreaterThan(2).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(rising).isSorted().containsExactlyInAnyOrderElementsOf(falling);
    assertThat(ready.evaluate("document.activeElement.dataset.sort").asText()).isEqualTo("beta");
    ReportPages.assertQuiet(ready);
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }

  @Test
  void filtersByNameAndByVerdict() {
    Browser ready = pages.opened("");
    String count = "document.querySelectorAll('tr[data-run]').length";
    ready.evaluate(
        "(box => { box.value = 'SZT_'; box.dispatchEvent(new Event('input')); })(document.getElementById('filter'))");
    assertThat(ready.evaluate(count).asInt()).isEqualTo(3);
    ready.evaluate(
        "(box => { box.value = ''; box.dispatchEvent(new Event('input')); })(document.getElementById('filter'))");
    ready.evaluate("document.querySelector('button.tile.bad').click()");
    assertThat(ready.evaluate(count).asInt()).isEqualTo(1);
    assertThat(ready.evaluate("document.querySelector('button.tile.bad').ariaPressed").asText())
        .isEqualTo("true");
    ReportPages.assertQuiet(ready);
  }

  @Test
  void overlaysChosenRuns() {
    Browser ready = pages.opened("");
    ready.evaluate(
        "[...document.querySelectorAll('tbody input')].slice(0, 2).forEach(b => b.click())");
    ready.evaluate("document.querySelector('.compare-bar a').click()");
    ready.evaluate("new Promise(done => setTimeout(done, 200))");
    assertThat(ready.evaluate("document.querySelector('h1').textContent").asText())
        .isEqualTo("Overlay of 2 runs");
    assertThat(ready.evaluate("document.querySelectorAll('canvas').length").asInt())
        .isGreaterThanOrEqualTo(3);
    ReportPages.assertQuiet(ready);
  }

  @Test
  void theKeyboardReachesEverythingAndShowsWhereItIs() {
    Browser ready = pages.opened("");
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ready.tab();
      reached.add(
          ready
              .evaluate(
                  """
                  (at => {
                    const box = at.getBoundingClientRect();
                    const outline = parseFloat(getComputedStyle(at).outlineWidth);
                    return (at.id || at.className || at.tagName) + ' '
                      + (box.left >= 0 && outline >= 2 ? 'seen' : 'unseen');
                  })(document.activeElement)
                  """)
              .asText());
    }
    assertThat(reached)
        .startsWith("skip seen", "brand seen", "filter seen", "tile warm seen", "tile bad seen")
        .allMatch(at -> at.endsWith(" seen"));
  }

  @Test
  void textStandsOutInLightInDarkAndOnPaper() throws IOException {
    int run = ReportPages.indexOf(pages.opened(""), "szt_sgd0.0025_b256_s12");
    String page = pages.output().resolve("report.html").toUri().toString();
    Browser ready = pages.browser();
    for (String scheme : List.of("light", "dark")) {
      for (String route : List.of("", "#/run/" + run)) {
        ready.open(page + route, 1300, 1000, scheme);
        assertLegible(ready, scheme + " " + route);
        ready.asPrinted();
        assertLegible(ready, "printed, of a " + scheme + " screen " + route);
      }
    }
  }

  /** WCAG 2.2 AA: 4.5 for text, 3 for large text and for what charts are drawn with. */
  private static void assertLegible(Browser ready, String which) throws IOException {
    JsonNode found = ready.evaluate(resource("contrast.js"));
    assertThat(found.get("checked").asInt()).as(which).isGreaterThan(150);
    assertThat(found.get("faint").toString()).as(which).isEqualTo("[]");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportPageUseIT.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void paperIsLightAndHasNoControls() {
    Browser ready = pages.browser();
    ready.open(pages.output().resolve("report.html").toUri().toString(), 1300, 1000, "dark");
    ready.evaluate(
        """
        addEventListener('beforeprint', () => {
          window.ink = getComputedStyle(document.documentElement).getPropertyValue('--ink').trim();
          window.widest = Math.max(
            ...[...document.querySelectorAll('canvas')].map((c) => c.getBoundingClientRect().width));
        })
        """);
    byte[] pdf = ready.printed();
    assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
    assertThat(ready.evaluate("window.ink").asText()).isEqualTo("#1b1f24");
    assertThat(ready.evaluate("window.widest").asDouble())
        .as("half a page")
        .isBetween(200.0, 350.0);
    assertThat(ready.evaluate("'paper' in document.documentElement.dataset").asBoolean()).isFalse();
    ready.asPrinted();
    String shown = "getComputedStyle(document.querySelector('%s')).display";
    for (String control : List.of(".filter", ".compare-bar", "tbody input", ".numbers")) {
      assertThat(ready.evaluate(shown.formatted(control)).asText()).as(control).isEqualTo("none");
    }
    assertThat(ready.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(1300);
    ReportPages.assertQuiet(ready);
  }
}

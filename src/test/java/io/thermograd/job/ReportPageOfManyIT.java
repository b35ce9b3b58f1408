package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thermograd.report.page.Overview;
import io.thermograd.report.page.Page;
import io.thermograd.testing.Browser;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The report page of many runs, in a real browser. */
@ExtendWith(ReportPages.Provider.class)
final class ReportPageOfManyIT {
  private static final Pattern BLOCK =
      Pattern.compile(
          "<script type=\"application/json\" (id=\"overview\"|class=\"run\")>(.*?)</script>");

  private final ReportPages pages;

  ReportPageOfManyIT(ReportPages pages) {
    this.pages = pages;
  }

  @Test
  void threeHundredRunsAreUsableWithinTwoSeconds() throws IOException {
    Browser ready = pages.browser();
    Path page = pages.folder().resolve("many.html");
    writeMany(page, 300);
    long start = System.nanoTime();
    ready.open(page.toUri().toString(), 1300, 1000, "light");
    int rows = ready.evaluate("document.querySelectorAll('tr[data-run]').length").asInt();
    double opened = (System.nanoTime() - start) / 1e9;
    double filtered =
        ready
            .evaluate(
                """
                (box => {
                  const start = performance.now();
                  box.value = '_7';
                  box.dispatchEvent(new Event('input'));
                  document.body.getBoundingClientRect();
                  return performance.now() - start;
                })(document.getElementById('filter'))
                """)
            .asDouble();
    System.err.printf(
        "300 runs, %.1f MB: opened in %.2f s, filtered in %.0f ms%n",
        Files.size(page) / 1e6, opened, filtered);
    assertThat(rows).isEqualTo(300);
    assertThat(opened).isLessThan(2);
    assertThat(filtered).isLessThan(500);
    assertThat(ready.complaints()).isEmpty();
  }

  @Test
  void anIndexOfManyRunsLaysThemOverEachOther() throws IOException {
    Browser ready = pages.browser();
    Path page = pages.folder().resolve("index.html");
    writeMany(page, 1200, Overview.Place.INDEX);
    ready.open(page.toUri().toString(), 1300, 1000, "light");
    assertThat(ready.evaluate("document.querySelectorAll('tr[data-run]').length").asInt())
        .isEqualTo(1200);
    String name = "szt_sgd0.0025_b256_s12_";
    ready.evaluate(
        "[...document.querySelectorAll('tr[data-run]')].filter(r => r.textContent.includes('"
            + name
            + "')).slice(0, 2).forEach(r => r.querySelector('input').click())");
    ready.evaluate("document.querySelector('.compare-bar a').click()");
    ready.evaluate("new Promise(done => setTimeout(done, 200))");
    assertThat(ready.evaluate("document.querySelectorAll('canvas').length").asInt()).isEqualTo(4);
    assertThat(ready.evaluate("document.querySelector('thead a').getAttribute('href')").asText())
        .startsWith("report/part.html#/run/");
    assertThat(ready.complaints()).isEmpty();
  }

  private void writeMany(Path page, int runs) throws IOException {
    writeMany(page, runs, Overview.Place.WHOLE);
  }

  /** The demo's runs, again and again under other names. */
  private void writeMany(Path page, int runs, Overview.Place place) throws IOException {
    JsonNode overview = ReportPages.JSON.createObjectNode();
    List<String> charts = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(pages.output().resolve("report.html")));
    while (block.find()) {
      if (block.group(1).startsWith("id")) {
        overview = ReportPages.JSON.readTree(block.group(2));
      } else {
        charts.add(block.group(2));
      }
    }
    ArrayNode known = (ArrayNode) overview.get("runs");
    ArrayNode many = ReportPages.JSON.createArrayNode();
    List<String> manyCharts = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      ObjectNode run = known.get(i % known.size()).deepCopy();
      many.add(run.put("run", run.get("run").asText() + "_" + i));
      if (place == Overview.Place.INDEX) {
        run.put("page", "report/part.html#/run/" + i);
        addOverlay(run, ReportPages.JSON.readTree(charts.get(i % charts.size())));
      } else {
        manyCharts.add(charts.get(i % charts.size()));
      }
    }
    ((ObjectNode) overview).put("place", place.name()).set("runs", many);
    try (Writer out = Files.newBufferedWriter(page)) {
      Page.write("many", overview.toString().replace("<", "\\u003c"), manyCharts, out);
    }
  }

  /** What an index has of a run, from the run's charts. */
  private static void addOverlay(ObjectNode run, JsonNode charts) {
    ObjectNode sketch = (ObjectNode) run.get("sketch");
    sketch.set("entropy", charts.get("windows"));
    if (charts.path("losses").has(0)) {
      sketch.set("loss", charts.get("losses").get(0));
    }
    for (JsonNode halfLife : charts.path("half_lives")) {
      if (halfLife.get("layer").asText().equals("*")
          && halfLife.get("beta_source").asText().equals("BOLTZMANN")) {
        sketch.set("half_life", halfLife);
      }
    }
  }
}

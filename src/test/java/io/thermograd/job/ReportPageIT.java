package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thermograd.report.page.Overview;
import io.thermograd.report.page.Page;
import io.thermograd.testing.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo's report page, and that of a run with a hostile name, in a real browser. Without one the
 * tests are skipped; {@code -Dthermograd.pictures=docs/images} keeps the documentation's pictures.
 */
final class ReportPageIT {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final String HOSTILE_LAYER = "</script><script>alert(2)</script>";
  private static final Pattern BLOCK =
      Pattern.compile(
          "<script type=\"application/json\" (id=\"overview\"|class=\"run\")>(.*?)</script>");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path folder = Path.of("");
  private static @Nullable Browser browser;
  private static Path output = Path.of("");
  private static Path hostile = Path.of("");

  @BeforeAll
  static void runTheDemoAndStartABrowser(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Optional<Path> program = Browser.installed();
    if (program.isEmpty()) {
      System.err.println(
          "\n*** NO BROWSER: the report page was NOT tested. Install chromium, then run again. ***\n");
      return;
    }
    output = folder.resolve("out");
    hostile = folder.resolve("hostile");
    Files.writeString(folder.resolve("hostile.jsonl"), trace(HOSTILE) + trace("tame"));
    Path examples = Submission.PROJECT.resolve("examples/traces");
    assertThat(
            run(
                "demo",
                output,
                "input.0.path=" + examples + "/*/gradients",
                "input.1.path=" + examples + "/*/losses",
                "report.tensorboard=true"))
        .contains("TensorBoard: tensorboard --logdir " + output + "/tensorboard\nReport: ");
    run("analyze", hostile, "input=[{path: " + folder.resolve("hostile.jsonl") + "}]");
    browser = Browser.start(program.get(), Files.createDirectory(folder.resolve("profile")));
  }

  private static String run(String job, Path to, String... settings) throws Exception {
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

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
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

  private static Browser browser() {
    assumeThat(browser).as("a browser").isNotNull();
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    return browser;
  }

  private static Browser opened(String route) {
    return opened(output, route);
  }

  private static Browser opened(Path output, String route) {
    Browser ready = browser();
    ready.open(output.resolve("report.html").toUri() + route, 1300, 1000, "light");
    return ready;
  }

  private static void assertQuiet(Browser ready) {
    assertThat(ready.complaints()).isEmpty();
    assertThat(ready.requests()).hasSize(1).allMatch(url -> url.startsWith("file:"));
  }

  private static int indexOf(Browser ready, String run) {
    return ready
        .evaluate(
            "JSON.parse(document.getElementById('overview').textContent).runs.findIndex(r => r.run === "
                + text(run)
                + ")")
        .asInt();
  }

  private static String text(String value) {
    return JSON.getNodeFactory().textNode(value).toString();
  }

  @Test
  void everyRunsPageIsQuietAndDrawsItsCharts() {
    Browser ready = opened("");
    int runs = ready.evaluate("document.querySelectorAll('tr[data-run]').length").asInt();
    assertThat(runs).isEqualTo(5);
    assertQuiet(ready);
    for (int i = 0; i < runs; i++) {
      ready = opened("#/run/" + i);
      assertThat(ready.evaluate("document.querySelectorAll('figure.chart').length").asInt())
          .isGreaterThanOrEqualTo(7);
      assertThat(
              ready.evaluate("document.querySelectorAll('canvas').length").asInt()
                  + ready.evaluate("document.querySelectorAll('figure .absent').length").asInt())
          .isGreaterThanOrEqualTo(7);
      assertThat(ready.evaluate("document.querySelectorAll('.theory tbody tr').length").asInt())
          .isEqualTo(9);
      assertQuiet(ready);
    }
  }

  @Test
  void everyRunHasItsEventFileBesideThePage() throws IOException {
    try (Stream<Path> files = Files.walk(output.resolve("tensorboard"))) {
      assertThat(files.map(file -> output.relativize(file).toString()))
          .filteredOn(file -> file.endsWith(".thermograd"))
          .hasSize(5)
          .anyMatch(file -> file.startsWith("tensorboard/szt_sgd0.0025_b256_s12/events.out.tfev"));
    }
  }

  @Test
  void numbersAreThoseOfTheTable() throws IOException {
    Browser ready = opened("");
    List<String[]> table = ExportedTables.of(output).getOrDefault("runs.csv", List.of());
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
    List<String[]> table = ExportedTables.of(output).getOrDefault("runs.csv", List.of());
    int summary = List.of(table.get(0)).indexOf("summary");
    for (String[] row : table.subList(1, table.size())) {
      Browser ready = opened("#/run/" + indexOf(opened(""), row[0]));
      assertThat(ready.evaluate("document.querySelector('.in-words').textContent").asText())
          .isEqualTo(row[summary]);
    }
  }

  @Test
  void sortsByAColumnBothWays() {
    Browser ready = opened("");
    String column =
        "[...document.querySelectorAll('td[data-column=beta] data')].map(d => d.value).filter(v => v).map(Number)";
    ready.evaluate("document.querySelector('[data-sort=beta]').click()");
    List<Double> falling = numbers(ready.evaluate(column));
    ready.evaluate("document.querySelector('[data-sort=beta]').click()");
    List<Double> rising = numbers(ready.evaluate(column));
    assertThat(falling).hasSizeGreaterThan(2).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(rising).isSorted().containsExactlyInAnyOrderElementsOf(falling);
    assertThat(ready.evaluate("document.activeElement.dataset.sort").asText()).isEqualTo("beta");
    assertQuiet(ready);
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }

  @Test
  void filtersByNameAndByVerdict() {
    Browser ready = opened("");
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
    assertQuiet(ready);
  }

  @Test
  void overlaysChosenRuns() {
    Browser ready = opened("");
    ready.evaluate(
        "[...document.querySelectorAll('tbody input')].slice(0, 2).forEach(b => b.click())");
    ready.evaluate("document.querySelector('.compare-bar a').click()");
    ready.evaluate("new Promise(done => setTimeout(done, 200))");
    assertThat(ready.evaluate("document.querySelector('h1').textContent").asText())
        .isEqualTo("Overlay of 2 runs");
    assertThat(ready.evaluate("document.querySelectorAll('canvas').length").asInt())
        .isGreaterThanOrEqualTo(3);
    assertQuiet(ready);
  }

  @Test
  void hostileNamesStayText() {
    Browser ready = opened(hostile, "");
    int run = indexOf(ready, HOSTILE);
    for (String route : List.of("", "#/run/" + run, "#/compare/0,1")) {
      ready = opened(hostile, route);
      assertThat(ready.evaluate("document.querySelectorAll('img, script[src]').length").asInt())
          .isZero();
      assertThat(
              ready
                  .evaluate("document.body.textContent.includes(" + text(HOSTILE) + ")")
                  .asBoolean())
          .isTrue();
      assertQuiet(ready);
    }
    ready = opened(hostile, "#/run/" + run);
    assertThat(ready.evaluate("document.title").asText()).startsWith(HOSTILE);
    for (String names : List.of(".facets h4", ".legend button")) {
      assertThat(
              ready
                  .evaluate(
                      "[...document.querySelectorAll('" + names + "')].map(at => at.textContent)")
                  .toString())
          .as(names)
          .contains(text(HOSTILE_LAYER));
    }
  }

  @Test
  void threeHundredRunsAreUsableWithinTwoSeconds() throws IOException {
    Browser ready = browser();
    Path page = folder.resolve("many.html");
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
  void textStandsOutInLightInDarkAndOnPaper() throws IOException {
    int run = indexOf(opened(""), "szt_sgd0.0025_b256_s12");
    String page = output.resolve("report.html").toUri().toString();
    Browser ready = browser();
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
    try (InputStream in = ReportPageIT.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void paperIsLightAndHasNoControls() {
    Browser ready = browser();
    ready.open(output.resolve("report.html").toUri().toString(), 1300, 1000, "dark");
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
    assertQuiet(ready);
  }

  @Test
  void theKeyboardReachesEverythingAndShowsWhereItIs() {
    Browser ready = opened("");
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
  void everyNumberOfARunSaysWhatItIs() {
    Browser ready = opened("#/run/" + indexOf(opened(""), "szt_sgd0.0025_b256_s12"));
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
  void anIndexOfManyRunsLaysThemOverEachOther() throws IOException {
    Browser ready = browser();
    Path page = folder.resolve("index.html");
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

  private static void writeMany(Path page, int runs) throws IOException {
    writeMany(page, runs, Overview.Place.WHOLE);
  }

  /** The demo's runs, again and again under other names. */
  private static void writeMany(Path page, int runs, Overview.Place place) throws IOException {
    JsonNode overview = JSON.createObjectNode();
    List<String> charts = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(output.resolve("report.html")));
    while (block.find()) {
      if (block.group(1).startsWith("id")) {
        overview = JSON.readTree(block.group(2));
      } else {
        charts.add(block.group(2));
      }
    }
    ArrayNode known = (ArrayNode) overview.get("runs");
    ArrayNode many = JSON.createArrayNode();
    List<String> manyCharts = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      ObjectNode run = known.get(i % known.size()).deepCopy();
      many.add(run.put("run", run.get("run").asText() + "_" + i));
      if (place == Overview.Place.INDEX) {
        run.put("page", "report/part.html#/run/" + i);
        addOverlay(run, JSON.readTree(charts.get(i % charts.size())));
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

  @Test
  void picturesOfTheDocumentation() throws IOException {
    Browser ready = browser();
    String pictures = System.getProperty("thermograd.pictures");
    Path to = pictures == null ? folder.resolve("pictures") : Path.of(pictures);
    String page = output.resolve("report.html").toUri().toString();
    int run = indexOf(opened(""), "szt_sgd0.0025_b256_s12");
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

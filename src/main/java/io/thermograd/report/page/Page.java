package io.thermograd.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The HTML of a page. It holds its style, its script, the chart library and its data, and asks the
 * network for nothing: its Content-Security-Policy allows only the scripts and styles whose hashes
 * it names, and data stand in script elements that are no program.
 */
public final class Page {
  /** In the order in which they are read: later ones use earlier ones. */
  private static final List<String> SCRIPTS =
      List.of(
          "text.js",
          "numbers.js",
          "words.js",
          "axis.js",
          "marks.js",
          "chart.js",
          "sketch.js",
          "signal.js",
          "equilibrium.js",
          "decay.js",
          "theory.js",
          "run.js",
          "overview.js",
          "compare.js",
          "main.js");

  private static final Page PAGE = new Page();

  private final String chartScript = library("dist/uPlot.iife.min.js");
  private final String script = script();
  private final String style = library("dist/uPlot.min.css") + own("report.css");
  private final String head = own("page.html");

  private Page() {}

  /**
   * A page.
   *
   * @param title of the document, any text
   * @param overview what {@link Overview} says, as JSON
   * @param runs the JSON of each run that the page holds, in the overview's order
   */
  public static void write(String title, String overview, Iterable<String> runs, Appendable out)
      throws IOException {
    PAGE.writePage(title, overview, runs, out);
  }

  private void writePage(String title, String overview, Iterable<String> runs, Appendable out)
      throws IOException {
    String[] parts = head.split("@DATA@", 2);
    out.append(
        parts[0]
            .replace("@POLICY@", policy())
            .replace("@STYLE@", style)
            .replace("@TITLE@", escaped(title)));
    out.append("<script type=\"application/json\" id=\"overview\">")
        .append(overview)
        .append("</script>\n");
    for (String run : runs) {
      out.append("<script type=\"application/json\" class=\"run\">")
          .append(run)
          .append("</script>\n");
    }
    out.append("<script>").append(chartScript).append("</script>\n");
    out.append("<script>").append(script).append("</script>");
    out.append(parts[1]);
  }

  private String policy() {
    return "default-src 'none'; script-src "
        + hash(chartScript)
        + ' '
        + hash(script)
        + "; style-src "
        + hash(style)
        + "; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String script() {
    List<String> parts = new ArrayList<>();
    SCRIPTS.forEach(name -> parts.add(own(name)));
    return "\"use strict\";\n(() => {\n" + String.join("\n", parts) + "})();\n";
  }

  private static String own(String name) {
    return resource("/io/thermograd/report/page/" + name);
  }

  /** Of the web jar of uPlot, whose folder is named by its version. */
  private static String library(String name) {
    return resource("/META-INF/resources/webjars/uplot/" + libraryVersion() + "/" + name);
  }

  private static String libraryVersion() {
    Properties library = new Properties();
    try (InputStream in = stream("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
      library.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return library.getProperty("version");
  }

  private static String resource(String path) {
    try (InputStream in = stream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream stream(String path) {
    @Nullable InputStream in = Page.class.getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException("the program lacks its own " + path);
    }
    return in;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

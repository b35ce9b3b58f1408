package io.thermograd.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.thermograd.report.TextTable.Align;
import io.thermograd.report.TextTable.Cell;
import io.thermograd.report.TextTable.Column;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A table as text. A row holds, for each column, a string, number, boolean or null, or a list or
 * map of such; anything else is written as its {@code toString}.
 */
public final class TableText {
  private static final String ABSENT = "–";
  private static final JsonFactory JSON = new JsonFactory();

  private final List<String> columns;

  /** A table of these columns, as they are named. */
  public TableText(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  /** For people: aligned columns, numbers to six significant digits, an absent value a dash. */
  public String aligned(List<? extends List<? extends @Nullable Object>> rows, Layout layout) {
    List<Column> aligned = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      int column = c;
      boolean numbers = rows.stream().allMatch(row -> isNumberOrNull(row.get(column)));
      String header = DisplayText.safe(columns.get(c));
      aligned.add(new Column(List.of(header), numbers ? Align.RIGHT : Align.LEFT));
    }
    List<List<Cell>> cells =
        rows.stream().map(row -> row.stream().map(TableText::cell).toList()).toList();
    List<String> lines = new TextTable(aligned, cells).lines(layout.width(), layout.colour());
    return String.join("\n", lines) + "\n";
  }

  /**
   * For documents: GitHub's tables, numbers to six significant digits and to the right, an absent
   * value a dash. No text of a cell is taken for markup.
   */
  public String markdown(List<? extends List<? extends @Nullable Object>> rows) {
    StringBuilder text = new StringBuilder();
    appendMarkdown(columns.stream().map(TableText::inMarkdown).toList(), text);
    List<String> rule = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      int column = c;
      boolean numbers = rows.stream().allMatch(row -> isNumberOrNull(row.get(column)));
      rule.add(numbers ? "---:" : "---");
    }
    appendMarkdown(rule, text);
    for (List<? extends @Nullable Object> row : rows) {
      appendMarkdown(row.stream().map(value -> inMarkdown(cell(value).text())).toList(), text);
    }
    return text.toString();
  }

  private static void appendMarkdown(List<String> cells, StringBuilder text) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String inMarkdown(String text) {
    return DisplayText.safe(text)
        .replaceAll("[\\\\`*_{}\\[\\]|~#]", "\\\\$0")
        .replace("&", "&amp;")
        .replace("<", "&lt;");
  }

  /**
   * RFC 4180 with a header: shortest doubles that read back the same, empty for null, {@code ""}
   * for the empty string, lists and maps as JSON. Lines end in a newline alone, as our files' do.
   */
  public void writeCsv(Iterator<? extends List<? extends @Nullable Object>> rows, Appendable out)
      throws IOException {
    out.append(csvHeader()).append('\n');
    while (rows.hasNext()) {
      out.append(csvLine(rows.next())).append('\n');
    }
  }

  /** The first line of {@link #writeCsv}, without its end. */
  public String csvHeader() {
    return csvLine(columns);
  }

  /** A row as {@link #writeCsv} writes it, without its end. */
  public String csvLine(List<? extends @Nullable Object> row) {
    StringJoiner line = new StringJoiner(",");
    row.forEach(value -> line.add(csv(value)));
    return line.toString();
  }

  /** A row as a JSON object in a line, without its end. */
  public String jsonLine(List<? extends @Nullable Object> row) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writeObject(row, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** One JSON array of objects, one object a line; a number that isn't finite is its name. */
  public void writeJson(Iterator<? extends List<? extends @Nullable Object>> rows, Appendable out)
      throws IOException {
    String lead = "[\n";
    while (rows.hasNext()) {
      out.append(lead).append(jsonLine(rows.next()));
      lead = ",\n";
    }
    out.append(lead.equals("[\n") ? "[]\n" : "\n]\n");
  }

  private void writeObject(List<? extends @Nullable Object> row, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (int c = 0; c < columns.size(); c++) {
      json.writeFieldName(columns.get(c));
      writeJson(row.get(c), json);
    }
    json.writeEndObject();
  }

  private static String csv(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = plain(value);
    boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> ",\"\n\r".indexOf(c) >= 0);
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static Cell cell(@Nullable Object value) {
    if (value == null) {
      return new Cell(ABSENT, Ansi.DIM);
    }
    if (value instanceof Double || value instanceof Float) {
      return Cell.of(Figures.significant(((Number) value).doubleValue(), 6));
    }
    return Cell.of(DisplayText.safe(plain(value)));
  }

  private static String plain(Object value) {
    if (!(value instanceof List<?> || value instanceof Map<?, ?>)) {
      return value.toString();
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writeJson(value, json);
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter doesn't fail", e);
    }
    return text.toString();
  }

  private static void writeJson(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      writeNumber(number, json);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        writeJson(item, json);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        writeJson(entry.getValue(), json);
      }
      json.writeEndObject();
    } else {
      json.writeString(value.toString());
    }
  }

  private static void writeNumber(Number number, JsonGenerator json) throws IOException {
    if (Double.isFinite(number.doubleValue())) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(number.toString());
    }
  }

  private static boolean isNumberOrNull(@Nullable Object value) {
    return value == null || value instanceof Number;
  }
}

package io.thermograd.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An aligned table for a terminal. Where the columns don't fit side by side they go on in further
 * blocks, each of which repeats the first column.
 */
final class TextTable {
  private static final String GAP = "  ";
  private static final int MIN_FIRST = 12;

  /** Where a column's cells stand. */
  enum Align {
    LEFT,
    RIGHT
  }

  /**
   * A column.
   *
   * @param header the header's lines, top first
   * @param align where its cells stand
   */
  record Column(List<String> header, Align align) {
    Column {
      header = List.copyOf(header);
    }
  }

  /** A cell: its text, safe for a terminal, and its style. */
  record Cell(String text, Ansi style) {
    static Cell of(String text) {
      return new Cell(text, Ansi.PLAIN);
    }
  }

  private final List<Column> columns;
  private final List<List<Cell>> rows;

  TextTable(List<Column> columns, List<List<Cell>> rows) {
    this.columns = List.copyOf(columns);
    this.rows = List.copyOf(rows);
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Invalid row: " + row.size() + " cells for " + columns.size() + " columns");
      }
    }
  }

  /** The table's lines, none wider than {@code width} unless a single column is. */
  List<String> lines(int width, Colour colour) {
    int[] widths = new int[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = naturalWidth(c);
    }
    if (widths.length > 0) {
      widths[0] = Math.min(widths[0], Math.max(MIN_FIRST, width / 3));
    }
    for (int c = 1; c < widths.length; c++) {
      widths[c] = Math.min(widths[c], Math.max(MIN_FIRST, width - widths[0] - GAP.length()));
    }
    List<String> lines = new ArrayList<>();
    for (List<Integer> block : blocks(widths, width)) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      addBlock(block, widths, colour, lines);
    }
    return lines;
  }

  private int naturalWidth(int column) {
    int header = columns.get(column).header().stream().mapToInt(DisplayText::width).max().orElse(0);
    int cells =
        rows.stream().mapToInt(row -> DisplayText.width(row.get(column).text())).max().orElse(0);
    return Math.max(header, cells);
  }

  private static List<List<Integer>> blocks(int[] widths, int width) {
    List<List<Integer>> blocks = new ArrayList<>();
    List<Integer> block = new ArrayList<>();
    int used = 0;
    for (int c = 0; c < widths.length; c++) {
      boolean full = used + GAP.length() + widths[c] > width && block.size() > 1;
      if (full) {
        blocks.add(block);
        block = new ArrayList<>(List.of(0));
        used = widths[0];
      }
      used += widths[c] + (block.isEmpty() ? 0 : GAP.length());
      block.add(c);
    }
    if (!block.isEmpty()) {
      blocks.add(block);
    }
    return blocks;
  }

  private void addBlock(List<Integer> block, int[] widths, Colour colour, List<String> lines) {
    int height = block.stream().mapToInt(c -> columns.get(c).header().size()).max().orElse(0);
    for (int line = 0; line < height; line++) {
      List<Cell> cells = new ArrayList<>();
      for (int c : block) {
        List<String> header = columns.get(c).header();
        cells.add(new Cell(line < header.size() ? header.get(line) : "", Ansi.BOLD));
      }
      lines.add(line(block, cells, widths, colour));
    }
    for (List<Cell> row : rows) {
      lines.add(line(block, block.stream().map(row::get).toList(), widths, colour));
    }
  }

  private String line(List<Integer> block, List<Cell> cells, int[] widths, Colour colour) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < block.size(); i++) {
      int c = block.get(i);
      Cell cell = cells.get(i);
      String text =
          c == 0
              ? DisplayText.cutMiddle(cell.text(), widths[c])
              : DisplayText.cutEnd(cell.text(), widths[c]);
      String pad = " ".repeat(widths[c] - DisplayText.width(text));
      String styled = cell.style().style(text, colour);
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(c).align() == Align.LEFT ? styled + pad : pad + styled);
    }
    return line.toString().stripTrailing();
  }
}

package io.thermograd.report;

import io.thermograd.report.TextTable.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a job says on the console when it is done: a row per run, why values are absent, findings
 * across runs, warnings, and where the tables are.
 *
 * @param runs the runs, in the order in which they are shown
 * @param findings sentences about all runs, such as the temperature law
 * @param warnings sentences about what the user should look at
 * @param output where the tables are, as {@code show} takes it
 * @param beside what was written for people beside the tables
 */
public record ConsoleSummary(
    List<RunSummary> runs,
    List<String> findings,
    List<String> warnings,
    String output,
    List<Place> beside) {
  /** What something is, and where, or the command that shows it. */
  public record Place(String what, String where) {}

  /** More runs than this are not all shown. */
  public static final int MAX_RUNS = 40;

  /** More runs than this are not told of in words. */
  public static final int MAX_IN_WORDS = 12;

  private static final String ABSENT = "–";
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private static final Map<String, Ansi> STYLES =
      Map.of(
          "LEARNING", Ansi.GREEN,
          "CONVERGED", Ansi.GREEN,
          "DIFFUSING", Ansi.YELLOW,
          "DIVERGED", Ansi.RED,
          "DEAD", Ansi.RED,
          "INCOMPLETE", Ansi.YELLOW,
          "TOO_SHORT", Ansi.DIM);
  // What went wrong comes first, then what a person may act on.
  private static final List<String> NOTABLE =
      List.of("DIVERGED", "DEAD", "INCOMPLETE", "DIFFUSING", "CONVERGED", "LEARNING", "TOO_SHORT");

  private static final Comparator<RunSummary> MOST_NOTABLE =
      Comparator.<RunSummary>comparingInt(ConsoleSummary::rank)
          .thenComparing(ConsoleSummary::driftSize, Comparator.nullsLast(Comparator.reverseOrder()))
          .thenComparing(RunSummary::run);

  public ConsoleSummary {
    runs = List.copyOf(runs);
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
    Objects.requireNonNull(output, "output");
    beside = List.copyOf(beside);
  }

  /** The text, each line ended. */
  public String text(Layout layout) {
    List<String> lines = new ArrayList<>();
    addRuns(layout, lines);
    if (runs.size() <= MAX_IN_WORDS) {
      addWords(layout, lines);
    }
    addSentences("", findings, Ansi.PLAIN, layout, lines);
    addSentences("warning: ", warnings, Ansi.YELLOW, layout, lines);
    if (!lines.isEmpty()) {
      lines.add("");
    }
    String safe = DisplayText.safe(output);
    lines.add("Output: " + Ansi.BOLD.style(safe, layout.colour()));
    for (Place place : beside) {
      String where = DisplayText.safe(place.where());
      lines.add(place.what() + ": " + Ansi.BOLD.style(where, layout.colour()));
    }
    return String.join("\n", lines) + "\n";
  }

  private void addRuns(Layout layout, List<String> lines) {
    if (runs.isEmpty()) {
      lines.add("No runs.");
      return;
    }
    List<RunSummary> shown =
        runs.size() <= MAX_RUNS
            ? runs
            : runs.stream().sorted(MOST_NOTABLE).limit(MAX_RUNS).toList();
    Map<String, Integer> notes = new LinkedHashMap<>();
    List<List<Cell>> rows = shown.stream().map(run -> row(run, notes)).toList();
    List<TextTable.Column> columns =
        Arrays.stream(SummaryColumn.values()).map(SummaryColumn::column).toList();
    lines.addAll(new TextTable(columns, rows).lines(layout.width(), layout.colour()));
    if (shown.size() < runs.size()) {
      lines.add("");
      lines.add(
          (runs.size() - shown.size())
              + " more runs; these are the most notable. All of them: show "
              + DisplayText.safe(output)
              + " runs");
    }
    if (!notes.isEmpty()) {
      lines.add("");
      notes.forEach((note, number) -> addWrapped(mark(number) + " ", note, layout, lines));
    }
  }

  private void addWords(Layout layout, List<String> lines) {
    for (RunSummary run : runs) {
      lines.add("");
      lines.add(Ansi.BOLD.style(DisplayText.safe(run.run()), layout.colour()));
      addWrapped("  ", DisplayText.safe(run.words()), layout, lines);
    }
  }

  private static List<Cell> row(RunSummary run, Map<String, Integer> notes) {
    List<Cell> cells = new ArrayList<>();
    for (SummaryColumn column : SummaryColumn.values()) {
      String text = column.text(run);
      String mark = noteMark(run.notes().get(column), notes);
      if (text == null) {
        cells.add(new Cell(ABSENT + mark, Ansi.DIM));
      } else {
        Ansi style =
            column == SummaryColumn.VERDICT ? STYLES.getOrDefault(text, Ansi.PLAIN) : Ansi.PLAIN;
        cells.add(new Cell(DisplayText.safe(text) + mark, style));
      }
    }
    return cells;
  }

  private static String noteMark(@Nullable String note, Map<String, Integer> notes) {
    if (note == null) {
      return "";
    }
    Integer known = notes.putIfAbsent(DisplayText.safe(note), notes.size() + 1);
    return mark(known == null ? notes.size() : known);
  }

  private static String mark(int number) {
    StringBuilder mark = new StringBuilder();
    for (char digit : Integer.toString(number).toCharArray()) {
      mark.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return mark.toString();
  }

  private static void addSentences(
      String lead, List<String> sentences, Ansi style, Layout layout, List<String> lines) {
    if (sentences.isEmpty()) {
      return;
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
    for (String sentence : sentences) {
      List<String> wrapped = new ArrayList<>();
      addWrapped(lead, DisplayText.safe(sentence), layout, wrapped);
      wrapped.set(0, style.style(lead, layout.colour()) + wrapped.get(0).substring(lead.length()));
      lines.addAll(wrapped);
    }
  }

  /** Words up to the width; a word that is longer stands on a line of its own, whole. */
  private static void addWrapped(String lead, String text, Layout layout, List<String> lines) {
    StringBuilder line = new StringBuilder(lead);
    String indent = " ".repeat(DisplayText.width(lead));
    boolean empty = true;
    for (String word : text.strip().split("\\s+", -1)) {
      int width = DisplayText.width(line.toString()) + 1 + DisplayText.width(word);
      if (!empty && width > layout.width()) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
  }

  private static int rank(RunSummary run) {
    int rank = NOTABLE.indexOf(run.verdict());
    return rank < 0 ? NOTABLE.size() : rank;
  }

  private static @Nullable Double driftSize(RunSummary run) {
    RunSummary.Interval drift = run.halfLifeDrift();
    return drift == null ? null : Double.valueOf(Math.abs(drift.value()));
  }
}

package io.thermograd.report;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;

/**
 * Text as a terminal shows it. Names of runs and layers are any text: what would steer the terminal
 * is made visible, and widths are in columns, two for East Asian wide characters and emoji.
 */
public final class DisplayText {
  private static final String ELLIPSIS = "…";
  private static final int VARIATION_SELECTOR_EMOJI = 0xFE0F;

  private DisplayText() {}

  /**
   * {@code text} on one line without control, bidirectional or unpaired surrogate characters; each
   * is shown as a replacement character.
   */
  public static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(steers(c) ? 0xFFFD : c));
    return safe.toString();
  }

  /** The columns that {@code text} takes. */
  static int width(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      return text.length();
    }
    return graphemes(text).stream().mapToInt(DisplayText::graphemeWidth).sum();
  }

  /** {@code text} with its middle replaced by an ellipsis, at most {@code columns} wide. */
  static String cutMiddle(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int left = columns / 2;
    List<String> graphemes = graphemes(text);
    StringBuilder head = new StringBuilder();
    int used = 0;
    int i = 0;
    for (; i < graphemes.size() && used + graphemeWidth(graphemes.get(i)) <= left; i++) {
      head.append(graphemes.get(i));
      used += graphemeWidth(graphemes.get(i));
    }
    String tail = "";
    int rest = columns - 1 - used;
    for (int j = graphemes.size() - 1; j >= i && graphemeWidth(graphemes.get(j)) <= rest; j--) {
      tail = graphemes.get(j) + tail;
      rest -= graphemeWidth(graphemes.get(j));
    }
    return head + ELLIPSIS + tail;
  }

  /** {@code text} cut at its end, at most {@code columns} wide. */
  static String cutEnd(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder head = new StringBuilder();
    int used = 1;
    for (String grapheme : graphemes(text)) {
      used += graphemeWidth(grapheme);
      if (used > columns) {
        break;
      }
      head.append(grapheme);
    }
    return head + ELLIPSIS;
  }

  private static boolean steers(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      // Joiners and selectors (Cf too) make emoji; bidirectional controls reorder the line.
      case Character.FORMAT -> UCharacter.hasBinaryProperty(c, UProperty.BIDI_CONTROL);
      default -> false;
    };
  }

  private static List<String> graphemes(String text) {
    BreakIterator boundaries = BreakIterator.getCharacterInstance(ULocale.ROOT);
    boundaries.setText(text);
    List<String> graphemes = new ArrayList<>();
    int start = boundaries.first();
    for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
      graphemes.add(text.substring(start, end));
      start = end;
    }
    return graphemes;
  }

  private static int graphemeWidth(String grapheme) {
    if (grapheme.indexOf(VARIATION_SELECTOR_EMOJI) >= 0) {
      return 2;
    }
    return grapheme.codePoints().map(DisplayText::codePointWidth).max().orElse(0);
  }

  private static int codePointWidth(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    int eastAsian = UCharacter.getIntPropertyValue(c, UProperty.EAST_ASIAN_WIDTH);
    return eastAsian == UCharacter.EastAsianWidth.WIDE
            || eastAsian == UCharacter.EastAsianWidth.FULLWIDTH
        ? 2
        : 1;
  }
}

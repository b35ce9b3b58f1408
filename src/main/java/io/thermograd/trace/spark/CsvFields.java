package io.thermograd.trace.spark;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the lines of CSV files into fields. What separates them is a file's own: a comma, a tab or a
 * semicolon, whichever its header holds most of. Quotes are RFC 4180's, but a field can't hold a
 * line break, for a file is cut into records at line ends. Not safe for several threads.
 */
final class CsvFields {
  /** Why a line has no fields. */
  static final String NOT_CSV =
      "not a line of CSV: are its quotes sound, and no line break in them?";

  private static final int MAX_FIELDS = 20_000;

  /** The first of them where a header holds as many of another. */
  private static final byte[] SEPARATORS = {',', '\t', ';'};

  private byte separator = SEPARATORS[0];
  private CsvParser parser = parser(separator);

  /**
   * The names in a file's header, null where empty; or null if it isn't CSV. Lines of it follow.
   */
  @Nullable String @Nullable [] header(byte[] line) {
    byte own = separatorOf(line);
    if (own != separator) {
      separator = own;
      parser = parser(own);
    }
    @Nullable String[] names = Utf8.isValid(line) ? of(line) : null;
    for (int i = 0; names != null && i < names.length; i++) {
      String name = names[i];
      names[i] = name == null ? null : name.strip();
    }
    return names;
  }

  private static byte separatorOf(byte[] header) {
    byte best = SEPARATORS[0];
    int most = 0;
    for (byte each : SEPARATORS) {
      int count = countOutsideQuotes(header, each);
      if (count > most) {
        most = count;
        best = each;
      }
    }
    return best;
  }

  private static int countOutsideQuotes(byte[] line, byte wanted) {
    int count = 0;
    boolean quoted = false;
    for (byte each : line) {
      quoted ^= each == '"';
      count += each == wanted && !quoted ? 1 : 0;
    }
    return count;
  }

  /** The fields of a line of valid UTF-8, null where empty; or null if it isn't CSV. */
  @Nullable String @Nullable [] of(byte[] line) {
    int start = Utf8.lengthOfByteOrderMark(line);
    int end = line.length;
    while (end > start && line[end - 1] == '\r') {
      end--;
    }
    if (!areQuotesSound(line, start, end)) {
      return null;
    }
    try {
      return parser.parseLine(new String(line, start, end - start, StandardCharsets.UTF_8));
    } catch (TextParsingException notCsv) {
      return null;
    }
  }

  /**
   * Whether quotes enclose whole fields. The second line of a field that holds a line break would
   * else be a record of its own, of a run that nobody knows.
   */
  private boolean areQuotesSound(byte[] line, int start, int end) {
    boolean quoted = false;
    boolean atStart = true;
    for (int i = start; i < end; i++) {
      if (line[i] != '"') {
        atStart = line[i] == separator && !quoted;
      } else if (!quoted) {
        if (!atStart) {
          return false;
        }
        quoted = true;
      } else if (i + 1 < end && line[i + 1] == '"') {
        i++;
      } else {
        quoted = false;
        if (i + 1 < end && line[i + 1] != separator) {
          return false;
        }
      }
    }
    return !quoted;
  }

  private static CsvParser parser(byte separator) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter((char) separator);
    settings.getFormat().setComment('\0');
    settings.getFormat().setLineSeparator("\n");
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setMaxColumns(MAX_FIELDS);
    settings.setMaxCharsPerColumn(-1);
    return new CsvParser(settings);
  }
}

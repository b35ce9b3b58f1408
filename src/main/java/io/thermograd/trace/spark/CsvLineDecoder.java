package io.thermograd.trace.spark;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RecordDraft;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes CSV lines by their file's header. An empty field is no value; quotes are RFC 4180's, but
 * a field can't hold a line break, for a file is cut into records at line ends. Not safe for
 * several threads.
 */
final class CsvLineDecoder implements LineDecoder {
  /** Why a line has no fields. */
  static final String NOT_CSV =
      "not a line of CSV: are its quotes sound, and no line break in them?";

  private static final int MAX_FIELDS = 20_000;

  private final CsvParser parser = parser();
  private final Map<String, TraceColumn> columns;
  private final RecordDraft draft;
  private CsvHeader header = CsvHeader.NONE;

  CsvLineDecoder(TraceInput input, RunFactsByPattern facts) {
    this.columns = input.columnsByName();
    this.draft = new RecordDraft(input.kind(), facts);
  }

  /** The line at the start of a file is the header of those that follow from that file. */
  @Override
  public @Nullable Decoded decode(byte[] line, Origin origin) {
    if (origin.position() == 0) {
      header =
          CsvHeader.of(Utf8.isValid(line) ? fields(parser, line) : null, origin.path(), columns);
      return null;
    }
    if (!origin.path().equals(header.path())) {
      header = CsvHeader.of(null, origin.path(), columns);
    }
    return decodeFields(line, origin);
  }

  /** The names in a header line; null if it isn't CSV. */
  static @Nullable List<String> names(byte[] line) {
    @Nullable String[] fields = Utf8.isValid(line) ? fields(parser(), line) : null;
    return fields == null
        ? null
        : Arrays.stream(fields).map(name -> name == null ? "" : name.strip()).toList();
  }

  private Decoded decodeFields(byte[] line, Origin origin) {
    draft.clear();
    if (!Utf8.isValid(line)) {
      return draft.unusable(RejectReason.NOT_UTF8, "the line isn't valid UTF-8", origin, line);
    }
    RejectReason fault = header.fault();
    if (fault != null) {
      return draft.unusable(fault, header.faultDetail(), origin, line);
    }
    @Nullable String[] fields = fields(parser, line);
    if (fields == null) {
      return draft.unusable(RejectReason.UNPARSABLE, NOT_CSV, origin, line);
    }
    if (fields.length != header.width()) {
      String detail = fields.length + " fields, the header has " + header.width();
      return draft.unusable(RejectReason.FIELD_COUNT, detail, origin, line);
    }
    for (int i = 0; i < fields.length; i++) {
      TraceColumn column = header.column(i);
      String field = fields[i];
      if (column != null && field != null && !field.isBlank()) {
        put(column, field);
      }
    }
    return draft.finish(origin, line);
  }

  private void put(TraceColumn column, String field) {
    switch (column.type()) {
      case TEXT -> draft.putText(column, field);
      case WHOLE -> putWhole(column, field.strip());
      case REAL -> {
        Double number = NumberText.real(field.strip());
        if (number == null) {
          draft.rejectType(column, "not a number");
        } else {
          draft.putReal(column, number);
        }
      }
      case TIME -> {
        Double seconds = NumberText.real(field.strip());
        if (seconds == null) {
          Times.put(draft, column, field);
        } else {
          draft.putReal(column, seconds);
        }
      }
      case VECTOR -> {
        float[] numbers = VectorText.parse(field);
        if (numbers == null) {
          draft.rejectType(column, "not a list of numbers");
        } else {
          draft.putGrad(numbers);
        }
      }
    }
  }

  private void putWhole(TraceColumn column, String field) {
    if (NumberText.isWhole(field)) {
      try {
        draft.putWhole(column, Long.parseLong(field));
      } catch (NumberFormatException tooLong) {
        draft.reject(RejectReason.OUT_OF_RANGE, column.key() + " is beyond 64 bits");
      }
      return;
    }
    Double number = NumberText.real(field);
    if (number == null) {
      draft.rejectType(column, "not a whole number");
    } else {
      draft.putReal(column, number);
    }
  }

  /** The fields of a line, null where empty; or null if it isn't CSV. */
  static @Nullable String @Nullable [] fields(CsvParser parser, byte[] line) {
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
  private static boolean areQuotesSound(byte[] line, int start, int end) {
    boolean quoted = false;
    boolean atStart = true;
    for (int i = start; i < end; i++) {
      if (line[i] != '"') {
        atStart = line[i] == ',' && !quoted;
      } else if (!quoted) {
        if (!atStart) {
          return false;
        }
        quoted = true;
      } else if (i + 1 < end && line[i + 1] == '"') {
        i++;
      } else {
        quoted = false;
        if (i + 1 < end && line[i + 1] != ',') {
          return false;
        }
      }
    }
    return !quoted;
  }

  static CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
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

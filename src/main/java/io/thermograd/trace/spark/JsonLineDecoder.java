package io.thermograd.trace.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RecordDraft;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decodes JSON lines: strict about structure, lenient about numbers. One object and nothing else
 * stands on a line, no key twice; 3.0 is a whole number, and bare NaN, Infinity and -Infinity (and
 * the same as strings) are values. Unknown keys are skipped. Not safe for several threads.
 */
final class JsonLineDecoder implements LineDecoder {
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  private final Map<String, TraceColumn> columns;
  private final RecordDraft draft;
  private final Set<TraceColumn> seen = EnumSet.noneOf(TraceColumn.class);
  private final Set<String> seenUnknown = new HashSet<>();
  private float[] coordinates = new float[256];

  JsonLineDecoder(TraceInput input, RunFactsByPattern facts) {
    this.columns = input.columnsByName();
    this.draft = new RecordDraft(input.kind(), facts);
  }

  @Override
  public Decoded decode(byte[] line, Origin origin) {
    draft.clear();
    seen.clear();
    seenUnknown.clear();
    int start = startOfObject(line);
    if (!Utf8.isValid(line)) {
      return draft.unusable(RejectReason.NOT_UTF8, "the line isn't valid UTF-8", origin, line);
    }
    if (start < 0) {
      return draft.unusable(RejectReason.UNPARSABLE, "not a JSON object", origin, line);
    }
    try (JsonParser parser = JSON.createParser(line, start, line.length - start)) {
      parser.nextToken();
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        TraceColumn column = columns.get(key);
        if (!(column == null ? seenUnknown.add(key) : seen.add(column))) {
          return draft.unusable(RejectReason.DUPLICATE_KEY, "'" + key + "' twice", origin, line);
        }
        JsonToken value = parser.nextToken();
        if (column == null) {
          parser.skipChildren();
        } else {
          put(column, value, parser);
        }
      }
      return followed(parser)
          ? draft.unusable(RejectReason.TRAILING_CONTENT, "after the object", origin, line)
          : draft.finish(origin, line);
    } catch (JsonProcessingException notJson) {
      return draft.unusable(RejectReason.UNPARSABLE, notJson.getOriginalMessage(), origin, line);
    } catch (IOException fromMemory) {
      throw new UncheckedIOException("Cannot read a line in memory", fromMemory);
    }
  }

  /**
   * Where the object starts, or -1. Jackson would take zero bytes before or beside the brace for
   * the sign of UTF-16 or UTF-32, so these are refused here.
   */
  static int startOfObject(byte[] text) {
    return startOf('{', text);
  }

  /** Where the list begins that is all of {@code text}; negative if another thing does. */
  static int startOfList(byte[] text) {
    return startOf('[', text);
  }

  private static int startOf(char first, byte[] text) {
    int i = Utf8.lengthOfByteOrderMark(text);
    while (i < text.length && isBlank(text[i])) {
      i++;
    }
    boolean found = i + 1 < text.length && text[i] == first && text[i + 1] != 0;
    return found ? i : -1;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /** Whether anything stands behind the object. */
  static boolean followed(JsonParser parser) throws IOException {
    try {
      return parser.nextToken() != null;
    } catch (JsonProcessingException noToken) {
      return true;
    }
  }

  private void put(TraceColumn column, JsonToken value, JsonParser parser) throws IOException {
    switch (value) {
      case VALUE_NULL -> {
        // As if the key were absent.
      }
      case VALUE_STRING -> putString(column, parser.getText());
      case VALUE_NUMBER_INT -> putInteger(column, parser);
      case VALUE_NUMBER_FLOAT -> putFraction(column, parser);
      case START_ARRAY -> {
        if (column == TraceColumn.GRAD) {
          putGrad(parser);
        } else {
          draft.rejectType(column, "a list");
          parser.skipChildren();
        }
      }
      case START_OBJECT -> {
        draft.rejectType(column, "an object");
        parser.skipChildren();
      }
      default -> draft.rejectType(column, value.asString());
    }
  }

  private void putString(TraceColumn column, String value) {
    switch (column.type()) {
      case TEXT -> draft.putText(column, value);
      case TIME -> Times.put(draft, column, value);
      case REAL -> {
        Double number = NumberText.nonFinite(value);
        if (number == null) {
          draft.rejectType(column, "a string");
        } else {
          draft.putReal(column, number);
        }
      }
      case WHOLE, VECTOR -> draft.rejectType(column, "a string");
    }
  }

  private void putInteger(TraceColumn column, JsonParser parser) throws IOException {
    switch (column.type()) {
      case TEXT -> draft.putText(column, parser.getText());
      case REAL -> draft.putReal(column, parser.getDoubleValue());
      default -> {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          draft.reject(RejectReason.OUT_OF_RANGE, column.key() + " is beyond 64 bits");
        } else {
          draft.putWhole(column, parser.getLongValue());
        }
      }
    }
  }

  private void putFraction(TraceColumn column, JsonParser parser) throws IOException {
    switch (column.type()) {
      case TEXT -> draft.putText(column, parser.getText());
      default -> draft.putReal(column, parser.getDoubleValue());
    }
  }

  private void putGrad(JsonParser parser) throws IOException {
    int count = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (count == coordinates.length) {
        coordinates = Arrays.copyOf(coordinates, 2 * count);
      }
      coordinates[count++] = coordinate(token, parser);
    }
    draft.putGrad(Arrays.copyOf(coordinates, count));
  }

  private float coordinate(JsonToken token, JsonParser parser) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
      return FloatText.parse(
          parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
    Double number = token == JsonToken.VALUE_STRING ? NumberText.nonFinite(parser.getText()) : null;
    if (number == null) {
      draft.rejectType(TraceColumn.GRAD, "a list with an element that isn't a number");
      parser.skipChildren();
      return 0;
    }
    return number.floatValue();
  }
}

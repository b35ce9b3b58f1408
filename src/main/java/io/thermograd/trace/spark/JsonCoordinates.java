package io.thermograd.trace.spark;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lists of numbers, also of "NaN" and the like in quotes, as a gradient's coordinates. */
final class JsonCoordinates {
  /** Of the named value they belong to. */
  static final String NOT_ALL_NUMBERS = " holds what isn't a number";

  private float[] buffer = new float[64];

  /** Reads the list that the parser is in to its end; null if it holds what isn't a number. */
  float @Nullable [] read(JsonParser parser) throws IOException {
    int count = 0;
    boolean numbers = true;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (count == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * count);
      }
      if (token.isNumeric()) {
        buffer[count++] = parser.getFloatValue();
        continue;
      }
      Double number =
          token == JsonToken.VALUE_STRING ? NumberText.nonFinite(parser.getText()) : null;
      if (number == null) {
        numbers = false;
        parser.skipChildren();
      } else {
        buffer[count++] = number.floatValue();
      }
    }
    return numbers ? Arrays.copyOf(buffer, count) : null;
  }
}

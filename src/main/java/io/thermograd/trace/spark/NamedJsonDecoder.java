package io.thermograd.trace.spark;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.StepAssembler;
import io.thermograd.trace.TagRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Decodes JSON lines whose keys are named values. Nested objects are named by their path, such as
 * {@code train/loss} of {@code {"train": {"loss": 1}}}; a list of numbers is a gradient's
 * coordinates.
 */
final class NamedJsonDecoder implements RecordDecoder {
  /** Deeper nesting is no log's. */
  private static final int DEEPEST = 16;

  private final StepAssembler steps;
  private final Set<String> seen = new HashSet<>();
  private float[] coordinates = new float[64];

  NamedJsonDecoder(StepAssembler steps) {
    this.steps = steps;
  }

  @Override
  public void decode(byte[] line, Origin origin) {
    steps.begin(origin);
    seen.clear();
    int start = JsonLineDecoder.startOfObject(line);
    if (!Utf8.isValid(line)) {
      steps.reject(RejectReason.NOT_UTF8, "the line isn't valid UTF-8");
    } else if (start < 0) {
      steps.reject(RejectReason.UNPARSABLE, "not a JSON object");
    } else {
      parse(line, start);
    }
    steps.end(line);
  }

  private void parse(byte[] line, int start) {
    try (JsonParser parser = JsonLineDecoder.JSON.createParser(line, start, line.length - start)) {
      parser.nextToken();
      object(parser, "", 0);
      if (JsonLineDecoder.followed(parser)) {
        steps.reject(RejectReason.TRAILING_CONTENT, "after the object");
      }
    } catch (JsonProcessingException notJson) {
      steps.reject(RejectReason.UNPARSABLE, notJson.getOriginalMessage());
    } catch (IOException fromMemory) {
      throw new UncheckedIOException("Cannot read a line in memory", fromMemory);
    }
  }

  /** Puts the values of the object that the parser is in. */
  void object(JsonParser parser, String prefix, int depth) throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      String name = prefix + key;
      JsonToken value = parser.nextToken();
      if (steps.match(name) != null && !seen.add(name)) {
        steps.reject(RejectReason.DUPLICATE_KEY, "'" + name + "' twice");
      }
      switch (value) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, name);
        case VALUE_STRING -> NamedText.putString(steps, name, parser.getText());
        case START_OBJECT -> {
          if (depth < DEEPEST) {
            object(parser, name + "/", depth + 1);
          } else {
            parser.skipChildren();
          }
        }
        case START_ARRAY -> list(parser, name);
        default -> {
          // null is no value; truth values are no measurements.
        }
      }
    }
  }

  private void number(JsonParser parser, String name) throws IOException {
    var match = steps.match(name);
    if (match != null && match.role() == TagRole.RUN) {
      steps.putText(name, parser.getText());
    } else {
      steps.put(name, parser.getDoubleValue());
    }
  }

  private void list(JsonParser parser, String name) throws IOException {
    var match = steps.match(name);
    if (match == null || match.role() != TagRole.GRADIENT) {
      parser.skipChildren();
      return;
    }
    int count = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (count == coordinates.length) {
        coordinates = Arrays.copyOf(coordinates, 2 * count);
      }
      if (token.isNumeric()) {
        coordinates[count++] = parser.getFloatValue();
      } else {
        Double number =
            token == JsonToken.VALUE_STRING ? NumberText.nonFinite(parser.getText()) : null;
        if (number == null) {
          steps.reject(RejectReason.WRONG_TYPE, name + " holds what isn't a number");
          parser.skipChildren();
        } else {
          coordinates[count++] = number.floatValue();
        }
      }
    }
    steps.putGradient(name, Arrays.copyOf(coordinates, count));
  }

  @Override
  public void endOfFile() {
    steps.endOfFile();
  }
}

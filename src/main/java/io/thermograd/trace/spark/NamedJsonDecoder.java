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

  /** The first key of what W&B logs beside numbers, such as a histogram's edges and counts. */
  private static final String MEDIA_TYPE = "_type";

  private static final byte[] NO_TEXT = {};

  private final StepAssembler steps;
  private final Set<String> seen = new HashSet<>();
  private final JsonCoordinates coordinates = new JsonCoordinates();

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

  /** Takes the object that the parser is at, an element of a document, as a record. */
  void element(JsonParser parser, Origin origin) throws IOException {
    steps.begin(origin);
    seen.clear();
    object(parser, "", 0);
    steps.end(NO_TEXT);
  }

  /**
   * Puts the values of the object that the parser is in.
   *
   * @return whether any of its names is something to the trace
   */
  private boolean object(JsonParser parser, String prefix, int depth) throws IOException {
    boolean found = false;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      String name = prefix + key;
      JsonToken value = parser.nextToken();
      if (key.equals(MEDIA_TYPE) && value == JsonToken.VALUE_STRING && depth > 0) {
        skipRest(parser);
        steps.skip(1);
        return true;
      }
      boolean known = steps.match(name) != null;
      if (known && !seen.add(name)) {
        steps.reject(RejectReason.DUPLICATE_KEY, "'" + name + "' twice");
      }
      found |= known;
      switch (value) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, name);
        case VALUE_STRING -> NamedText.putString(steps, name, parser.getText());
        case START_OBJECT -> found |= nested(parser, name, depth);
        case START_ARRAY -> list(parser, name);
        case VALUE_TRUE, VALUE_FALSE -> steps.putUnfit(name, value.asString());
        default -> {
          // null is no value.
        }
      }
    }
    return found;
  }

  private boolean nested(JsonParser parser, String name, int depth) throws IOException {
    boolean found = false;
    if (depth < DEEPEST) {
      found = object(parser, name + "/", depth + 1);
    } else {
      parser.skipChildren();
    }
    if (!found && steps.match(name) != null) {
      steps.putUnfit(name, "an object");
    }
    return found;
  }

  private static void skipRest(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      parser.skipChildren();
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
      steps.putUnfit(name, "a list");
      return;
    }
    float[] list = coordinates.read(parser);
    if (list == null) {
      steps.reject(RejectReason.WRONG_TYPE, name + JsonCoordinates.NOT_ALL_NUMBERS);
    } else {
      steps.putGradient(name, list);
    }
  }

  @Override
  public void endOfFile() {
    steps.endOfFile();
  }
}

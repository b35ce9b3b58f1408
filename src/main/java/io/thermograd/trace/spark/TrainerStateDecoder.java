package io.thermograd.trace.spark;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.StepAssembler;
import io.thermograd.trace.TagMatch;
import io.thermograd.trace.TagRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Hugging Face's {@code trainer_state.json}: each element of {@code log_history} is a
 * record, whose position is its index there. The trainer logs after the update, so the epoch's last
 * step is logged at the next whole number: an epoch of e to e + 1, its end included, is e.
 */
final class TrainerStateDecoder implements RecordDecoder {
  private static final String HISTORY = "log_history";
  private static final byte[] NO_TEXT = {};

  private final StepAssembler steps;

  TrainerStateDecoder(StepAssembler steps) {
    this.steps = steps;
  }

  @Override
  public void decode(byte[] document, Origin origin) {
    String fault = Utf8.isValid(document) ? parse(document, origin) : "the file isn't valid UTF-8";
    if (fault != null) {
      steps.begin(origin);
      steps.reject(RejectReason.UNPARSABLE, fault);
      steps.end(document);
    }
  }

  private @Nullable String parse(byte[] document, Origin origin) {
    int start = JsonLineDecoder.startOfObject(document);
    if (start < 0) {
      return "not a JSON object";
    }
    try (JsonParser parser =
        JsonLineDecoder.JSON.createParser(document, start, document.length - start)) {
      parser.nextToken();
      boolean found = false;
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (key.equals(HISTORY) && value == JsonToken.START_ARRAY) {
          found = true;
          history(parser, origin);
        } else {
          parser.skipChildren();
        }
      }
      return found ? null : "no list " + HISTORY;
    } catch (JsonProcessingException notJson) {
      return notJson.getOriginalMessage();
    } catch (IOException fromMemory) {
      throw new UncheckedIOException("Cannot read a document in memory", fromMemory);
    }
  }

  private void history(JsonParser parser, Origin origin) throws IOException {
    int index = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      steps.begin(new Origin(origin.path(), index++));
      if (token == JsonToken.START_OBJECT) {
        entry(parser);
      } else {
        parser.skipChildren();
        steps.reject(RejectReason.WRONG_TYPE, "an entry of " + HISTORY + " is no object");
      }
      steps.end(NO_TEXT);
    }
  }

  private void entry(JsonParser parser) throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (value.isNumeric()) {
        double number = parser.getDoubleValue();
        TagMatch match = steps.match(key);
        boolean epoch = match != null && match.role() == TagRole.EPOCH;
        steps.put(key, epoch ? Math.max(0, Math.ceil(number) - 1) : number);
      } else if (value == JsonToken.VALUE_STRING) {
        NamedText.putString(steps, key, parser.getText());
      } else if (value != JsonToken.VALUE_NULL) {
        parser.skipChildren();
        steps.putUnfit(key, JsonDocumentDecoder.typeOf(value));
      }
    }
  }

  @Override
  public void endOfFile() {
    steps.endOfFile();
  }
}

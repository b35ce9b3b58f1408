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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a run's JSON object of parallel lists, such as {@code {"losses": [...], "grad_norms":
 * [...]}}: the i-th elements are of one record, whose position is i; one that its role can't take
 * is that record's fault, null is no value. A value that isn't in a list holds for all of them.
 * Nested objects are named by their path.
 *
 * <p>The longest list of losses says how many records there are. A list that is one element shorter
 * was cut between two writes; a shorter one counts something else, such as validations, and is left
 * out; of a longer one the surplus is. Both are told as rejected records.
 *
 * <p>A document that is a list holds a record in each of its objects.
 */
final class JsonDocumentDecoder implements RecordDecoder {
  private static final int DEEPEST = 16;

  /** An element that isn't a number. */
  private record Other(JsonToken type, String text, float @Nullable [] coordinates) {
    static final Other NULL = new Other(JsonToken.VALUE_NULL, "", null);
  }

  /** A list's elements. */
  private static final class Column {
    private double[] numbers = new double[256];
    private @Nullable Other[] others = new Other[256];
    private int size;

    private void add(double number, @Nullable Other other) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
        others = Arrays.copyOf(others, 2 * size);
      }
      numbers[size] = number;
      others[size++] = other;
    }
  }

  private final StepAssembler steps;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Map<String, String> constants = new LinkedHashMap<>();
  private final JsonCoordinates coordinates = new JsonCoordinates();
  private final NamedJsonDecoder records;
  private @Nullable String duplicate;

  JsonDocumentDecoder(StepAssembler steps) {
    this.steps = steps;
    records = new NamedJsonDecoder(steps);
  }

  @Override
  public void decode(byte[] document, Origin origin) {
    columns.clear();
    constants.clear();
    duplicate = null;
    int list = JsonLineDecoder.startOfList(document);
    if (list >= 0 && Utf8.isValid(document)) {
      records(document, list, origin);
      return;
    }
    String fault = Utf8.isValid(document) ? parse(document) : "the file isn't valid UTF-8";
    if (fault != null) {
      reject(origin, RejectReason.UNPARSABLE, fault, document);
      return;
    }
    if (duplicate != null) {
      reject(origin, RejectReason.DUPLICATE_KEY, "'" + duplicate + "' twice", document);
      return;
    }
    int length = length();
    if (length == 0) {
      String detail = "the object has no list of losses or gradients";
      reject(origin, RejectReason.UNPARSABLE, detail, document);
    }
    for (int i = 0; i < length; i++) {
      steps.begin(new Origin(origin.path(), i));
      putConstants();
      for (Map.Entry<String, Column> entry : columns.entrySet()) {
        Column column = entry.getValue();
        if (i < column.size && column.size >= length - 1) {
          put(entry.getKey(), column, i);
        }
      }
      steps.end(new byte[0]);
    }
    tellMisfits(origin, length);
  }

  /** The document is a list of records; those before a fault are used. */
  private void records(byte[] document, int start, Origin origin) {
    int index = 0;
    String fault = null;
    try (JsonParser parser =
        JsonLineDecoder.JSON.createParser(document, start, document.length - start)) {
      parser.nextToken();
      JsonToken next = parser.nextToken();
      while (next == JsonToken.START_OBJECT) {
        records.element(parser, new Origin(origin.path(), index));
        index++;
        next = parser.nextToken();
      }
      if (next != JsonToken.END_ARRAY || index == 0) {
        fault = "not a list of JSON objects";
      } else if (JsonLineDecoder.followed(parser)) {
        fault = "something follows the list";
      }
    } catch (JsonProcessingException notJson) {
      fault = notJson.getOriginalMessage();
    } catch (IOException fromMemory) {
      throw new UncheckedIOException("Cannot read a document in memory", fromMemory);
    }
    if (fault != null) {
      reject(new Origin(origin.path(), index), RejectReason.UNPARSABLE, fault, document);
    }
  }

  private void put(String name, Column column, int i) {
    Other other = column.others[i];
    if (other == null) {
      steps.put(name, column.numbers[i]);
    } else if (other.coordinates != null) {
      steps.putGradient(name, other.coordinates);
    } else if (other.type == JsonToken.START_ARRAY && isGradient(steps.match(name))) {
      steps.reject(RejectReason.WRONG_TYPE, name + JsonCoordinates.NOT_ALL_NUMBERS);
    } else if (other.type == JsonToken.VALUE_STRING) {
      NamedText.putString(steps, name, other.text);
    } else if (other.type != JsonToken.VALUE_NULL) {
      steps.putUnfit(name, typeOf(other.type));
    }
  }

  private static boolean isGradient(@Nullable TagMatch match) {
    return match != null && match.role() == TagRole.GRADIENT;
  }

  /** What a value is that isn't a number, in words. */
  static String typeOf(JsonToken value) {
    return switch (value) {
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      default -> value.asString();
    };
  }

  private void putConstants() {
    constants.forEach((name, text) -> NamedText.put(steps, name, text));
  }

  private void reject(Origin origin, RejectReason reason, String detail, byte[] document) {
    steps.begin(origin);
    putConstants();
    steps.reject(reason, detail);
    steps.end(document);
  }

  private void tellMisfits(Origin origin, int length) {
    columns.forEach(
        (name, column) -> {
          if (length > 0 && (column.size < length - 1 || column.size > length)) {
            steps.begin(new Origin(origin.path(), Math.min(column.size, length)));
            putConstants();
            steps.reject(
                RejectReason.FIELD_COUNT,
                "list '"
                    + name
                    + "' has "
                    + column.size
                    + " elements, the losses "
                    + length
                    + (column.size > length ? ": the surplus" : ": it")
                    + " can't be matched with steps");
            steps.end(new byte[0]);
          }
        });
  }

  /** The length of the longest list of losses, else of gradients. */
  private int length() {
    int losses = 0;
    int gradients = 0;
    for (Map.Entry<String, Column> entry : columns.entrySet()) {
      TagMatch match = steps.match(entry.getKey());
      if (match != null && match.role() == TagRole.LOSS) {
        losses = Math.max(losses, entry.getValue().size);
      } else if (match != null && match.role().isOfLayer()) {
        gradients = Math.max(gradients, entry.getValue().size);
      }
    }
    return losses == 0 ? gradients : losses;
  }

  private @Nullable String parse(byte[] document) {
    int start = JsonLineDecoder.startOfObject(document);
    if (start < 0) {
      return "neither a JSON object nor a list of them";
    }
    try (JsonParser parser =
        JsonLineDecoder.JSON.createParser(document, start, document.length - start)) {
      parser.nextToken();
      object(parser, "", 0);
      return parser.nextToken() == null ? null : "something follows the object";
    } catch (JsonProcessingException notJson) {
      return notJson.getOriginalMessage();
    } catch (IOException fromMemory) {
      throw new UncheckedIOException("Cannot read a document in memory", fromMemory);
    }
  }

  private void object(JsonParser parser, String prefix, int depth) throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      String name = prefix + key;
      JsonToken value = parser.nextToken();
      switch (value) {
        case START_OBJECT -> {
          if (depth < DEEPEST) {
            object(parser, name + "/", depth + 1);
          } else {
            parser.skipChildren();
          }
        }
        case START_ARRAY -> list(parser, name);
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> constant(parser, name);
        default -> {
          // No value.
        }
      }
    }
  }

  /** Such as a learning rate, but not a number of epochs. */
  private void constant(JsonParser parser, String name) throws IOException {
    TagMatch match = steps.match(name);
    if (match == null || !match.role().isOfRun()) {
      return;
    }
    String text = parser.getText();
    boolean words = match.role() == TagRole.RUN || match.role() == TagRole.OPTIMIZER;
    // What should be a number may be a schedule's name.
    if (words || NumberText.real(text.strip()) != null) {
      constants.putIfAbsent(name, text);
    }
  }

  private void list(JsonParser parser, String name) throws IOException {
    TagMatch match = steps.match(name);
    if (match == null) {
      parser.skipChildren();
      return;
    }
    boolean gradients = isGradient(match);
    Column column = new Column();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      Double text = token == JsonToken.VALUE_STRING ? NumberText.real(parser.getText()) : null;
      if (token.isNumeric()) {
        column.add(parser.getDoubleValue(), null);
      } else if (text != null) {
        column.add(text, null);
      } else {
        column.add(0, other(parser, token, gradients));
      }
    }
    if (columns.putIfAbsent(name, column) != null) {
      duplicate = name;
    }
  }

  private Other other(JsonParser parser, JsonToken token, boolean gradients) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return Other.NULL;
    }
    if (token == JsonToken.START_ARRAY && gradients) {
      return new Other(token, "", coordinates.read(parser));
    }
    parser.skipChildren();
    return new Other(token, token == JsonToken.VALUE_STRING ? parser.getText() : "", null);
  }

  @Override
  public void endOfFile() {
    steps.endOfFile();
  }
}

package io.thermograd.trace.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceRecord;
import java.io.IOException;

/**
 * Any bytes as a JSON line, as a trace's record and as named values: never an exception, never
 * silence, and a valid record only of what Jackson's tree holds as well.
 */
public final class JsonLinesFuzz {
  private static final Origin ORIGIN = new Origin("file:/x.jsonl", 1);
  private static final ObjectMapper TREES =
      new ObjectMapper(
              JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonLinesFuzz() {}

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] line) {
    Decoded decoded =
        new JsonLineDecoder(CheckedRecords.input(InputFormat.JSONL, null), RunFactsByPattern.NONE)
            .decode(line, ORIGIN);
    CheckedRecords one = new CheckedRecords();
    one.add(decoded);
    if (decoded instanceof TraceRecord record) {
      agrees(record, line);
    }
    CheckedRecords named = new CheckedRecords();
    RecordDecoder decoder =
        RecordDecoder.of(
            CheckedRecords.input(InputFormat.JSONL, TagMapping.DEFAULT),
            RunFactsByPattern.NONE,
            named::add);
    decoder.decode(line, ORIGIN);
    decoder.endOfFile();
    named.mustNotBeSilent();
  }

  private static void agrees(TraceRecord record, byte[] line) {
    JsonNode tree;
    try {
      tree = TREES.readTree(line);
    } catch (IOException notJson) {
      throw new AssertionError("A record of what is no JSON", notJson);
    }
    if (!tree.path("run").asText().equals(record.run())
        || tree.path("step").asLong() != record.step()) {
      throw new AssertionError(record + " isn't " + tree);
    }
    Double loss = record.loss();
    JsonNode written = tree.path("loss");
    if (loss != null && written.isNumber() && Double.compare(written.asDouble(), loss) != 0) {
      throw new AssertionError("The loss " + loss + " isn't " + written);
    }
  }
}

package io.thermograd.trace.spark;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TagMapping;
import java.util.List;

/** Any bytes as a JSON document, of lists or a trainer's state: never an exception or silence. */
public final class DocumentsFuzz {
  private DocumentsFuzz() {}

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] document) {
    for (InputFormat format : List.of(InputFormat.JSON, InputFormat.TRAINER_STATE)) {
      CheckedRecords records = new CheckedRecords();
      RecordDecoder decoder =
          RecordDecoder.of(
              CheckedRecords.input(format, TagMapping.DEFAULT),
              RunFactsByPattern.NONE,
              records::add);
      decoder.decode(document, new Origin("file:/x.json", 0));
      decoder.endOfFile();
      boolean emptyHistory = format == InputFormat.TRAINER_STATE;
      if (!emptyHistory || document.length == 0) {
        records.mustNotBeSilent();
      }
    }
  }
}

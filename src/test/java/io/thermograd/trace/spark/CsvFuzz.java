package io.thermograd.trace.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TagMapping;
import java.util.List;

/**
 * Any bytes as a CSV file, as a trace's rows and as named values: never an exception, one record or
 * rejection per row of a trace, and no silence about named values.
 */
public final class CsvFuzz {
  private CsvFuzz() {}

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] file) {
    List<byte[]> lines =
        new String(file, ISO_8859_1).lines().map(line -> line.getBytes(ISO_8859_1)).toList();
    CsvLineDecoder rows =
        new CsvLineDecoder(CheckedRecords.input(InputFormat.CSV, null), RunFactsByPattern.NONE);
    CheckedRecords named = new CheckedRecords();
    RecordDecoder values =
        RecordDecoder.of(
            CheckedRecords.input(InputFormat.CSV, TagMapping.DEFAULT),
            RunFactsByPattern.NONE,
            named::add);
    for (int i = 0; i < lines.size(); i++) {
      Origin origin = new Origin("file:/x.csv", i);
      if ((rows.decode(lines.get(i), origin) == null) != (i == 0)) {
        throw new AssertionError("Line " + i + " is neither a record nor a rejection");
      }
      values.decode(lines.get(i), origin);
    }
    values.endOfFile();
    if (lines.size() > 1) {
      named.mustNotBeSilent();
    }
  }
}

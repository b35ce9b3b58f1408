package io.thermograd.trace.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** What a split reader makes of a file, read without Spark. */
record FileContent(List<FileRecord> rows) {
  static final RecordSourceOptions LINES = new RecordSourceOptions(1 << 20, Framing.LINES);

  private static final Configuration CONF = new Configuration(false);

  /** The content of a file of some name that holds {@code bytes}. */
  static FileContent of(Path folder, String name, byte[] bytes) throws IOException {
    return of(Files.write(folder.resolve(name), bytes), LINES);
  }

  static FileContent of(Path file, RecordSourceOptions options) throws IOException {
    return of(new FileSplit(file.toUri().toString(), 0, FileSplit.WHOLE), options);
  }

  static FileContent of(FileSplit split, RecordSourceOptions options) throws IOException {
    List<FileRecord> rows = new ArrayList<>();
    try (SplitReader reader = new SplitReader(CONF, split, options)) {
      for (FileRecord row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    return new FileContent(rows);
  }

  List<String> texts() {
    return rows.stream()
        .filter(row -> row.fault() == null)
        .map(row -> new String(requireNonNull(row.bytes()), UTF_8))
        .toList();
  }

  List<FileRecord> faults() {
    return rows.stream().filter(row -> row.fault() != null).toList();
  }

  List<Long> positions() {
    return rows.stream().map(FileRecord::position).toList();
  }

  /** Rows in a form that compares: position, text, fault. */
  List<String> asText() {
    return rows.stream()
        .map(
            row ->
                row.position()
                    + " "
                    + (row.bytes() == null ? "-" : new String(row.bytes(), UTF_8))
                    + " "
                    + row.fault())
        .toList();
  }
}

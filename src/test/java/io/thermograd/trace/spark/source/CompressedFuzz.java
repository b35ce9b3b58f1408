package io.thermograd.trace.spark.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.thermograd.trace.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Any bytes as a compressed file, by the reader of real ones: records, then at most one fault that
 * ends them; of a file cut short the same records up to the cut; of sound gzip what the JDK reads.
 * The first byte chooses the codec, the second where the file is cut.
 */
public final class CompressedFuzz {
  private static final List<String> SUFFIXES = List.of(".gz", ".bz2", ".zst");
  private static final int BOUND = 1 << 16;
  private static final Path FOLDER = folder();
  private static final Configuration CONF = conf();

  private CompressedFuzz() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("thermograd-fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Without the checksum files that Hadoop looks for beside local ones. */
  private static Configuration conf() {
    Configuration conf = new Configuration(false);
    conf.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
    return conf;
  }

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length < 2) {
      return;
    }
    String suffix = SUFFIXES.get((data[0] & 0xFF) % SUFFIXES.size());
    byte[] file = Arrays.copyOfRange(data, 2, data.length);
    List<FileRecord> whole = read(file, suffix);
    List<FileRecord> part =
        read(Arrays.copyOf(file, (data[1] & 0xFF) * file.length / 0xFF), suffix);
    // The last one may be a line whose end is behind the cut.
    List<String> ofPart = texts(part);
    for (int i = 0; i < ofPart.size() - 1; i++) {
      if (i >= whole.size() || !ofPart.get(i).equals(texts(whole).get(i))) {
        throw new AssertionError("Line " + i + " of the cut file isn't one of the whole file's");
      }
    }
    if (suffix.equals(".gz") && whole.stream().noneMatch(CompressedFuzz::ends)) {
      agreeWithTheJdk(file, texts(whole));
    }
  }

  private static boolean ends(FileRecord record) {
    return record.fault() != null && record.fault() != RejectReason.TOO_LONG;
  }

  private static List<FileRecord> read(byte[] bytes, String suffix) throws IOException {
    Path file = FOLDER.resolve("x" + suffix);
    file.toFile().deleteOnExit();
    Files.write(file, bytes);
    List<FileRecord> rows = new ArrayList<>();
    RecordSourceOptions options = new RecordSourceOptions(BOUND, Framing.LINES);
    try (SplitReader reader = SplitReader.whole(CONF, file.toUri().toString(), options)) {
      for (FileRecord row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    long position = -1;
    for (FileRecord row : rows) {
      if (row.position() <= position && !(ends(row) && row.position() == position)) {
        throw new AssertionError("Position " + row.position() + " after " + position);
      }
      position = row.position();
    }
    for (FileRecord row : rows.subList(0, Math.max(0, rows.size() - 1))) {
      if (ends(row)) {
        throw new AssertionError("Something follows " + row);
      }
    }
    return rows;
  }

  private static List<String> texts(List<FileRecord> rows) {
    List<String> texts = new ArrayList<>();
    for (FileRecord row : rows) {
      byte[] bytes = row.bytes();
      texts.add(row.fault() + (bytes == null ? "" : new String(bytes, ISO_8859_1)));
    }
    return texts;
  }

  private static void agreeWithTheJdk(byte[] file, List<String> found) throws IOException {
    byte[] content = {};
    if (file.length > 0) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
        content = in.readAllBytes();
      }
    }
    List<String> expected = new ArrayList<>();
    LineScanner lines = new LineScanner(new ByteArrayInputStream(content), 0, BOUND);
    List<FileRecord> rows = new ArrayList<>();
    for (FileRecord row = lines.next(FileSplit.WHOLE);
        row != null;
        row = lines.next(FileSplit.WHOLE)) {
      rows.add(row);
    }
    expected.addAll(texts(rows));
    if (!expected.equals(found)) {
      throw new AssertionError("The JDK reads " + expected + ", not " + found);
    }
  }
}

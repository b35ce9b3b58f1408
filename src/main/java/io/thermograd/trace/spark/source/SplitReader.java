package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one split, and turns whatever ends the reading early into one last fault.
 *
 * <p>With a header, the first row of every split is the file's first line that isn't blank; its
 * position is 0 by definition, and no other record has that position.
 */
public final class SplitReader implements Closeable {
  private enum State {
    UNOPENED,
    READING,
    DONE
  }

  private final Configuration conf;
  private final FileSplit split;
  private final RecordSourceOptions options;
  private final Compression compression;
  private State state = State.UNOPENED;
  private @Nullable RawInput raw;
  private @Nullable InputStream decoded;
  private @Nullable RecordScanner scanner;

  SplitReader(Configuration conf, FileSplit split, RecordSourceOptions options) {
    this.conf = conf;
    this.split = split;
    this.options = options;
    this.compression = Compression.of(split.path());
  }

  /** A reader of the whole file at {@code path}; it is opened when it is first read. */
  public static SplitReader whole(Configuration conf, String path, RecordSourceOptions options) {
    return new SplitReader(conf, new FileSplit(path, 0, FileSplit.WHOLE), options);
  }

  /** The next record or fault; null when there are no more. */
  public @Nullable FileRecord next() throws IOException {
    if (state == State.DONE) {
      return null;
    }
    FileRecord record;
    try {
      record = state == State.UNOPENED ? first() : read();
    } catch (IOException e) {
      if (isInterruption(e)) {
        throw e;
      }
      record = fault(e);
      state = State.DONE;
    }
    if (record == null) {
      state = State.DONE;
    }
    return record;
  }

  private @Nullable FileRecord first() throws IOException {
    raw = open();
    // A decoder may read, and fail, when it is made: it is made where that is caught.
    decoded =
        compression.losesBytesAtFault()
            ? new SalvagedInput(compression, raw, this::open)
            : compression.decode(raw);
    state = State.READING;
    if (options.framing() == Framing.HEADED_LINES) {
      RecordScanner fromStart = scan(decoded, 0);
      FileRecord header = checked(fromStart.next(FileSplit.WHOLE));
      if (fromStart.position() < split.start()) {
        scanFromSplitStart(raw, decoded);
      }
      if (header != null && (header.fault() == null || split.start() == 0)) {
        return header.at(0);
      }
      return header == null ? null : read();
    }
    if (split.start() == 0) {
      scan(decoded, 0);
    } else {
      scanFromSplitStart(raw, decoded);
    }
    return read();
  }

  /** Where carriage returns end the lines, the whole file is its header, and would say nothing. */
  private static @Nullable FileRecord checked(@Nullable FileRecord header) {
    byte[] line = header == null ? null : header.bytes();
    if (header == null || header.fault() != null || line == null) {
      return header;
    }
    int end = line.length;
    while (end > 0 && line[end - 1] == '\r') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (line[i] == '\r') {
        return FileRecord.fault(
            header.position(),
            Arrays.copyOf(line, Math.min(line.length, FileRecord.HEAD_BYTES)),
            RejectReason.UNPARSABLE,
            "a carriage return in the header: lines must end in LF or CRLF");
      }
    }
    return header;
  }

  /** A line belongs to the split that has its first byte: one that began before is passed over. */
  private void scanFromSplitStart(RawInput file, InputStream content) throws IOException {
    long before = split.start() - 1;
    file.seek(before);
    scan(content, before).skipStarted();
  }

  private RecordScanner scan(InputStream content, long position) {
    RecordScanner made = options.framing().scan(content, position, options.maxRecordBytes());
    scanner = made;
    return made;
  }

  private @Nullable FileRecord read() throws IOException {
    return scanner == null ? null : scanner.next(split.end());
  }

  private RawInput open() throws IOException {
    return new RawInput(InputFile.open(split.path(), conf));
  }

  private FileRecord fault(IOException e) {
    RejectReason reason = reason();
    String detail = Faults.describe(e);
    return scanner == null
        ? FileRecord.fault(split.start(), null, reason, detail)
        : scanner.interruptedBy(reason, detail);
  }

  private RejectReason reason() {
    if (raw == null || raw.hasFailed()) {
      return RejectReason.UNREADABLE;
    }
    return raw.hasEnded() ? RejectReason.CUT : RejectReason.CORRUPT;
  }

  /** A task that is being killed must end, not report a fault of the file. */
  private static boolean isInterruption(IOException e) {
    return e instanceof ClosedByInterruptException
        || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException));
  }

  @Override
  public void close() throws IOException {
    state = State.DONE;
    if (decoded != null) {
      decoded.close();
    } else if (raw != null) {
      raw.close();
    }
  }
}

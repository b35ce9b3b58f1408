package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * The records of one task's columnar files. A file that breaks off in the middle is one rejected
 * record behind those that came before, and the next file goes on.
 */
final class ColumnarRecords implements Iterator<Decoded> {
  private static final int MOST_DETAIL = 300;

  private final Iterator<PartitionedFile> parts;
  private final Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> reader;
  private final ColumnarDecoder decoder;
  private final ArrayDeque<Decoded> ready = new ArrayDeque<>();
  private final @Nullable TaskContext task = TaskContext.get();

  private @Nullable PartitionedFile part;
  private String path = "";
  private scala.collection.@Nullable Iterator<?> source;
  private @Nullable ColumnarBatch batch;
  private int nth;

  ColumnarRecords(
      Iterator<PartitionedFile> parts,
      Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> reader,
      Function<Consumer<Decoded>, ColumnarDecoder> decoder)
      throws Exception {
    this.parts = parts;
    this.reader = reader;
    this.decoder = decoder.call(ready::add);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty()) {
      if (part != null) {
        readOn(part);
      } else if (parts.hasNext()) {
        part = parts.next();
        path = part.toPath().toString();
        decoder.begin(path, part);
      } else {
        return false;
      }
    }
    return true;
  }

  private void readOn(PartitionedFile from) {
    try {
      if (batch != null && nth < batch.numRows()) {
        decoder.take(batch.getRow(nth), nth);
        nth++;
        return;
      }
      Object next = next(from);
      if (next instanceof ColumnarBatch rows) {
        batch = rows;
        nth = 0;
        decoder.begin(rows);
      } else if (next == null) {
        endOfPart();
      } else {
        decoder.take((InternalRow) next, 0);
      }
    } catch (IOException damage) {
      if (isKilled()) {
        throw new UncheckedIOException(damage);
      }
      endOfPart();
      ready.add(fault(damage, from));
    }
  }

  /** The next batch or row; null at the end. Whatever the reader throws is damage of the file. */
  private @Nullable Object next(PartitionedFile from) throws IOException {
    try {
      if (source == null) {
        source = reader.apply(from);
      }
      return source.hasNext() ? source.next() : null;
    } catch (Exception e) {
      // Scala's exceptions aren't declared. That the task was killed, or that memory is short, is
      // nothing of the file's.
      if (e instanceof TaskKilledException || isKilled() || rootOf(e) instanceof Error) {
        throw e;
      }
      throw new IOException(e);
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private boolean isKilled() {
    return task != null && task.isInterrupted();
  }

  private void endOfPart() {
    decoder.end();
    part = null;
    source = null;
    batch = null;
  }

  private Rejected fault(Throwable e, PartitionedFile from) {
    Throwable cause = e;
    while (cause.getCause() != null
        && !(cause instanceof FileNotFoundException || cause instanceof AccessControlException)) {
      cause = cause.getCause();
    }
    boolean unreadable =
        cause instanceof FileNotFoundException || cause instanceof AccessControlException;
    String why = cause instanceof IOException ? cause.getMessage() : cause.toString();
    String detail =
        "rows from here on, in the bytes %d to %d of the file, can't be read: %s"
            .formatted(from.start(), from.start() + from.length(), why);
    return new Rejected(
        new Origin(path, decoder.nextPosition()),
        unreadable ? RejectReason.UNREADABLE : RejectReason.CORRUPT,
        detail.length() > MOST_DETAIL ? detail.substring(0, MOST_DETAIL) : detail,
        null,
        "");
  }

  @Override
  public Decoded next() {
    if (!hasNext()) {
      throw new NoSuchElementException("No more records");
    }
    return ready.remove();
  }
}

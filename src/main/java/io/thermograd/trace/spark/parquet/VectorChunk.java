package io.thermograd.trace.spark.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** The lists of one column of one row group, list by list. */
final class VectorChunk {
  private static final float[] EMPTY = {};

  private final ColumnDescriptor column;
  private final PageStream pages;

  /** From this definition level on a value is an element of a list, if maybe null. */
  private final int elementLevel;

  private final int highestLevel;

  private LevelRuns repetitions = new LevelRuns(ByteBuffer.allocate(0), 0);
  private LevelRuns definitions = new LevelRuns(ByteBuffer.allocate(0), 0);
  private @Nullable PageValues values;

  /** Values of the page that are still to come, those that are null included. */
  private int left;

  private float[] vector = EMPTY;
  private int length;
  private boolean holdsNull;
  private boolean absent;

  VectorChunk(ColumnDescriptor column, int elementLevel, PageStream pages) {
    this.column = column;
    this.elementLevel = elementLevel;
    this.pages = pages;
    highestLevel = column.getMaxDefinitionLevel();
  }

  /** Reads the next list. */
  void next() throws IOException {
    vector = EMPTY;
    length = 0;
    holdsNull = false;
    absent = false;
    if (left == 0 && !nextPage()) {
      throw new ParquetDecodingException("the column has fewer lists than the file has rows");
    }
    if (repetitions.next() != 0) {
      throw new ParquetDecodingException("a list goes on that didn't begin");
    }
    int level = definitions.next();
    left--;
    if (level < elementLevel) {
      absent = level < elementLevel - 1;
      return;
    }
    append(level == highestLevel, repetitions.pass(1, left));
    // A list may go on in the next page.
    while (left == 0 && nextPage()) {
      int more = repetitions.pass(1, left);
      if (more == 0) {
        return;
      }
      left--;
      append(definitions.next() == highestLevel, more - 1);
    }
  }

  /** One more element, which is null or not, and so many whose definition levels follow. */
  private void append(boolean firstIsThere, int others) {
    left -= others;
    int present = firstIsThere ? 1 : 0;
    int passed = definitions.pass(highestLevel, others);
    present += passed;
    for (int i = passed; i < others; i++) {
      present += definitions.next() == highestLevel ? 1 : 0;
    }
    holdsNull |= present < others + 1;
    if (values == null) {
      throw new IllegalStateException("no page");
    }
    if (present > values.most()) {
      throw new ParquetDecodingException("a page holds fewer values than its levels say");
    }
    vector = length == 0 ? new float[present] : Arrays.copyOf(vector, length + present);
    values.read(vector, length, present);
    length += present;
  }

  private boolean nextPage() throws IOException {
    while (left == 0) {
      Page page = pages.next();
      if (page == null) {
        return false;
      }
      left = page.valueCount();
      repetitions = new LevelRuns(page.repetitions(), column.getMaxRepetitionLevel());
      definitions = new LevelRuns(page.definitions(), highestLevel);
      values = page.values();
    }
    return true;
  }

  /** Whether the list is null. */
  boolean isAbsent() {
    return absent;
  }

  /** Whether an element of the list is null; then there are no coordinates. */
  boolean holdsNull() {
    return holdsNull;
  }

  /** The elements of the list. */
  float[] coordinates() {
    return vector;
  }
}

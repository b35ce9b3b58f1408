package io.thermograd.trace.spark.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.util.Float16;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * The lists of float16, float32 or float64 in one column of a Parquet file, row by row. They are
 * put together here since Spark's reader does it coordinate by coordinate, and holds thousands of
 * vectors at a time, however long they are
 * (docs/decisions/0103-parquet-vectors-are-read-by-the-page.md).
 */
public final class ParquetVectors implements Closeable {
  /** Of pages that are written. */
  private static final int NO_PAGE_SIZE = 0;

  private final SeekableInputStream file;
  private final List<BlockMetaData> rowGroups;
  private final ColumnDescriptor column;
  private final int elementLevel;
  private final CodecFactory codecs;

  private @Nullable VectorChunk chunk;
  private int rowGroup;
  private long nextRow;
  private long endOfChunk;

  private ParquetVectors(
      SeekableInputStream file, ParquetMetadata footer, String name, Configuration conf) {
    this.file = file;
    rowGroups = footer.getBlocks();
    MessageType schema = footer.getFileMetaData().getSchema();
    MessageType only = new MessageType(schema.getName(), schema.getType(name));
    column = only.getColumns().get(0);
    elementLevel = elementLevel(only, column.getPath());
    codecs = new CodecFactory(conf, NO_PAGE_SIZE);
  }

  /** The definition level of an element of a list, if a null one. */
  private static int elementLevel(MessageType schema, String[] path) {
    for (int i = 1; i < path.length; i++) {
      String[] part = Arrays.copyOf(path, i);
      if (schema.getMaxRepetitionLevel(part) == 1) {
        return schema.getMaxDefinitionLevel(part);
      }
    }
    return schema.getMaxDefinitionLevel(path);
  }

  /** Whether columns of this type, as Spark holds it, can be read here; float16 it can't hold. */
  public static boolean canRead(DataType type) {
    return type instanceof ArrayType list
        && (list.elementType().equals(DataTypes.FloatType)
            || list.elementType().equals(DataTypes.DoubleType));
  }

  /** A float16 as it stands in a file: two bytes, the lower first. */
  public static float half(byte[] bytes) {
    return Float16.toFloat((short) ((bytes[0] & 0xFF) | (bytes[1] << Byte.SIZE)));
  }

  /**
   * Opens a file.
   *
   * @param name a column of a type that {@link #canRead} takes, or of lists of float16
   * @throws IOException if the file can't be read, or is none of Parquet's
   */
  public static ParquetVectors open(Path path, String name, Configuration conf) throws IOException {
    InputFile input = HadoopInputFile.fromPath(path, conf);
    SeekableInputStream file = input.newStream();
    try {
      ParquetMetadata footer =
          ParquetFileReader.readFooter(input, HadoopReadOptions.builder(conf, path).build(), file);
      return new ParquetVectors(file, footer, name, conf);
    } catch (IOException e) {
      file.close();
      throw e;
    } catch (RuntimeException e) {
      file.close();
      throw new IOException(e);
    }
  }

  /**
   * Reads the list of a row, a later one than before.
   *
   * @param row which of the file, from 0 on
   * @throws IOException if the file can't be read, or is damaged
   */
  public void read(long row) throws IOException {
    if (row < nextRow) {
      throw new IllegalArgumentException("row must be at least " + nextRow + ": " + row);
    }
    try {
      goTo(row);
    } catch (RuntimeException | StackOverflowError e) {
      // What a damaged page leads to: Parquet's own decoding exceptions, and bounds overstepped; or
      // a header that is nested as deep as the page is long.
      throw new IOException(e);
    }
  }

  private void goTo(long row) throws IOException {
    while (row >= endOfChunk) {
      nextRow = endOfChunk;
      BlockMetaData next = rowGroups.get(rowGroup++);
      endOfChunk += next.getRowCount();
      if (row < endOfChunk) {
        chunk = new VectorChunk(column, elementLevel, pages(next));
      }
    }
    do {
      current().next();
      nextRow++;
    } while (nextRow <= row);
  }

  private PageStream pages(BlockMetaData group) throws IOException {
    ColumnPath path = ColumnPath.get(column.getPath());
    for (ColumnChunkMetaData each : group.getColumns()) {
      if (each.getPath().equals(path)) {
        return new PageStream(column, each, file, codecs);
      }
    }
    throw new IOException("a row group lacks the column " + path);
  }

  /** Whether the list is null. */
  public boolean isAbsent() {
    return current().isAbsent();
  }

  /** Whether an element of the list is null; then there are no coordinates. */
  public boolean holdsNull() {
    return current().holdsNull();
  }

  /** The elements of the list, rounded to float32; the array is the caller's. */
  public float[] coordinates() {
    return current().coordinates();
  }

  private VectorChunk current() {
    if (chunk == null) {
      throw new IllegalStateException("no row was read");
    }
    return chunk;
  }

  @Override
  public void close() throws IOException {
    codecs.release();
    file.close();
  }
}

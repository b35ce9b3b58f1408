package io.thermograd.trace.spark.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * A file of one row group of lists of float32, page by page: those that Parquet's own writer
 * doesn't make. Its column is {@code grad}, of which the definition level 3 is an element, 2 a null
 * one, 1 an empty list and 0 none.
 */
final class HandMadePages implements AutoCloseable {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message trace { optional group grad (LIST) {"
              + " repeated group list { optional float element; } } }");
  private static final int HIGHEST_REPETITION = 1;
  private static final int HIGHEST_DEFINITION = 3;

  /** Only indices of pages tell of it, which aren't read. */
  private static final int ROWS_OF_PAGE = 1;

  private final ParquetFileWriter writer;
  private final ColumnDescriptor column = SCHEMA.getColumns().get(0);

  HandMadePages(Path file, long rows, long values) throws IOException {
    this(file, rows, values, CompressionCodecName.UNCOMPRESSED);
  }

  HandMadePages(Path file, long rows, long values, CompressionCodecName codec) throws IOException {
    writer =
        new ParquetFileWriter(
            new LocalOutputFile(file),
            SCHEMA,
            ParquetFileWriter.Mode.CREATE,
            1 << 20,
            0,
            null,
            ParquetProperties.builder().build());
    writer.start();
    writer.startBlock(rows);
    writer.startColumn(column, values, codec);
  }

  /** A page of the first version, of values as they are. */
  void page(String repetitions, String definitions, float... values) throws IOException {
    page(
        repetitions.length(),
        levels(repetitions, HIGHEST_REPETITION),
        levels(definitions, HIGHEST_DEFINITION),
        Encoding.PLAIN,
        plain(values));
  }

  /** A page of the first version, of indices in the dictionary and the byte before them. */
  void indices(String repetitions, String definitions, int... bytes) throws IOException {
    page(
        repetitions.length(),
        levels(repetitions, HIGHEST_REPETITION),
        levels(definitions, HIGHEST_DEFINITION),
        Encoding.RLE_DICTIONARY,
        BytesInput.from(LevelRunsTest.bytes(bytes)));
  }

  void page(
      int count,
      BytesInput repetitions,
      BytesInput definitions,
      Encoding encoding,
      BytesInput values)
      throws IOException {
    BytesInput all =
        BytesInput.concat(
            BytesInput.fromInt((int) repetitions.size()),
            repetitions,
            BytesInput.fromInt((int) definitions.size()),
            definitions,
            values);
    writer.writeDataPage(
        count,
        (int) all.size(),
        all,
        Statistics.createStats(column.getPrimitiveType()),
        ROWS_OF_PAGE,
        Encoding.RLE,
        Encoding.RLE,
        encoding);
  }

  /** A page of the second version, of no values, said to be compressed. */
  void levelsOnly(String repetitions, String definitions) throws IOException {
    int count = definitions.length();
    writer.writeDataPageV2(
        ROWS_OF_PAGE,
        count,
        count,
        levels(repetitions, HIGHEST_REPETITION),
        levels(definitions, HIGHEST_DEFINITION),
        Encoding.PLAIN,
        BytesInput.empty(),
        true,
        0,
        Statistics.createStats(column.getPrimitiveType()));
  }

  /** The dictionary's page, which says how many there are. */
  void dictionary(int promised, float... values) throws IOException {
    writer.writeDictionaryPage(new DictionaryPage(plain(values), promised, Encoding.PLAIN));
  }

  @Override
  public void close() throws IOException {
    writer.endColumn();
    writer.endBlock();
    writer.end(Map.of());
    writer.close();
  }

  static BytesInput plain(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return BytesInput.from(bytes);
  }

  private static BytesInput levels(String digits, int highest) throws IOException {
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            BytesUtils.getWidthFromMaxInt(highest), 64, 1 << 16, new HeapByteBufferAllocator())) {
      for (int i = 0; i < digits.length(); i++) {
        encoder.writeInt(digits.charAt(i) - '0');
      }
      return BytesInput.from(encoder.toBytes().toInputStream().readAllBytes());
    }
  }
}

package io.thermograd.trace.spark.parquet;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * The pages of one column of a row group, one after the other. Parquet's own reader takes all of
 * them into memory first: pandas makes row groups of a million rows, a gigabyte of gradients.
 */
final class PageStream {
  private static final int HEADERS = 1 << 13;

  private final ColumnDescriptor column;
  private final ColumnChunkMetaData chunk;
  private final InputStream in;
  private final BytesInputDecompressor decompressor;
  private @Nullable Dictionary dictionary;
  private long valuesRead;

  /** The bytes of the page at hand as they are in the file, and those that were compressed. */
  private byte[] stored = {};

  private byte[] plain = {};

  PageStream(
      ColumnDescriptor column,
      ColumnChunkMetaData chunk,
      SeekableInputStream file,
      CompressionCodecFactory codecs)
      throws IOException {
    if (chunk.isEncrypted()) {
      throw new IOException("its vectors are encrypted");
    }
    this.column = column;
    this.chunk = chunk;
    decompressor = codecs.getDecompressor(chunk.getCodec());
    file.seek(chunk.getStartingPos());
    in = new BufferedInputStream(file, HEADERS);
  }

  /** The next page; null at the end. The one before is gone then. */
  @Nullable Page next() throws IOException {
    while (valuesRead < chunk.getValueCount()) {
      PageHeader header = Util.readPageHeader(in);
      read(header);
      if (header.isSetDictionary_page_header()) {
        dictionary = dictionary(header, header.getDictionary_page_header());
      } else if (header.isSetData_page_header()) {
        return counted(page(header, header.getData_page_header()));
      } else if (header.isSetData_page_header_v2()) {
        return counted(page(header, header.getData_page_header_v2()));
      }
    }
    return null;
  }

  private Page counted(Page page) {
    if (page.valueCount() < 0 || page.valueCount() > chunk.getValueCount() - valuesRead) {
      throw new ParquetDecodingException("a page of " + page.valueCount() + " values");
    }
    valuesRead += page.valueCount();
    return page;
  }

  private void read(PageHeader header) throws IOException {
    int size = header.getCompressed_page_size();
    if (size < 0
        || size > chunk.getTotalSize()
        || header.getUncompressed_page_size() < 0
        || header.getUncompressed_page_size() > chunk.getTotalUncompressedSize()) {
      throw new ParquetDecodingException("a page is larger than all pages: " + header);
    }
    stored = stored.length < size ? new byte[size] : stored;
    if (in.readNBytes(stored, 0, size) < size) {
      throw new EOFException("the file ends within a page");
    }
    if (header.isSetCrc()) {
      CRC32 checksum = new CRC32();
      checksum.update(stored, 0, size);
      if ((int) checksum.getValue() != header.getCrc()) {
        throw new ParquetDecodingException("a page's checksum is wrong");
      }
    }
  }

  private Dictionary dictionary(PageHeader header, DictionaryPageHeader of) throws IOException {
    int size = header.getUncompressed_page_size();
    ByteBuffer bytes = decompress(0, header.getCompressed_page_size(), size);
    byte[] own = new byte[size];
    bytes.get(own);
    if (of.getNum_values() > size / Element.of(column).size()) {
      // There may be no memory for as many as a damaged page promises.
      throw new ParquetDecodingException("a dictionary holds fewer values than it says");
    }
    Encoding encoding = encoding(of.getEncoding());
    return encoding.initDictionary(
        column, new DictionaryPage(BytesInput.from(own), of.getNum_values(), encoding));
  }

  private Page page(PageHeader header, DataPageHeader of) throws IOException {
    requireRuns(of.getRepetition_level_encoding());
    requireRuns(of.getDefinition_level_encoding());
    ByteBuffer bytes =
        decompress(0, header.getCompressed_page_size(), header.getUncompressed_page_size());
    ByteBuffer repetitions = cut(bytes, bytes.getInt());
    ByteBuffer definitions = cut(bytes, bytes.getInt());
    int count = of.getNum_values();
    return new Page(
        count,
        repetitions,
        definitions,
        PageValues.of(column, encoding(of.getEncoding()), bytes.slice(), count, dictionary));
  }

  private Page page(PageHeader header, DataPageHeaderV2 of) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(stored, 0, header.getCompressed_page_size());
    ByteBuffer repetitions = cut(bytes, of.getRepetition_levels_byte_length());
    ByteBuffer definitions = cut(bytes, of.getDefinition_levels_byte_length());
    int size = header.getUncompressed_page_size() - bytes.position();
    // No values may also be compressed to no bytes.
    ByteBuffer values =
        of.isIs_compressed() && bytes.hasRemaining()
            ? decompress(bytes.position(), bytes.remaining(), size)
            : bytes;
    int count = of.getNum_values();
    return new Page(
        count,
        repetitions,
        definitions,
        PageValues.of(column, encoding(of.getEncoding()), values, count, dictionary));
  }

  /** Takes so many bytes off the front. */
  private static ByteBuffer cut(ByteBuffer bytes, int size) {
    ByteBuffer levels = bytes.slice(bytes.position(), size);
    bytes.position(bytes.position() + size);
    return levels;
  }

  private ByteBuffer decompress(int from, int length, int size) throws IOException {
    if (chunk.getCodec() == CompressionCodecName.UNCOMPRESSED) {
      return littleEndian(stored, from, length);
    }
    plain = plain.length < size ? new byte[size] : plain;
    int got;
    if (chunk.getCodec() == CompressionCodecName.SNAPPY) {
      // From array to array: Parquet's codec copies four times through streams and native buffers.
      requireSize(size, Snappy.uncompressedLength(stored, from, length));
      got = Snappy.uncompress(stored, from, length, plain, 0);
    } else {
      BytesInput compressed = BytesInput.from(stored, from, length);
      try (InputStream bytes = decompressor.decompress(compressed, size).toInputStream()) {
        got = bytes.readNBytes(plain, 0, size);
      }
    }
    requireSize(size, got);
    return littleEndian(plain, 0, size);
  }

  private static void requireSize(int size, int got) {
    if (got != size) {
      throw new ParquetDecodingException("a page of " + size + " bytes holds " + got);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes, int from, int length) {
    return ByteBuffer.wrap(bytes, from, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void requireRuns(org.apache.parquet.format.Encoding levels) {
    // Nothing else has been written since 2013.
    if (levels != org.apache.parquet.format.Encoding.RLE) {
      throw new ParquetDecodingException("levels are encoded as " + levels);
    }
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
    return Encoding.valueOf(encoding.name());
  }
}

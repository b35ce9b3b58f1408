package io.thermograd.trace.spark.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.apache.arrow.memory.util.Float16;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** The values of one page, one after the other, as float32. */
interface PageValues {
  /**
   * Reads the next {@code count} values into {@code target}.
   *
   * @throws RuntimeException if there are fewer
   */
  void read(float[] target, int from, int count);

  /** At most so many values are left: a damaged page may promise more than there is memory for. */
  int most();

  /**
   * The values of a page.
   *
   * @param column of any {@link Element}
   * @param bytes the page behind its levels
   * @param valueCount the page's values, those that are null included
   * @param dictionary the chunk's; null if it has none
   */
  static PageValues of(
      ColumnDescriptor column,
      Encoding encoding,
      ByteBuffer bytes,
      int valueCount,
      @Nullable Dictionary dictionary)
      throws IOException {
    Element element = Element.of(column);
    if (encoding == Encoding.PLAIN) {
      ByteBuffer littleEndian = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
      return switch (element) {
        case FLOAT16 -> new Halves(littleEndian.asShortBuffer());
        case FLOAT32 -> new Floats(littleEndian.asFloatBuffer());
        case FLOAT64 -> new Doubles(littleEndian.asDoubleBuffer());
      };
    }
    if (encoding.usesDictionary()) {
      if (dictionary == null) {
        throw new ParquetDecodingException("a page needs a dictionary that isn't there");
      }
      return new Indexed(indices(bytes.slice()), dictionary, element, valueCount);
    }
    ValuesReader reader = encoding.getValuesReader(column, ValuesType.VALUES);
    reader.initFromPage(valueCount, ByteBufferInputStream.wrap(bytes.slice()));
    return new Encoded(reader, element, valueCount);
  }

  private static LevelRuns indices(ByteBuffer bytes) {
    // A page of nothing but nulls may have no indices at all, not even their width.
    int width = bytes.hasRemaining() ? bytes.get() : 1;
    if (width < 0 || width > Integer.SIZE) {
      throw new ParquetDecodingException("indices of " + width + " bits");
    }
    return new LevelRuns(bytes, (int) ((1L << width) - 1));
  }

  /** Float32 values as they are, in one go: Parquet's reader puts each together byte by byte. */
  record Floats(FloatBuffer values) implements PageValues {
    @Override
    public void read(float[] target, int from, int count) {
      values.get(target, from, count);
    }

    @Override
    public int most() {
      return values.remaining();
    }
  }

  /** Float16 values as they are. */
  record Halves(ShortBuffer values) implements PageValues {
    @Override
    public void read(float[] target, int from, int count) {
      for (int i = 0; i < count; i++) {
        target[from + i] = Float16.toFloat(values.get());
      }
    }

    @Override
    public int most() {
      return values.remaining();
    }
  }

  /** Float64 values as they are. */
  record Doubles(DoubleBuffer values) implements PageValues {
    @Override
    public void read(float[] target, int from, int count) {
      for (int i = 0; i < count; i++) {
        target[from + i] = (float) values.get();
      }
    }

    @Override
    public int most() {
      return values.remaining();
    }
  }

  /**
   * Values of a dictionary. Parquet's reader makes an array of a whole run of indices, and a
   * damaged run may be as long as there is no memory for.
   */
  record Indexed(LevelRuns indices, Dictionary dictionary, Element element, int most)
      implements PageValues {
    @Override
    public void read(float[] target, int from, int count) {
      for (int i = 0; i < count; i++) {
        target[from + i] = element.at(indices.next(), dictionary);
      }
    }
  }

  /** Values of any other encoding, by Parquet's reader. */
  record Encoded(ValuesReader values, Element element, int most) implements PageValues {
    @Override
    public void read(float[] target, int from, int count) {
      for (int i = 0; i < count; i++) {
        target[from + i] = element.next(values);
      }
    }
  }
}

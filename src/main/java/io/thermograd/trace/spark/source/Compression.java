package io.thermograd.trace.spark.source;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How a file is compressed, as the end of its name says. */
enum Compression {
  NONE("") {
    @Override
    InputStream decode(InputStream raw) {
      return raw;
    }
  },
  GZIP(".gz") {
    @Override
    InputStream decode(InputStream raw) {
      return new GzipInput(raw);
    }
  },
  BZIP2(".bz2") {
    @Override
    InputStream decode(InputStream raw) throws IOException {
      // Concatenated streams are one file, as for bzip2 itself.
      return new BZip2CompressorInputStream(new BufferedInputStream(raw, READ_BYTES), true);
    }
  },
  ZSTD(".zst") {
    @Override
    InputStream decode(InputStream raw) throws IOException {
      return new ZstdInputStreamNoFinalizer(raw);
    }
  };

  static final int READ_BYTES = 64 << 10;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  static Compression of(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    for (Compression compression : values()) {
      if (compression != NONE && name.endsWith(compression.suffix)) {
        return compression;
      }
    }
    return NONE;
  }

  /** The decompressed bytes; closing them closes {@code raw}. */
  abstract InputStream decode(InputStream raw) throws IOException;

  /** Whether the decoder may drop bytes that it had decoded when it throws. */
  boolean losesBytesAtFault() {
    return this == BZIP2 || this == ZSTD;
  }
}

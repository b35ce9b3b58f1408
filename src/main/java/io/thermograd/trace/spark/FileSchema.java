package io.thermograd.trace.spark;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.spark.source.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.FileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.jspecify.annotations.Nullable;

/**
 * The schema of one columnar file, or why it can't be read. Spark takes one file's schema for all:
 * columns that other files lack become silent nulls, other types and damaged files fail the job. So
 * files are read in groups of one schema, and damaged ones not at all.
 *
 * @param path the file
 * @param signature the schema in the words of the file's format, the same for files that can be
 *     read together; empty if it can't be read
 * @param fault why it can't be read; null if it can
 * @param detail the fault in a few words; empty without one
 */
record FileSchema(String path, String signature, @Nullable RejectReason fault, String detail)
    implements Serializable {
  private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Magic, footer's length, magic: less isn't a Parquet file. */
  private static final int LEAST_PARQUET_BYTES = 12;

  /** Reads the schema of {@code path}: its footer or header, no row. */
  static FileSchema of(InputFormat format, String path, long length, Configuration conf) {
    try {
      if (InputFile.isPipe(path, conf)) {
        return faulty(path, RejectReason.UNREADABLE, InputFile.PIPE);
      }
      if (InputFile.isForThisReaderOnly(path, conf)) {
        String detail = "no columnar file whose name has a colon can be read here; rename it";
        return faulty(path, RejectReason.UNREADABLE, detail);
      }
      String signature =
          switch (format) {
            case PARQUET -> parquet(path, length, conf);
            case ORC -> orc(path, conf);
            case AVRO -> avro(path, conf);
            default -> throw new IllegalArgumentException("Invalid format: " + format);
          };
      return signature == null
          ? faulty(path, RejectReason.CORRUPT, "not a whole " + format + " file")
          : new FileSchema(path, signature, null, "");
    } catch (FileNotFoundException | org.apache.hadoop.security.AccessControlException e) {
      return faulty(path, RejectReason.UNREADABLE, String.valueOf(e.getMessage()));
    } catch (IOException | AvroRuntimeException e) {
      return faulty(path, RejectReason.CORRUPT, String.valueOf(e.getMessage()));
    }
  }

  private static FileSchema faulty(String path, RejectReason reason, String detail) {
    return new FileSchema(path, "", reason, detail);
  }

  private static @Nullable String parquet(String path, long length, Configuration conf)
      throws IOException {
    if (!isWholeParquet(new Path(path), length, conf)) {
      return null;
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new Path(path), conf),
            // Without them Hadoop's files of settings are read anew for each file.
            HadoopReadOptions.builder(conf)
                .withMetadataFilter(ParquetMetadataConverter.SKIP_ROW_GROUPS)
                .build())) {
      return reader.getFooter().getFileMetaData().getSchema().toString();
    }
  }

  /** Looked at first since Parquet's reader says it by a bare RuntimeException. */
  private static boolean isWholeParquet(Path path, long length, Configuration conf)
      throws IOException {
    byte[] end = new byte[8];
    // Opened first: a file that isn't there isn't one that is too short.
    try (FSDataInputStream in = path.getFileSystem(conf).open(path)) {
      if (length < LEAST_PARQUET_BYTES) {
        return false;
      }
      in.readFully(length - end.length, end);
    }
    long footer =
        (end[0] & 0xFFL) | (end[1] & 0xFFL) << 8 | (end[2] & 0xFFL) << 16 | (end[3] & 0xFFL) << 24;
    return Arrays.equals(end, 4, 8, PARQUET_MAGIC, 0, 4) && footer + LEAST_PARQUET_BYTES <= length;
  }

  private static String orc(String path, Configuration conf) throws IOException {
    try (Reader reader = OrcFile.createReader(new Path(path), OrcFile.readerOptions(conf))) {
      return reader.getSchema().toString();
    }
  }

  private static String avro(String path, Configuration conf) throws IOException {
    try (FsInput in = new FsInput(new Path(path), conf);
        FileReader<Object> reader = DataFileReader.openReader(in, new GenericDatumReader<>())) {
      return reader.getSchema().toString();
    }
  }
}

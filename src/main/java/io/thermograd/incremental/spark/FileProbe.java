package io.thermograd.incremental.spark;

import io.thermograd.incremental.ChangeKind;
import io.thermograd.incremental.ContentMark;
import io.thermograd.incremental.FileChange;
import io.thermograd.incremental.ReadFile;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.TraceReader;
import io.thermograd.trace.spark.source.InputFile;
import java.io.IOException;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks into one file that is new or not as it was: has it grown, and where does its last whole
 * line end? Reads at most a few blocks of {@link ContentMark#SAMPLE_BYTES}.
 *
 * @param input how it is read
 * @param file as it is listed now
 * @param known what was remembered of it; null if nothing
 */
record FileProbe(TraceInput input, InputFile file, @Nullable ReadFile known)
    implements Serializable {

  /** Whether only what was added is read when the file has grown: an uncompressed text. */
  static boolean isReadInParts(TraceInput input, InputFile file) {
    return TraceReader.isLineByLine(input) && file.isSplittable();
  }

  FileChange look(Configuration configuration) {
    if (!isReadInParts(input, file)) {
      return whole(ContentMark.whole(file.length()));
    }
    try (FSDataInputStream in = InputFile.open(file.path(), configuration)) {
      return look(in);
    } catch (IOException e) {
      // Reading it will say so in the quarantine; all of it counts as unfinished.
      return whole(new ContentMark(0, digest(new byte[0]), digest(new byte[0])));
    }
  }

  private FileChange look(FSDataInputStream in) throws IOException {
    ReadFile before = known;
    if (before != null
        && before.completeness() == ReadFile.Completeness.COMPLETE
        && file.length() > before.length()
        && mark(in, before.mark().settled()).equals(before.mark())) {
      long from = before.mark().settled();
      return new FileChange(input, file, ChangeKind.GROWN, from, mark(in, settled(in, from)));
    }
    return whole(mark(in, settled(in, 0)));
  }

  private FileChange whole(ContentMark mark) {
    return new FileChange(
        input, file, known == null ? ChangeKind.NEW : ChangeKind.CHANGED, 0, mark);
  }

  private static ContentMark mark(FSDataInputStream in, long settled) throws IOException {
    int sample = (int) Math.min(ContentMark.SAMPLE_BYTES, settled);
    return new ContentMark(
        settled, digest(read(in, 0, sample)), digest(read(in, settled - sample, sample)));
  }

  /** Where the last line end from {@code from} on ends; {@code from} if there is none. */
  private long settled(FSDataInputStream in, long from) throws IOException {
    long end = file.length();
    while (end > from) {
      int block = (int) Math.min(ContentMark.SAMPLE_BYTES, end - from);
      byte[] bytes = read(in, end - block, block);
      for (int i = block - 1; i >= 0; i--) {
        if (bytes[i] == '\n') {
          return end - block + i + 1;
        }
      }
      end -= block;
    }
    return from;
  }

  private static byte[] read(FSDataInputStream in, long from, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(from, bytes, 0, length);
    return bytes;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

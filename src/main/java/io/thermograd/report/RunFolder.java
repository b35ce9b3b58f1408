package io.thermograd.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that TensorBoard takes for a run of this name: the name itself where that is a safe
 * path, as the names of runs read from event files are. Bytes that file systems or listings treat
 * specially are written as {@code %41}, so no two runs share a folder and none leaves its parent.
 * Of a name too long for a path the beginning is kept, and a hash of the whole.
 */
public final class RunFolder {
  private static final String SAFE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.,=+@() ";

  /** Of file systems 255 bytes; a little is left for the escape of a first or last byte. */
  private static final int MAX_BYTES = 240;

  /** Of paths 4,096 bytes as a rule, of which most are left to where the folder stands. */
  private static final int MAX_PATH = 1000;

  private static final int LEGIBLE = 200;
  private static final String OF_EVENTS = "events.out.tfevents";

  private RunFolder() {}

  /** The relative path, with {@code /} between folders. */
  public static String of(String run) {
    String[] parts = run.split("/", -1);
    String path =
        Stream.of(parts).allMatch(part -> !part.isEmpty() && safe(part).length() <= MAX_BYTES)
            ? Stream.of(parts).map(RunFolder::safe).collect(Collectors.joining("/"))
            : cut(safe(run));
    return path.length() <= MAX_PATH ? path : digest(run);
  }

  /** The first part is shorter than one that is cut, so that no other name has this path. */
  private static String digest(String run) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(run.getBytes(StandardCharsets.UTF_8));
      return safe(run).substring(0, LEGIBLE) + "/%-" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A name too long for one folder goes on in the next. */
  private static String cut(String name) {
    StringBuilder path = new StringBuilder();
    for (int from = 0; from < name.length(); from += MAX_BYTES) {
      // The slash can't come from the name: there it is an escape.
      path.append(from == 0 ? "" : "/%-")
          .append(name, from, Math.min(name.length(), from + MAX_BYTES));
    }
    return path.isEmpty() ? "%-" : path.toString();
  }

  private static String safe(String part) {
    StringBuilder name = new StringBuilder();
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      // Readers pass over names that begin with these, . and .. are other folders, and a folder
      // named as the files in it would be in their way.
      boolean hidden = i == 0 && (c == '.' || c == '_' || c == ' ' || part.startsWith(OF_EVENTS));
      boolean last = i == bytes.length - 1 && c == ' ';
      name.append(
          SAFE.indexOf(c) >= 0 && !hidden && !last
              ? String.valueOf(c)
              : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return name.toString();
  }
}

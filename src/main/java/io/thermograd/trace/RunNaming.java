package io.thermograd.trace;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The run of a file whose records don't name one, from the file's path.
 *
 * @param pattern a pattern, found in the path, whose group {@code run} is the run's id; null: by
 *     {@code part}
 * @param part the part of the path that names the run without a pattern
 * @param root the input's own folder, as paths of its files begin; empty while not known
 */
public record RunNaming(@Nullable String pattern, Part part, String root) implements Serializable {
  private static final Pattern SUFFIXES =
      Pattern.compile(
          "(?:\\.(?:jsonl|ndjson|json|csv|parquet|orc|avro))?(?:\\.(?:gz|bz2|zst))?$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-\\d+");
  private static final String RUN_GROUP = "(?<run>";

  /** Which part of a path names the run. */
  public enum Part {
    /** The file's name without the suffixes of its format and compression. */
    FILE_NAME,
    /** The folder that holds the file; of a folder {@code checkpoint-N} the one above. */
    FOLDER,
    /** The path of that folder below the input's own; {@code .} for the input's own itself. */
    RELATIVE_FOLDER
  }

  public RunNaming {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(root, "root");
    if (pattern != null) {
      if (!pattern.contains(RUN_GROUP)) {
        throw new IllegalArgumentException(
            "Invalid run_from: '" + pattern + "' has no group (?<run>...)");
      }
      compile(pattern);
    }
  }

  /** A naming of files whose input's own folder isn't known yet. */
  public RunNaming(@Nullable String pattern, Part part) {
    this(pattern, part, "");
  }

  /** The same for files below {@code root}. */
  public RunNaming below(String newRoot) {
    return new RunNaming(pattern, part, newRoot);
  }

  /** The run of the file at {@code path}; null if the pattern isn't found in it. */
  public @Nullable String of(String path) {
    if (pattern != null) {
      Matcher matcher = compile(pattern).matcher(path);
      return matcher.find() ? matcher.group("run") : null;
    }
    return switch (part) {
      case FILE_NAME -> SUFFIXES.matcher(lastOf(path)).replaceFirst("");
      case FOLDER -> folderOf(path);
      case RELATIVE_FOLDER -> relativeFolderOf(path);
    };
  }

  private String relativeFolderOf(String path) {
    String folder = parentOf(path);
    if (folder.equals(root)) {
      return ".";
    }
    String above = root.endsWith("/") ? root : root + "/";
    return folder.startsWith(above) ? folder.substring(above.length()) : lastOf(folder);
  }

  private static String folderOf(String path) {
    String folder = parentOf(path);
    while (CHECKPOINT.matcher(lastOf(folder)).matches()) {
      folder = parentOf(folder);
    }
    return lastOf(folder);
  }

  private static String parentOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Pattern compile(String regex) {
    try {
      return Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Invalid run_from: " + e.getDescription() + " in '" + regex + "'", e);
    }
  }
}

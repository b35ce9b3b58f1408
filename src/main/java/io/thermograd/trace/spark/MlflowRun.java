package io.thermograd.trace.spark;

import io.thermograd.trace.TagMatch;
import io.thermograd.trace.TagMatcher;
import io.thermograd.trace.TagRole;
import io.thermograd.trace.spark.source.InputFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run in MLflow's file store that hold what maps to a role.
 *
 * @param path the run's folder of metrics: what its records are named by
 * @param metrics the metrics' files by their names, which may hold slashes
 * @param params the parameters' files by their names
 */
record MlflowRun(String path, TreeMap<String, String> metrics, TreeMap<String, String> params)
    implements Serializable {
  private static final String META = "/meta.yaml";
  private static final String METRICS = "metrics";
  private static final String PARAMS = "params";

  /** The runs among {@code files}; what belongs to no run isn't a metric. */
  static List<MlflowRun> of(List<InputFile> files, TagMatcher matcher) {
    Set<String> described = described(files);
    Map<String, MlflowRun> runs = new TreeMap<>();
    for (InputFile file : files) {
      add(file.path(), described, matcher, runs);
    }
    return new ArrayList<>(runs.values());
  }

  /**
   * The runs among {@code files}, each as one file would be listed: by its folder of metrics, as
   * long as the metrics and parameters together and as new as the newest of them.
   */
  static List<InputFile> asFiles(List<InputFile> files) {
    Set<String> described = described(files);
    Map<String, InputFile> runs = new TreeMap<>();
    for (InputFile file : files) {
      for (String kind : List.of(METRICS, PARAMS)) {
        String folder = runFolder(file.path(), kind, described);
        if (folder != null) {
          InputFile run =
              new InputFile(
                  folder + "/" + METRICS,
                  file.length(),
                  file.modificationTimeMillis(),
                  file.blockSize());
          runs.merge(run.path(), run, MlflowRun::together);
          break;
        }
      }
    }
    return List.copyOf(runs.values());
  }

  private static InputFile together(InputFile one, InputFile other) {
    return new InputFile(
        one.path(),
        one.length() + other.length(),
        Math.max(one.modificationTimeMillis(), other.modificationTimeMillis()),
        one.blockSize());
  }

  /** The folder of the run that {@link #asFiles} lists as {@code path}. */
  static String folder(String path) {
    return path.substring(0, path.length() - METRICS.length() - 1);
  }

  private static Set<String> described(List<InputFile> files) {
    Set<String> described = new HashSet<>();
    for (InputFile file : files) {
      if (file.path().endsWith(META)) {
        described.add(file.path().substring(0, file.path().length() - META.length()));
      }
    }
    return described;
  }

  private static void add(
      String path, Set<String> described, TagMatcher matcher, Map<String, MlflowRun> runs) {
    for (String kind : List.of(METRICS, PARAMS)) {
      String folder = runFolder(path, kind, described);
      if (folder != null) {
        String name = path.substring(folder.length() + kind.length() + 2);
        TagMatch match = matcher.match(name);
        boolean metric = kind.equals(METRICS);
        if (match != null && (metric || isSetting(match.role()))) {
          MlflowRun run =
              runs.computeIfAbsent(
                  folder,
                  at -> new MlflowRun(at + "/" + METRICS, new TreeMap<>(), new TreeMap<>()));
          (metric ? run.metrics : run.params).put(name, path);
        }
        return;
      }
    }
  }

  private static boolean isSetting(TagRole role) {
    return role.isOfRun() && role != TagRole.RUN;
  }

  /** The folder of the run that the file is of; null if it is of none. */
  private static @Nullable String runFolder(String path, String kind, Set<String> described) {
    String step = "/" + kind + "/";
    for (int at = path.indexOf(step); at >= 0; at = path.indexOf(step, at + 1)) {
      String folder = path.substring(0, at);
      if (described.isEmpty() || described.contains(folder)) {
        return folder;
      }
    }
    return null;
  }
}

package io.thermograd.incremental.spark;

import io.thermograd.incremental.Changes;
import io.thermograd.incremental.FileChange;
import io.thermograd.incremental.FileKey;
import io.thermograd.incremental.ReadFile;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.TraceReader;
import io.thermograd.trace.spark.source.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What has changed of the input: by path, length and modification time alone for files that stand
 * as they were, which are never opened; by {@link FileProbe} for the others, on the executors.
 */
public final class ChangeSearch {
  private static final int FILES_PER_TASK = 64;

  private ChangeSearch() {}

  /**
   * The changes since {@code known} was read.
   *
   * @param inputs all inputs of the job
   * @param known what is remembered of the files that were read
   * @throws io.thermograd.trace.spark.source.InputNotFoundException if an input isn't there
   */
  public static Changes of(SparkSession spark, List<TraceInput> inputs, Collection<ReadFile> known)
      throws IOException {
    Map<FileKey, ReadFile> byKey =
        known.stream().collect(Collectors.toMap(ReadFile::key, Function.identity()));
    Set<FileKey> listed = new HashSet<>();
    List<FileProbe> candidates = new ArrayList<>();
    for (TraceInput input : inputs) {
      for (InputFile file : TraceReader.parts(spark, input)) {
        FileKey key = new FileKey(input.readingRule(), file.path());
        // Two inputs with one rule may overlap: their files are read once.
        if (listed.add(key)) {
          ReadFile before = byKey.get(key);
          if (before == null || !isAsItWas(file, before)) {
            candidates.add(new FileProbe(input, file, before));
          }
        }
      }
    }
    List<ReadFile> removed = known.stream().filter(file -> !listed.contains(file.key())).toList();
    return new Changes(look(spark, candidates), removed, byKey);
  }

  private static boolean isAsItWas(InputFile file, ReadFile before) {
    return before.completeness() == ReadFile.Completeness.COMPLETE
        && file.length() == before.length()
        && file.modificationTimeMillis() == before.modifiedMillis();
  }

  private static List<FileChange> look(SparkSession spark, List<FileProbe> candidates) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    SerializableConfiguration configuration =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(candidates, candidates.size() / FILES_PER_TASK + 1)
        .map(candidate -> candidate.look(configuration.value()))
        .collect();
  }
}

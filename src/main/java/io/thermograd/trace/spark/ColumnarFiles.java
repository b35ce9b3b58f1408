package io.thermograd.trace.spark;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.spark.source.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The files of one columnar input, sorted by schema.
 *
 * @param groups the readable files, those of one schema together
 * @param faulty the files that can't be read
 */
record ColumnarFiles(List<Group> groups, List<FileSchema> faulty) {
  /**
   * Files of one schema.
   *
   * @param paths the files
   * @param rows their rows
   */
  record Group(List<String> paths, Dataset<Row> rows) {}

  /** Up to as many files are looked at here; a Spark job costs more than their footers. */
  private static final int MOST_LOOKED_AT_HERE = 64;

  private static final int FILES_PER_TASK = 32;

  /** Looks at each file's schema. */
  static ColumnarFiles of(SparkSession spark, InputFormat format, List<InputFile> files)
      throws IOException {
    Map<String, List<String>> bySignature = new LinkedHashMap<>();
    List<FileSchema> faulty = new ArrayList<>();
    for (FileSchema schema : schemas(spark, format, files)) {
      if (schema.fault() == null) {
        bySignature.computeIfAbsent(schema.signature(), s -> new ArrayList<>()).add(schema.path());
      } else {
        faulty.add(schema);
      }
    }
    List<Group> groups = new ArrayList<>();
    for (List<String> paths : bySignature.values()) {
      try {
        groups.add(new Group(paths, ColumnarRows.load(spark, format, paths)));
      } catch (Exception e) {
        // Scala's exceptions aren't declared.
        if (!(e instanceof AnalysisException refusal)) {
          throw e;
        }
        // Such as two columns whose names differ in case only.
        String why = "its columns can't be read: " + refusal.getSimpleMessage();
        paths.forEach(path -> faulty.add(new FileSchema(path, "", RejectReason.UNREADABLE, why)));
      }
    }
    return new ColumnarFiles(groups, faulty);
  }

  private static List<FileSchema> schemas(
      SparkSession spark, InputFormat format, List<InputFile> files) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    if (files.size() <= MOST_LOOKED_AT_HERE) {
      return files.stream()
          .map(file -> FileSchema.of(format, file.path(), file.length(), conf))
          .toList();
    }
    SerializableConfiguration shipped = new SerializableConfiguration(conf);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return DescribedJob.run(
        spark,
        "Looking at the schemas of " + files.size() + " files",
        () ->
            context
                .parallelize(files, 1 + files.size() / FILES_PER_TASK)
                .map(file -> FileSchema.of(format, file.path(), file.length(), shipped.value()))
                .collect());
  }
}

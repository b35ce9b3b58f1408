package io.thermograd.testing;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one local Spark session of a test JVM: a test says {@code @ExtendWith(LocalSpark.class)} and
 * takes a {@code SparkSession} as parameter of its constructor, its set-up or its test methods, or
 * calls {@link #session()}.
 *
 * <p>The session is made at first use and lives until the JVM ends, since a new one costs seconds.
 */
public final class LocalSpark implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return session();
  }

  public static SparkSession session() {
    return Holder.SESSION;
  }

  private static final class Holder {
    static final SparkSession SESSION =
        SparkSession.builder()
            .master("local[2]")
            .appName("thermograd-tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            // As jobs on tiny inputs have it: compiling and replanning cost more than they save.
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.artifact.isolation.enabled", "false")
            .config("spark.shuffle.sort.bypassMergeThreshold", "1")
            .config("spark.sql.ui.explainMode", "simple")
            .config("spark.sql.debug.maxToStringFields", "0")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.legacy.parquet.nanosAsLong", "true")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.databricks.delta.allFilesInCrc.enabled", "false")
            .config("spark.delta.logStore.fault.impl", "io.delta.storage.LocalLogStore")
            .config("spark.hadoop.fs.file.impl", "io.thermograd.store.PlainLocalFileSystem")
            .config(
                "spark.hadoop.fs.AbstractFileSystem.file.impl", "io.thermograd.store.PlainLocalFs")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
  }
}

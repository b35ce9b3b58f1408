package io.thermograd.job;

import io.thermograd.job.declaration.ReportDeclaration;
import io.thermograd.report.spark.EventFiles;
import io.thermograd.report.spark.PageTables;
import io.thermograd.report.spark.ReportFiles;
import io.thermograd.store.StoreBatch;
import io.thermograd.store.StoreReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The report page of a store, made of a batch's files and put in the place of the one before. */
final class StorePage {
  private static final String STAGED = ".report.new";

  private StorePage() {}

  /** Whether a page is there. */
  static boolean isThere(SparkSession spark, String store) throws IOException {
    Path page = new Path(store, ReportFiles.PAGE);
    return page.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(page);
  }

  /**
   * Writes the page of a batch.
   *
   * @param wanted the page, event files, or both
   * @param findings sentences about all runs
   */
  static void write(
      SparkSession spark,
      String path,
      StoreBatch batch,
      ReportDeclaration wanted,
      List<String> findings)
      throws IOException {
    StoreReader reader = new StoreReader(spark, path);
    Map<String, List<String>> tables = new LinkedHashMap<>();
    for (String table : ReportFiles.TABLES) {
      tables.put(table, reader.files(table, batch));
    }
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    Path store = new Path(path);
    Path staged = new Path(store, STAGED);
    FileSystem files = store.getFileSystem(configuration);
    files.delete(staged, true);
    try {
      PageTables from = new PageTables(tables);
      List<String> making = new ArrayList<>();
      if (wanted.html()) {
        ReportFiles.write(configuration, from, staged, findings, () -> spark);
        making.addAll(List.of(ReportFiles.PARTS, ReportFiles.PAGE));
      }
      if (wanted.tensorboard()) {
        EventFiles.write(spark, from, staged);
        making.add(EventFiles.FOLDER);
      }
      for (String made : making) {
        files.delete(new Path(store, made), true);
        if (files.exists(new Path(staged, made))) {
          files.rename(new Path(staged, made), new Path(store, made));
        }
      }
    } finally {
      files.delete(staged, true);
    }
  }
}

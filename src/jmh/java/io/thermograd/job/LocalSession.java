package io.thermograd.job;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** A session on two cores with the settings that submit/local gives a job of so much input. */
public final class LocalSession {
  private LocalSession() {}

  public static SparkSession of(long inputBytes) {
    SparkConf conf = new SparkConf().setMaster("local[2]");
    Properties local = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of("conf/local.conf"))) {
      local.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    local.forEach((key, value) -> conf.setIfMissing((String) key, (String) value));
    return SparkSession.builder()
        .config(Session.configured(conf, "bench", inputBytes))
        .getOrCreate();
  }
}

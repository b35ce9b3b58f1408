package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.store.PlainLocalFileSystem;
import io.thermograd.store.PlainLocalFs;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static SparkConf configured(SparkConf conf, long bytes) {
    return Session.configured(conf, "demo", bytes);
  }

  @Test
  void shufflesAreSizedByTheInput() {
    assertThat(configured(new SparkConf(false), 0).get("spark.sql.shuffle.partitions"))
        .isEqualTo("8");
    assertThat(configured(new SparkConf(false), 10L << 30).get("spark.sql.shuffle.partitions"))
        .isEqualTo("321");
    assertThat(configured(new SparkConf(false), 1L << 50).get("spark.sql.shuffle.partitions"))
        .isEqualTo("2000");
  }

  @Test
  void onOneMachineASmallInputIsShuffledInNoMoreTasksThanCores() {
    SparkConf conf = new SparkConf(false).set("spark.master", "local[*]");
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(configured(conf, 1 << 20).get("spark.sql.shuffle.partitions"))
        .isEqualTo(Integer.toString(Math.min(8, cores)));
    assertThat(conf.get("spark.sql.codegen.wholeStage")).isEqualTo("false");
    assertThat(conf.get("spark.sql.codegen.factoryMode")).isEqualTo("NO_CODEGEN");
    SparkConf larger = new SparkConf(false).set("spark.master", "local[*]");
    assertThat(configured(larger, 1L << 30).get("spark.sql.codegen.wholeStage")).isEqualTo("true");
    assertThat(larger.get("spark.sql.codegen.factoryMode")).isEqualTo("FALLBACK");
  }

  @Test
  void whatIsPersistedIsReplannedWhereverPlansAre() {
    String persisted = "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning";
    SparkConf small = configured(new SparkConf(false), 1L << 20);
    assertThat(small.get(persisted)).isEqualTo(small.get("spark.sql.adaptive.enabled"));
    SparkConf large = configured(new SparkConf(false), 1L << 30);
    assertThat(large.get(persisted)).isEqualTo("true");
    assertThat(large.get("spark.sql.adaptive.enabled")).isEqualTo("true");
    assertThat(large.get("spark.sql.adaptive.advisoryPartitionSizeInBytes"))
        .isEqualTo(Long.toString(32L << 20));
  }

  @Test
  void whatSparkSubmitSaysHoldsSaveTheTimeZone() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.sql.shuffle.partitions", "7")
            .set("spark.sql.session.timeZone", "Asia/Tokyo");
    assertThat(configured(conf, 0).get("spark.sql.shuffle.partitions")).isEqualTo("7");
    assertThat(conf.get("spark.sql.session.timeZone")).isEqualTo("UTC");
    assertThat(conf.get("spark.app.name")).isEqualTo("thermograd demo");
    assertThat(conf.get("spark.shuffle.sort.bypassMergeThreshold")).isEqualTo("1");
    assertThat(conf.get("spark.sql.objectHashAggregate.sortBased.fallbackThreshold"))
        .isEqualTo("1000000");
  }

  @Test
  void tasksKeepMoreOfTheHeapThanSparkLeavesThem() {
    String key = "spark.memory.fraction";
    assertThat(configured(new SparkConf(false), 0).get(key)).isEqualTo("0.4");
    assertThat(configured(new SparkConf(false).set(key, "0.7"), 0).get(key)).isEqualTo("0.7");
  }

  @Test
  void onOneMachineNoProcessIsStartedForAPermission() {
    String key = "spark.hadoop.fs.file.impl";
    SparkConf local = new SparkConf(false).set("spark.master", "local[2]");
    assertThat(configured(local, 0).get(key)).isEqualTo(PlainLocalFileSystem.class.getName());
    assertThat(local.get("spark.hadoop.fs.AbstractFileSystem.file.impl"))
        .isEqualTo(PlainLocalFs.class.getName());
    SparkConf cluster = new SparkConf(false).set("spark.master", "spark://host:7077");
    assertThat(configured(cluster, 0).contains(key)).isFalse();
    SparkConf told = new SparkConf(false).set("spark.master", "local[2]").set(key, "another");
    assertThat(configured(told, 0).get(key)).isEqualTo("another");
  }

  @Test
  void aJobsClassesAreItsJarsAlone() {
    assertThat(configured(new SparkConf(false), 0).get("spark.sql.artifact.isolation.enabled"))
        .isEqualTo("false");
  }

  @Test
  void deltasChecksumsHoldNoListsOfFilesUnlessSparkSubmitSaysSo() {
    String key = "spark.databricks.delta.allFilesInCrc.enabled";
    assertThat(Session.withDelta(new SparkConf(false)).get(key)).isEqualTo("false");
    assertThat(Session.withDelta(new SparkConf(false).set(key, "true")).get(key)).isEqualTo("true");
  }

  @Test
  void theWebInterfaceIsOffOnALaptopOnly() {
    SparkConf local = configured(new SparkConf(false).setMaster("local[*]"), 0);
    SparkConf cluster = configured(new SparkConf(false).setMaster("spark://h:7077"), 0);
    assertThat(local.get("spark.ui.enabled")).isEqualTo("false");
    assertThat(cluster.contains("spark.ui.enabled")).isFalse();
  }

  @Test
  void aMasterComesFromSparkSubmit() {
    assertThatThrownBy(() -> new Session().open("x", 0))
        .isInstanceOf(UserMistake.class)
        .hasMessage(
            """
            cannot start Spark
              cause: no master is set
              remedy: start jobs by submit/local or spark-submit""");
  }
}

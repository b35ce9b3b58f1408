package io.thermograd.bench;

import io.thermograd.bench.DuckDbMoments.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The ways that are compared. */
enum Way {
  /** DuckDB, a sum per coordinate and a dot product in double. */
  DUCKDB,
  /** The same with the dot product in float, which is where the figures begin to differ. */
  DUCKDB_FLOAT,
  /** DuckDB as most would write it. */
  DUCKDB_UNNEST,
  /** Thermograd's reader, and of the moments only n, mean, central sums and norms. */
  MOMENTS,
  /** The same from a column of binary little-endian float32. */
  MOMENTS_BINARY,
  /** Every column of layer_epoch. */
  LAYER_EPOCH,
  /** The job's first stages: records cached, sessions resolved, every column of layer_epoch. */
  STAGES,
  /** Spark decodes the columns and does nothing with them. */
  DECODE;

  private static final int MANY_GROUPS = 50_000;

  Contender of(Source source) {
    return switch (this) {
      case DUCKDB -> new DuckDbMoments(source, Sql.DOUBLE_DOT);
      case DUCKDB_FLOAT -> new DuckDbMoments(source, Sql.FLOAT_DOT);
      case DUCKDB_UNNEST -> new DuckDbMoments(source, Sql.UNNEST);
      case MOMENTS, MOMENTS_BINARY, LAYER_EPOCH, STAGES, DECODE -> new SparkMoments(source, this);
    };
  }

  boolean duckDb() {
    return this == DUCKDB || this == DUCKDB_FLOAT || this == DUCKDB_UNNEST;
  }

  /** Whether its moments are those of the coordinates, which layer_epoch scales to the layer. */
  boolean comparable(Shape shape) {
    return switch (this) {
      case DECODE -> false;
      case LAYER_EPOCH, STAGES -> shape.order() != Shape.Order.COPIES;
      default -> true;
    };
  }

  /** What it reads. */
  Source source(Shape shape, Path root) {
    return shape.source(this == MOMENTS_BINARY ? shape.binaryFolder(root) : shape.folder(root));
  }

  /** Flags of its JVM beside those that both have. */
  List<String> jvmOptions() {
    return duckDb() ? List.of("-Xmx1g") : List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch");
  }

  /** The plain SQL of a million groups and the scalars' other SQL would only cost time. */
  boolean measures(Shape shape) {
    return switch (this) {
      case DUCKDB_FLOAT, MOMENTS -> shape.vectors();
      case MOMENTS_BINARY -> shape.vectors() && shape.order() != Shape.Order.COPIES;
      case DUCKDB_UNNEST -> shape.vectors() && shape.groups() < MANY_GROUPS;
      default -> true;
    };
  }

  /** The way of a label. */
  static Way labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

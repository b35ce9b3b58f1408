package io.thermograd.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** DuckDB on the same files, with two threads. */
final class DuckDbMoments implements Contender {
  /** How the query is put. */
  enum Sql {
    DOUBLE_DOT,
    FLOAT_DOT,
    UNNEST
  }

  private final Connection connection;
  private final String query;

  DuckDbMoments(Source source, Sql sql) {
    String files =
        source.json()
            ? "read_json('"
                + source.files()
                + "', format = 'newline_delimited', columns = {run: 'VARCHAR', layer: 'VARCHAR',"
                + " epoch: 'INTEGER', step: 'BIGINT', grad: 'FLOAT[]'})"
            : "read_parquet('" + source.files() + "')";
    query = source.vectors() ? vectors(source, files, sql) : scalars(files);
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      execute("SET threads = 2");
      execute("SET preserve_insertion_order = false");
      execute("SET memory_limit = '8GB'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String vectors(Source source, String files, Sql sql) {
    // In Parquet all vectors are of one length; elsewhere a shorter one has no more coordinates.
    String sum = source.json() ? "coalesce(sum(grad[%1$d]), 0) AS s%1$d" : "sum(grad[%1$d]) AS s%1$d";
    return switch (sql) {
      case DOUBLE_DOT -> sums(files, source.dimension(), sum, "::DOUBLE[]");
      case FLOAT_DOT -> sums(files, source.dimension(), sum, "");
      case UNNEST -> unnest(files);
    };
  }

  private static String sums(String files, int dimension, String sum, String cast) {
    String sums =
        IntStream.rangeClosed(1, dimension)
            .mapToObj(sum::formatted)
            .collect(Collectors.joining(", "));
    String squares = sumOfSquares(1, dimension);
    return "SELECT run, layer, epoch, n, sqrt(m) AS mean_norm, (q - n * m) / (n - 1) AS variance,"
        + " q / n AS second_moment FROM (SELECT run, layer, epoch, n, q, ("
        + squares
        + ") / (n * n) AS m FROM (SELECT run, layer, epoch, count(*) AS n, sum(list_dot_product(grad"
        + cast
        + ", grad"
        + cast
        + ")) AS q, "
        + sums
        + " FROM "
        + files
        + " GROUP BY run, layer, epoch))";
  }

  /** Halved again and again: DuckDB walks through expressions by recursion. */
  private static String sumOfSquares(int first, int last) {
    if (first == last) {
      return "s%1$d * s%1$d".formatted(first);
    }
    int middle = (first + last) / 2;
    return "(" + sumOfSquares(first, middle) + " + " + sumOfSquares(middle + 1, last) + ")";
  }

  private static String unnest(String files) {
    return "SELECT run, layer, epoch, max(c) AS n, sqrt(sum(m * m)) AS mean_norm, sum(v) AS variance,"
        + " sum(q) AS second_moment FROM (SELECT run, layer, epoch, i, count(*) AS c, avg(x) AS m,"
        + " var_samp(x) AS v, avg(x::DOUBLE * x) AS q FROM (SELECT run, layer, epoch,"
        + " unnest(grad) AS x, generate_subscripts(grad, 1) AS i FROM "
        + files
        + ") GROUP BY run, layer, epoch, i) GROUP BY run, layer, epoch";
  }

  private static String scalars(String files) {
    // The dot at an epoch's first step belongs to the epoch before.
    return "SELECT run, layer, epoch, count(*) AS n, sqrt(avg(gradSqNorm)) AS mean_norm,"
        + " avg(gradSqNorm) - (sum(gradDotPrev) - arg_min(gradDotPrev, step)) / (count(*) - 1)"
        + " AS variance, avg(gradSqNorm) AS second_moment FROM "
        + files
        + " GROUP BY run, layer, epoch";
  }

  @Override
  public void run() {
    String all = "SELECT sum(n), sum(mean_norm), sum(variance), sum(second_moment) FROM ";
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(all + "(" + query + ")")) {
      result.next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(Path folder) {
    try {
      execute("COPY (" + query + ") TO '" + folder + "' (FORMAT parquet, PER_THREAD_OUTPUT true)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The largest difference of two written results, of each group's second moment (mean norms: of
   * its root); infinite when they hold other groups.
   */
  static double largestDifference(Path one, Path other) throws SQLException {
    String query =
        "SELECT max(greatest(abs(a.mean_norm - b.mean_norm) / sqrt(b.second_moment),"
            + " abs(a.variance - b.variance) / b.second_moment,"
            + " abs(a.second_moment - b.second_moment) / b.second_moment)),"
            + " count(*) FILTER (a.n IS DISTINCT FROM b.n)"
            + " FROM '"
            + one
            + "/*.parquet' a FULL JOIN '"
            + other
            + "/*.parquet' b USING (run, layer, epoch)";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(2) > 0 ? Double.POSITIVE_INFINITY : result.getDouble(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public String version() {
    return version(connection);
  }

  /** The version of the library at hand. */
  static String libraryVersion() {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      return version(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String version(Connection connection) {
    try {
      return "DuckDB " + connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

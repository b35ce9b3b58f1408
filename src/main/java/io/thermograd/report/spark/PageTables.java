package io.thermograd.report.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The Parquet files of the tables that a page is made from.
 *
 * @param files of each table, in the order of its rows
 */
public record PageTables(Map<String, List<String>> files) implements Serializable {
  public PageTables {
    files = new LinkedHashMap<>(files);
  }

  /** All files of the tables' folders under {@code folder}. */
  public static PageTables under(Configuration configuration, Path folder) throws IOException {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (String table : ReportFiles.TABLES) {
      Path of = new Path(folder, table);
      List<String> parts = new ArrayList<>();
      for (FileStatus part : of.getFileSystem(configuration).listStatus(of)) {
        if (part.getPath().getName().endsWith(".parquet")) {
          parts.add(part.getPath().toString());
        }
      }
      parts.sort(null);
      files.put(table, parts);
    }
    return new PageTables(files);
  }

  /** The files of one table. */
  List<Path> of(String table) {
    return files.getOrDefault(table, List.of()).stream().map(Path::new).toList();
  }

  String[] pathsOf(String table) {
    return of(table).stream().map(Path::toString).toArray(String[]::new);
  }
}

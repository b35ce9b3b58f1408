package io.thermograd.job;

import io.thermograd.job.declaration.BoundDeclaration;
import io.thermograd.job.declaration.Mistake;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.job.declaration.Where;
import io.thermograd.report.spark.EventFiles;
import io.thermograd.report.spark.ReportFiles;
import io.thermograd.store.StoreReader;
import io.thermograd.store.TableFolder;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.TraceReader;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.trace.spark.source.InputFiles;
import io.thermograd.trace.spark.source.InputNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;

/** Looks at files before a session exists: declarations, inputs and outputs, on any file system. */
final class Storage {
  // As Spark's own readers do: what begins so is bookkeeping, such as _SUCCESS.
  private static final PathFilter VISIBLE =
      path -> !path.getName().startsWith("_") && !path.getName().startsWith(".");

  private static final Set<String> NO_TABLES =
      Set.of(TableFolder.EXPORT, ReportFiles.PARTS, EventFiles.FOLDER);

  private final Configuration configuration;

  Storage(Configuration configuration) {
    this.configuration = configuration;
  }

  /** A declaration's text. */
  String readDeclaration(String file) {
    Path path = path(file, "cannot read the declaration " + file);
    try (FSDataInputStream in = fileSystem(path).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UserMistake(
          "cannot read the declaration " + file, reason(e), "give the path of a job's YAML file");
    }
  }

  /**
   * The files of every input.
   *
   * @throws UserMistake with every input that has none
   */
  List<ListedInput> inputs(BoundDeclaration bound) {
    List<ListedInput> found = new ArrayList<>();
    List<Mistake> mistakes = new ArrayList<>();
    for (int i = 0; i < bound.declaration().inputs().size(); i++) {
      TraceInput input = bound.declaration().inputs().get(i);
      Where at = bound.inputsAt().get(i);
      try {
        List<InputFile> files =
            InputFiles.list(configuration, input.path(), TraceReader.fileNames(input.format()));
        if (files.isEmpty()) {
          mistakes.add(missing(at, input, "the folder holds no file"));
        } else {
          found.add(
              new ListedInput(
                  input,
                  files.stream().map(InputFile::path).toList(),
                  files.stream().mapToLong(InputFile::length).sum()));
        }
      } catch (InputNotFoundException e) {
        mistakes.add(missing(at, input, e.reason()));
      } catch (IOException e) {
        mistakes.add(missing(at, input, reason(e)));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new UserMistake(mistakes);
    }
    return found;
  }

  /** The tables of an output: its visible folders, sorted; empty if there is no such output. */
  List<String> tables(String output) {
    Path path = path(output, "cannot read the output " + output);
    try {
      FileSystem files = fileSystem(path);
      return files.exists(path)
          ? Arrays.stream(files.listStatus(path, VISIBLE))
              .filter(FileStatus::isDirectory)
              .map(status -> status.getPath().getName())
              .filter(name -> !NO_TABLES.contains(name))
              .sorted()
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UserMistake(
          "cannot read the output " + output, reason(e), "check the path and its permissions");
    }
  }

  /** Whether an output is a store. */
  boolean isStore(String output) {
    String problem = "cannot read the output " + output;
    path(output, problem);
    try {
      return StoreReader.isStore(configuration, output);
    } catch (IOException e) {
      throw new UserMistake(problem, reason(e), "check the path and its permissions");
    }
  }

  /** Where the tables of an output stand, also when a job was killed while it published them. */
  String published(String output) {
    String problem = "cannot read the output " + output;
    path(output, problem);
    try {
      return TableFolder.published(configuration, output).toString();
    } catch (IOException e) {
      throw new UserMistake(problem, reason(e), "check the path and its permissions");
    }
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(configuration);
  }

  private static Path path(String text, String problem) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new UserMistake(problem, reason(e), "give a path, such as out/demo or hdfs:///x");
    }
  }

  private static Mistake missing(Where at, TraceInput input, String cause) {
    return new Mistake(
        at,
        "input",
        "cannot find the traces " + input.path(),
        cause,
        "correct the path; relative paths start at the folder that the job is submitted from");
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}

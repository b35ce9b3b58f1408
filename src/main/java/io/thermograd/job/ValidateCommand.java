package io.thermograd.job;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.spark.FormatGuess;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.trace.spark.source.InputFiles;
import io.thermograd.trace.spark.source.InputNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code validate PATH...}: what logs are and what they allow, and a declaration of them. */
@Command(
    mixinStandardHelpOptions = true,
    name = "validate",
    description =
        "Look at logs: their format, names and level, what can be computed of them, and a"
            + " declaration ready to run. Reads the beginnings of files only.")
final class ValidateCommand implements Callable<Integer> {
  private static final int MOST_PATHS = 50;

  private final Terminal terminal;
  private final SessionSource sessions;
  private @Nullable SparkSession spark;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "A file, a folder or a glob.")
  private List<String> paths = new ArrayList<>();

  ValidateCommand(Terminal terminal, SessionSource sessions) {
    this.terminal = terminal;
    this.sessions = sessions;
  }

  @Override
  public Integer call() throws IOException {
    Configuration conf = Session.hadoopConfiguration();
    List<ValidatedInput> inputs = new ArrayList<>();
    int strangers = 0;
    try {
      InputValidation validation = new InputValidation(conf, this::session);
      for (String path : paths) {
        List<InputFile> files = list(conf, path);
        Map<InputFormat, List<InputFile>> byFormat = new FormatGuess(conf).sorted(files);
        int known = byFormat.values().stream().mapToInt(List::size).sum();
        strangers += files.size() - known;
        String root = new Path(path).getFileSystem(conf).makeQualified(new Path(path)).toString();
        for (Map.Entry<InputFormat, List<InputFile>> of : byFormat.entrySet()) {
          boolean all = of.getValue().size() == files.size() || picksItsFiles(of.getKey());
          List<String> declared = all ? List.of(path) : paths(of.getValue());
          inputs.add(validation.of(of.getKey(), root, declared, of.getValue()));
        }
      }
    } finally {
      if (spark != null) {
        sessions.close(spark);
      }
    }
    if (inputs.isEmpty()) {
      throw new UserMistake(
          "cannot tell what " + String.join(", ", paths) + " is",
          "of " + strangers + " files none is a log of a known format",
          "give logs: JSON, CSV, Parquet, ORC or Avro files, event files, an MLflow store");
    }
    terminal.out().print(ValidationText.of(inputs, strangers));
    return ExitCode.DONE.code();
  }

  private SparkSession session() {
    SparkSession open = spark == null ? sessions.open("validate", 0) : spark;
    spark = open;
    return open;
  }

  private static List<InputFile> list(Configuration conf, String path) throws IOException {
    try {
      return InputFiles.list(conf, path);
    } catch (InputNotFoundException e) {
      throw new UserMistake(e.problem(), e.reason(), e.remedy());
    }
  }

  /** Whether reading a folder in this format leaves other files alone. */
  private static boolean picksItsFiles(InputFormat format) {
    return switch (format) {
      case TENSORBOARD, TRAINER_STATE, MLFLOW -> true;
      case JSONL, CSV, PARQUET, ORC, AVRO, JSON -> false;
    };
  }

  /** The files themselves if they are few, else globs of their folders and suffixes. */
  private static List<String> paths(List<InputFile> files) {
    if (files.size() <= MOST_PATHS) {
      return files.stream().map(InputFile::path).toList();
    }
    TreeSet<String> globs = new TreeSet<>();
    for (InputFile file : files) {
      int slash = file.path().lastIndexOf('/');
      int dot = file.path().indexOf('.', slash);
      globs.add(
          file.path().substring(0, slash) + "/*" + (dot < 0 ? "" : file.path().substring(dot)));
    }
    return List.copyOf(globs);
  }
}

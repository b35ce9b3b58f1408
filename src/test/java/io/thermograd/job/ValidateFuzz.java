package io.thermograd.job;

import io.thermograd.job.declaration.DeclarationBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as a log of any format, looked at by {@code validate}: never an exception, and the
 * declaration that is printed is one. The first byte chooses the file's name.
 */
public final class ValidateFuzz {
  private static final List<String> NAMES =
      List.of(
          "x.jsonl",
          "x.csv",
          "x.json",
          "trainer_state.json",
          "x.tfevents.1",
          "metrics/loss",
          "x",
          "x.jsonl.gz");

  private static final Path FOLDER = folder();

  private ValidateFuzz() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("thermograd-fuzz");
      Files.createDirectories(folder.resolve("mlflow/run/metrics"));
      Files.writeString(folder.resolve("mlflow/run/meta.yaml"), "run_id: run");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    String name = NAMES.get((data[0] & 0xFF) % NAMES.size());
    boolean ofStore = name.startsWith("metrics/");
    Path file = FOLDER.resolve(ofStore ? "mlflow/run/" + name : name);
    Files.write(file, Arrays.copyOfRange(data, 1, data.length));
    String path = (ofStore ? FOLDER.resolve("mlflow") : file).toString();
    JobTrial trial = JobTrial.execute("validate", path);
    Files.delete(file);
    if (trial.exitCode() == ExitCode.DONE.code()) {
      DeclarationBinder.bind(trial.out(), "printed.yaml", List.of());
    } else if (trial.exitCode() != ExitCode.MISTAKE.code()) {
      throw new AssertionError(trial.err());
    }
  }
}

package io.thermograd.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One call of a wrapper under submit/, as a process of its own.
 *
 * @param process the wrapper, which becomes the JVM
 * @param out where its standard output goes
 * @param err where its standard error goes
 */
record Submission(Process process, Path out, Path err) implements AutoCloseable {
  static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final long MOST_SECONDS = 300;

  /** What a call that has ended said. */
  record Outcome(int exitCode, String out, String err) {
    String lastLine() {
      return out.lines().reduce("", (before, line) -> line);
    }
  }

  /** Starts {@code wrapper} in {@code folder}. */
  static Submission start(
      String wrapper, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PROJECT.resolve("submit").resolve(wrapper).toString());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, wrapper, ".out");
    Path err = Files.createTempFile(folder, wrapper, ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("THERMOGRAD_MASTER");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    return new Submission(builder.start(), out, err);
  }

  /** Calls {@code wrapper} and waits until it has ended. */
  static Outcome run(
      String wrapper, Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    try (Submission submission = start(wrapper, folder, environment, arguments)) {
      return submission.outcome();
    }
  }

  Outcome outcome() throws IOException, InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Still running after " + MOST_SECONDS + " s: " + Files.readString(err));
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** As {@code kill -9}: nothing of the job's own runs any more. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}

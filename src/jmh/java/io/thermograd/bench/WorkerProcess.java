package io.thermograd.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker} as its parent sees it. */
final class WorkerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  /** Seconds of one run. */
  record Cost(double cpu, double wall) {}

  private WorkerProcess(Process process) {
    this.process = process;
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static WorkerProcess start(Way way, Source source) throws IOException {
    return new WorkerProcess(
        java(
                way.jvmOptions(),
                Worker.class,
                way.label(),
                source.folder().toString(),
                source.format().name(),
                Integer.toString(source.dimension()))
            .start());
  }

  /** A JVM with this one's class path and two processors. */
  static ProcessBuilder java(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@conf/jvm.options");
    command.add("-XX:ActiveProcessorCount=2");
    command.add("-XX:+UseParallelGC");
    command.add("-Dlog4j2.configurationFile=conf/log4j2.properties");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  Cost run() throws IOException {
    String[] nanos = ask("run").split(" ", -1);
    return new Cost(Long.parseLong(nanos[0]) / 1e9, Long.parseLong(nanos[1]) / 1e9);
  }

  String ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(Worker.ANSWER)) {
        return line.substring(Worker.ANSWER.length());
      }
    }
    throw new IOException("the process ended: " + command);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

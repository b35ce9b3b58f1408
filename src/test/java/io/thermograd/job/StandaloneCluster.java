package io.thermograd.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Master and two Workers of Spark's on the loopback interface, each in a JVM of its own. */
final class StandaloneCluster implements AutoCloseable {
  private static final long MOST_MILLIS = 60_000;
  private static final Pattern MASTER =
      Pattern.compile("Starting Spark master at (spark://\\S+:\\d+)");
  private static final Pattern REGISTERED =
      Pattern.compile("Successfully registered with (master)");

  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private String master = "";

  private StandaloneCluster(Path folder) {
    this.folder = folder;
  }

  /** Starts a cluster that keeps its files in {@code folder}. */
  static StandaloneCluster start(Path folder) throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(folder);
    try {
      cluster.startAll();
    } catch (IOException | InterruptedException | IllegalStateException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private void startAll() throws IOException, InterruptedException {
    master = await(daemon("master.Master"), MASTER);
    List<Path> logs = new ArrayList<>();
    for (String work : List.of("work1", "work2")) {
      logs.add(
          daemon(
              "worker.Worker",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--work-dir",
              folder.resolve(work).toString(),
              master));
    }
    for (Path log : logs) {
      await(log, REGISTERED);
    }
  }

  /** What THERMOGRAD_MASTER is set to. */
  String master() {
    return master;
  }

  private Path daemon(String name, String... arguments) throws IOException {
    Path home = Submission.PROJECT.resolve("target/spark");
    List<String> command = new ArrayList<>();
    command.add(Submission.PROJECT.resolve("submit/spark-home/bin/spark-class").toString());
    command.add("org.apache.spark.deploy." + name);
    // Port 0 is one that is free.
    command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(folder, name, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    processes.add(builder.start());
    return log;
  }

  private static String await(Path log, Pattern line) throws IOException, InterruptedException {
    for (long waited = 0; waited < MOST_MILLIS; waited += 100) {
      Matcher found = line.matcher(Files.readString(log));
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("Spark did not start: " + Files.readString(log));
  }

  @Override
  public void close() {
    // Executors are children of their worker's.
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().join();
    }
  }
}

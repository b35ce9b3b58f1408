package io.thermograd.bench;

import com.sun.management.OperatingSystemMXBean;
import io.thermograd.trace.InputFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process of one contender. Does what its standard input says: {@code run} measures once,
 * {@code write FOLDER} writes the result, {@code version}, {@code peak}; ends with the input.
 */
public final class Worker {
  /** How an answer begins: libraries print too. */
  static final String ANSWER = "answer ";

  private static final String WRITE = "write ";

  private Worker() {}

  /** Arguments: way, folder of the shape's files, their format, dimension. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    Way way = Way.labelled(args[0]);
    Source source =
        new Source(Path.of(args[1]), InputFormat.valueOf(args[2]), Integer.parseInt(args[3]));
    try (Contender contender = way.of(source);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(ANSWER + answer(contender, line));
      }
    }
  }

  private static String answer(Contender contender, String line) throws IOException {
    if (line.startsWith(WRITE)) {
      contender.write(Path.of(line.substring(WRITE.length())));
      return "";
    }
    return switch (line) {
      case "run" -> measure(contender);
      case "version" -> contender.version();
      case "peak" -> Long.toString(Machine.peakKilobytes("self"));
      default -> throw new IllegalArgumentException("Invalid command: " + line);
    };
  }

  private static String measure(Contender contender) {
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long wall = System.nanoTime();
    contender.run();
    wall = System.nanoTime() - wall;
    return (process.getProcessCpuTime() - cpu) + " " + wall;
  }
}

package io.thermograd.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The process of one contender. Does what its standard input says: {@code run} measures once,
 * {@code write FOLDER} writes the result, {@code version}, {@code peak}; ends with the input.
 */
public final class Worker {
  /** How an answer begins: libraries print too. */
  static final String ANSWER = "answer ";

  private static final String WRITE = "write ";

  private Worker() {}

  /** Arguments: way, folder of the shape's files, dimension. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    Way way = Way.valueOf(args[0].toUpperCase(Locale.ROOT));
    try (Contender contender = way.of(Path.of(args[1]), Integer.parseInt(args[2]));
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
      case "peak" -> Long.toString(peakKilobytes());
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

  private static long peakKilobytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}

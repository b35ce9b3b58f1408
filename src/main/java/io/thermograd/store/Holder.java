package io.thermograd.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who writes an output.
 *
 * @param host the driver's host name
 * @param pid the driver's process id
 * @param since when it began, ISO-8601 in UTC
 * @param processStarted when its process began, ISO-8601 in UTC, which tells it from a later
 *     process of the same id; empty where the system doesn't say
 */
public record Holder(String host, long pid, String since, String processStarted) {
  public Holder {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(processStarted, "processStarted");
  }

  /** This process. */
  public static Holder ofThisProcess(String host, String since) {
    ProcessHandle me = ProcessHandle.current();
    return new Holder(host, me.pid(), since, started(me));
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  String text() {
    return host + "\n" + pid + "\n" + since + "\n" + processStarted + "\n";
  }

  static Holder parse(String text) {
    List<String> lines = text.lines().toList();
    // A driver killed between creating the file and writing it leaves it empty.
    return lines.size() < 3 || !lines.get(1).matches("\\d{1,18}")
        ? new Holder("", -1, "an unknown time", "")
        : new Holder(
            lines.get(0),
            Long.parseLong(lines.get(1)),
            lines.get(2),
            lines.size() > 3 ? lines.get(3) : "");
  }

  long sinceMillis() {
    return Instant.parse(since).toEpochMilli();
  }

  boolean isDeadOn(String thisHost) {
    if (pid < 0 || !host.equals(thisHost)) {
      return pid < 0;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isEmpty() || isAnother(started(process.get()));
  }

  /** Whether the process that now has the id began at another time: the id was given out again. */
  private boolean isAnother(String started) {
    return !processStarted.isEmpty() && !started.isEmpty() && !started.equals(processStarted);
  }
}

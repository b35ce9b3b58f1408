package io.thermograd.store;

import java.util.List;
import java.util.Objects;

/**
 * Who writes an output.
 *
 * @param host the driver's host name
 * @param pid the driver's process id
 * @param since when it began, ISO-8601 in UTC
 */
public record Holder(String host, long pid, String since) {
  public Holder {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(since, "since");
  }

  String text() {
    return host + "\n" + pid + "\n" + since + "\n";
  }

  static Holder parse(String text) {
    List<String> lines = text.lines().toList();
    // A driver killed between creating the file and writing it leaves it empty: nobody lives there.
    return lines.size() < 3 || !lines.get(1).matches("\\d{1,18}")
        ? new Holder("", -1, "an unknown time")
        : new Holder(lines.get(0), Long.parseLong(lines.get(1)), lines.get(2));
  }

  boolean isDeadOn(String thisHost) {
    return pid < 0 || (host.equals(thisHost) && ProcessHandle.of(pid).isEmpty());
  }
}

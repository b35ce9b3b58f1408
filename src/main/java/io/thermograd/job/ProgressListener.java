package io.thermograd.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Says on stderr what Spark is doing: on a terminal one line that is rewritten, elsewhere a line
 * every ten seconds. It speaks when Spark tells of something, and so needs no thread of its own.
 */
final class ProgressListener extends SparkListener {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long TERMINAL_INTERVAL = NANOS_PER_SECOND / 10;
  private static final long PLAIN_INTERVAL = 10 * NANOS_PER_SECOND;

  /** A stage younger than this says nothing of its end: its first tasks warm up. */
  private static final long TELLING = 5 * NANOS_PER_SECOND;

  private static final String READING = "read traces";
  private static final String DELTA = "Delta: ";
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final long inputFiles;
  private final long inputBytes;
  private final long start;
  private final Map<Integer, String> descriptions = new LinkedHashMap<>();
  private final Map<Integer, Running> running = new LinkedHashMap<>();
  private long lastSaid;
  private boolean lineOpen;

  private static final class Running {
    final String description;
    final int tasks;
    final long bytes;
    final long since;
    int done;

    Running(String description, int tasks, long bytes, long since) {
      this.description = description;
      this.tasks = tasks;
      this.bytes = bytes;
      this.since = since;
    }
  }

  /** Of a job that reads these files. */
  ProgressListener(Terminal terminal, List<ListedInput> inputs) {
    this.terminal = terminal;
    this.inputFiles = inputs.stream().mapToLong(input -> input.files().size()).sum();
    this.inputBytes = inputs.stream().mapToLong(ListedInput::bytes).sum();
    this.start = terminal.nanos().getAsLong();
    this.lastSaid = start;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    String described =
        job.properties() == null ? null : job.properties().getProperty("spark.job.description");
    for (StageInfo stage : CollectionConverters.asJava(job.stageInfos())) {
      descriptions.put(stage.stageId(), described == null ? stage.name() : ours(described));
    }
  }

  /** Delta puts its name before a description, and what it does behind. */
  private static String ours(String described) {
    String rest = described;
    while (rest.startsWith(DELTA)) {
      rest = rest.substring(DELTA.length());
    }
    int behind = rest.indexOf(": ");
    return rest.length() == described.length() || behind < 0 ? rest : rest.substring(0, behind);
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    StageInfo stage = submitted.stageInfo();
    String description = descriptions.getOrDefault(stage.stageId(), stage.name());
    // What has no stage before it reads the files; its tasks have about equal parts of them.
    boolean reads = stage.parentIds().isEmpty() && description.startsWith(READING);
    running.put(
        stage.stageId(),
        new Running(
            description, stage.numTasks(), reads ? inputBytes : 0, terminal.nanos().getAsLong()));
    say();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    Running stage = running.get(end.stageId());
    if (stage != null && end.taskInfo().successful()) {
      stage.done++;
      say();
    }
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted completed) {
    running.remove(completed.stageInfo().stageId());
    descriptions.remove(completed.stageInfo().stageId());
  }

  /** Says a stage that isn't Spark's, at once, to a person who watches. */
  synchronized void say(String what) {
    if (terminal.kind() == Terminal.Kind.INTERACTIVE) {
      long now = terminal.nanos().getAsLong();
      write(duration(now - start) + " · " + what, now);
    }
  }

  /** Takes the open line away, for what is printed next. */
  synchronized void finish() {
    if (lineOpen) {
      terminal.err().print(CLEAR_LINE);
      terminal.err().flush();
      lineOpen = false;
    }
  }

  private void say() {
    long now = terminal.nanos().getAsLong();
    boolean interactive = terminal.kind() == Terminal.Kind.INTERACTIVE;
    if (now - lastSaid < (interactive ? TERMINAL_INTERVAL : PLAIN_INTERVAL)) {
      return;
    }
    // The stage that began first is the one that the others wait for or run beside.
    running.values().stream().findFirst().ifPresent(stage -> write(line(stage, now), now));
  }

  private String line(Running stage, long now) {
    StringBuilder line = new StringBuilder(duration(now - start));
    line.append(" · ").append(stage.description);
    if (stage.tasks > 1) {
      line.append(" · ").append(stage.done).append(" of ").append(stage.tasks).append(" tasks");
    }
    if (stage.bytes > 0 && stage.done > 0) {
      line.append(" · ").append(read(stage, now));
    }
    long since = now - stage.since;
    if (stage.done > 0 && stage.done < stage.tasks && since >= TELLING) {
      long left = since / stage.done * (stage.tasks - stage.done);
      line.append(" · this step about ").append(duration(Math.max(left, NANOS_PER_SECOND)));
      line.append(" more");
    }
    return line.toString();
  }

  /** How much of the input the tasks that are done have read, and how fast. */
  private String read(Running stage, long now) {
    double read = (double) stage.bytes * stage.done / stage.tasks;
    double seconds = (double) Math.max(1, now - stage.since) / NANOS_PER_SECOND;
    return Plan.bytes(Math.round(read))
        + " of "
        + Plan.bytes(stage.bytes)
        + " in "
        + inputFiles
        + (inputFiles == 1 ? " file at " : " files at ")
        + Plan.bytes(Math.round(read / seconds))
        + "/s";
  }

  private void write(String line, long now) {
    lastSaid = now;
    if (terminal.kind() == Terminal.Kind.INTERACTIVE) {
      int room = Math.max(1, terminal.layout().width() - 1);
      String cut = line.length() <= room ? line : line.substring(0, room);
      terminal.err().print(CLEAR_LINE + cut);
      terminal.err().flush();
      lineOpen = true;
    } else {
      terminal.err().println(line);
    }
  }

  private static String duration(long nanos) {
    long seconds = Math.round((double) nanos / NANOS_PER_SECOND);
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + " min " + seconds % 60 + " s"
        : minutes / 60 + " h " + minutes % 60 + " min";
  }
}

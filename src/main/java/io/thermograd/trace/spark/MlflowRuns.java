package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.StepAssembler;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TagMatch;
import io.thermograd.trace.TagMatcher;
import io.thermograd.trace.TagRole;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.source.FileRecord;
import io.thermograd.trace.spark.source.Framing;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.trace.spark.source.RecordSourceOptions;
import io.thermograd.trace.spark.source.SplitReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Decodes MLflow's file store: a file per metric, a line {@code timestamp value step} per value. A
 * step's values stand in several files, so a run's files are read side by side, merged by (time,
 * step, name): the order in which they were logged, as one append-only log. Parameters are settings
 * of the whole run.
 *
 * <p>A run whose metrics all stay at one step was logged without steps: its records are counted.
 * Memory: a line of each metric that maps to a role.
 */
final class MlflowRuns {
  private static final long MOST_MICROS = 1_000_000_000_000_000_000L;

  private final StepAssembler steps;
  private final RecordSourceOptions options;
  private final Configuration conf;
  private final ArrayDeque<Decoded> ready = new ArrayDeque<>();

  MlflowRuns(TraceInput input, TagMapping tags, RunFactsByPattern facts, Configuration conf) {
    this.steps = new StepAssembler(tags, input.runNaming(), facts, ready::add);
    this.options = new RecordSourceOptions(input.maxRecordBytes(), Framing.LINES);
    this.conf = conf;
  }

  /** The records of the runs that {@code files} belong to. */
  static JavaRDD<Decoded> decode(
      SparkSession spark,
      List<InputFile> files,
      TraceInput input,
      TagMapping tags,
      RunFactsByPattern facts) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    List<MlflowRun> runs = MlflowRun.of(files, new TagMatcher(tags));
    int tasks = Math.max(1, Math.min(runs.size(), 4 * context.defaultParallelism()));
    return context
        .parallelize(runs, tasks)
        .mapPartitions(part -> new MlflowRuns(input, tags, facts, conf.value()).all(part));
  }

  /** The names that were used for each role. */
  Map<TagRole, Set<String>> names() {
    return steps.names();
  }

  /** The records of {@code runs}, one run after the other. */
  Iterator<Decoded> all(Iterator<MlflowRun> runs) {
    return new Iterator<>() {
      private @Nullable Merge open;

      @Override
      public boolean hasNext() {
        while (ready.isEmpty()) {
          if (open != null && open.step()) {
            continue;
          }
          steps.endOfFile();
          if (!ready.isEmpty()) {
            break;
          }
          if (!runs.hasNext()) {
            return false;
          }
          open = new Merge(runs.next());
        }
        return true;
      }

      @Override
      public Decoded next() {
        if (!hasNext()) {
          throw new NoSuchElementException("No more records");
        }
        return ready.remove();
      }
    };
  }

  /** The next value of a metric. */
  private record Point(Metric metric, long millis, double value, long step, byte[] line) {
    static final Comparator<Point> IN_ORDER =
        Comparator.comparingLong(Point::millis)
            .thenComparingLong(Point::step)
            .thenComparing(point -> point.metric.name);
  }

  /** One metric's file while it is read. */
  private static final class Metric {
    private final String name;
    private final SplitReader lines;

    private Metric(String name, SplitReader lines) {
      this.name = name;
      this.lines = lines;
    }
  }

  /** The metrics of one run, value by value. */
  private final class Merge {
    private final MlflowRun run;
    private final PriorityQueue<Point> heads = new PriorityQueue<>(Point.IN_ORDER);
    private final boolean counted;
    private long position;

    private Merge(MlflowRun run) {
      this.run = run;
      this.counted = isWithoutSteps(run);
      putParams();
      for (Map.Entry<String, String> file : run.metrics().entrySet()) {
        advance(new Metric(file.getKey(), SplitReader.whole(conf, file.getValue(), options)));
      }
    }

    /** Puts the next value; false if there are no more. */
    private boolean step() {
      Point point = heads.poll();
      if (point == null) {
        return false;
      }
      begin();
      if (!counted) {
        steps.step(point.step);
      }
      if (Math.abs(point.millis) < MOST_MICROS / 1000) {
        steps.loggedAt(point.millis * 1000);
      }
      steps.put(point.metric.name, point.value);
      steps.end(point.line);
      advance(point.metric);
      return true;
    }

    private void begin() {
      steps.begin(new Origin(run.path(), position++));
    }

    private void putParams() {
      List<FileRecord> faults = new ArrayList<>();
      begin();
      for (Map.Entry<String, String> param : run.params().entrySet()) {
        FileRecord first = firstLine(param.getValue());
        byte[] text = first == null ? null : first.bytes();
        if (first != null && first.fault() != null) {
          faults.add(first);
        } else if (text != null) {
          putParam(param.getKey(), new String(text, StandardCharsets.UTF_8));
        }
      }
      steps.end(new byte[0]);
      faults.forEach(fault -> reject(fault.fault(), String.valueOf(fault.detail()), fault.bytes()));
    }

    private void putParam(String name, String text) {
      TagMatch match = steps.match(name);
      boolean isText = match != null && match.role() == TagRole.OPTIMIZER;
      // A parameter may be anything, such as a schedule's name: then it is no setting.
      if (isText || NumberText.real(text.strip()) != null) {
        NamedText.put(steps, name, text);
      }
    }

    private @Nullable FileRecord firstLine(String path) {
      try (SplitReader lines = SplitReader.whole(conf, path, options)) {
        return lines.next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Reads on in a metric's file, to its next value; what is none is rejected. */
    private void advance(Metric metric) {
      try {
        for (FileRecord line = metric.lines.next(); line != null; line = metric.lines.next()) {
          byte[] bytes = line.bytes();
          RejectReason fault = line.fault();
          Point point = fault == null && bytes != null ? parse(metric, bytes) : null;
          if (point != null) {
            heads.add(point);
            return;
          }
          reject(
              fault == null ? RejectReason.UNPARSABLE : fault,
              "metric "
                  + metric.name
                  + ": "
                  + (fault == null ? "not `timestamp value step`" : line.detail()),
              bytes);
        }
        metric.lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void reject(@Nullable RejectReason reason, String detail, byte @Nullable [] line) {
      begin();
      steps.reject(reason == null ? RejectReason.UNPARSABLE : reason, detail);
      steps.end(line == null ? new byte[0] : line);
    }
  }

  private static @Nullable Point parse(Metric metric, byte[] line) {
    String[] fields = new String(line, StandardCharsets.UTF_8).strip().split("\\s+", 4);
    if (fields.length < 2 || !NumberText.isWhole(fields[0])) {
      return null;
    }
    Double value = NumberText.real(fields[1]);
    String step = fields.length > 2 ? fields[2] : "0";
    if (value == null || !NumberText.isWhole(step) || step.startsWith("-")) {
      return null;
    }
    try {
      return new Point(metric, Long.parseLong(fields[0]), value, Long.parseLong(step), line);
    } catch (NumberFormatException beyond64Bits) {
      return null;
    }
  }

  /** Whether the second value of a measured metric is at the step of its first. */
  private boolean isWithoutSteps(MlflowRun run) {
    for (Map.Entry<String, String> file : run.metrics().entrySet()) {
      TagMatch match = steps.match(file.getKey());
      if (match != null && (match.role() == TagRole.LOSS || match.role().isOfLayer())) {
        try (SplitReader lines = SplitReader.whole(conf, file.getValue(), options)) {
          Metric metric = new Metric(file.getKey(), lines);
          Point first = point(metric);
          Point second = point(metric);
          if (first != null && second != null) {
            return first.step == second.step;
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return false;
  }

  private static @Nullable Point point(Metric metric) throws IOException {
    FileRecord line = metric.lines.next();
    byte[] bytes = line == null ? null : line.bytes();
    return line == null || bytes == null || line.fault() != null ? null : parse(metric, bytes);
  }
}

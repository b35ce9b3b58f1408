package io.thermograd.report.spark;

import io.thermograd.report.page.Overview;
import io.thermograd.report.page.Page;
import io.thermograd.report.page.RunPage;
import io.thermograd.report.page.RunRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Pages of {@value #RUNS_IN_PART} runs each, written by the tasks that read the runs. A page is
 * named by a hash, never by a run: a run's name is any text.
 */
final class PartPages implements Serializable {
  private static final long serialVersionUID = 1;

  static final int RUNS_IN_PART = 25;

  private static final int POINTS = 200;
  private static final int NAME_BYTES = 12;

  private final SerializableConfiguration configuration;
  private final String folder;
  private final Map<String, @Nullable Object> job;

  PartPages(
      SerializableConfiguration configuration, String folder, Map<String, @Nullable Object> job) {
    this.configuration = configuration;
    this.folder = folder;
    this.job = job;
  }

  /** Writes the pages of these runs; gives the index's entry of each run, as they are asked for. */
  Iterator<String> write(Iterator<RunRows> runs) {
    return new Iterator<>() {
      private Iterator<String> ready = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        if (!ready.hasNext() && runs.hasNext()) {
          ready = writePart(runs).iterator();
        }
        return ready.hasNext();
      }

      @Override
      public String next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more runs");
        }
        return ready.next();
      }
    };
  }

  private List<String> writePart(Iterator<RunRows> runs) {
    RunRows first = runs.next();
    String name = ReportFiles.PARTS + "/" + hash(first.name()) + ".html";
    List<String> inPart = new ArrayList<>();
    List<String> inIndex = new ArrayList<>();
    List<String> charts = new ArrayList<>();
    for (RunRows run = first; ; run = runs.next()) {
      String page = name + "#/run/" + inPart.size();
      inIndex.add(RunPage.entry(run, page));
      inPart.add(RunPage.entry(run, null));
      charts.add(RunPage.json(run, POINTS));
      if (inPart.size() == RUNS_IN_PART || !runs.hasNext()) {
        break;
      }
    }
    Overview overview = new Overview(job, List.of(), inPart, Overview.Place.PART, 0);
    Path file = new Path(folder, name);
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                file.getFileSystem(configuration.value()).create(file, true),
                StandardCharsets.UTF_8))) {
      Page.write(job.get("job") + " · Thermograd", overview.json(), charts, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inIndex;
  }

  private static String hash(String run) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(run.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package io.thermograd.report.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands above the runs.
 *
 * @param job the row of {@code batches}
 * @param findings sentences about all runs
 * @param runs {@link RunPage#entry} of each run, as JSON, in the page's order
 * @param place what the page is
 * @param notShown runs of the job that the page leaves out
 */
public record Overview(
    Map<String, @Nullable Object> job,
    List<String> findings,
    List<String> runs,
    Place place,
    long notShown) {

  /** What a page is. */
  public enum Place {
    /** All of the report. */
    WHOLE,
    /** The overview; runs' charts are in parts, each run's named by its entry's {@code page}. */
    INDEX,
    /** Some runs with their charts, beside an index. */
    PART
  }

  public Overview {
    Objects.requireNonNull(place, "place");
    findings = List.copyOf(findings);
    runs = List.copyOf(runs);
  }

  /** As JSON that may stand in HTML. */
  public String json() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("job", job);
    all.put("findings", findings);
    all.put("place", place.name());
    all.put("not_shown", notShown);
    all.put("runs", runs.stream().map(PageJson.Ready::new).toList());
    return PageJson.of(all);
  }
}

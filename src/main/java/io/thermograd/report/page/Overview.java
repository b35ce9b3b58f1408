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
 * @param runs {@link RunPage#entry} of each run, in the page's order
 * @param place where the runs' own pages are
 * @param notShown runs of the job that the page leaves out
 */
public record Overview(
    Map<String, @Nullable Object> job,
    List<String> findings,
    List<Map<String, @Nullable Object>> runs,
    Place place,
    long notShown) {

  /** Where the runs' own pages are. */
  public enum Place {
    /** In the same page. */
    INLINE,
    /** In files of their own, each run's named by its entry's {@code page}. */
    FILES,
    /** This is a page of a single run, beside others. */
    SINGLE
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
    all.put("runs", runs);
    return PageJson.of(all);
  }
}

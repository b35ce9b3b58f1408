package io.thermograd.verdict;

/**
 * What became of a run's records: {@code read = used + superseded + quarantined}.
 *
 * @param read records that name the run
 * @param used records behind the results, those that aren't finite included
 * @param superseded records that a later session or a repeat replaced
 * @param quarantined rejected records
 * @param cut rejected records that say that a file ended too early or was damaged
 * @param unusedValues named values of the run's logs that are in no record
 */
public record RunCounts(
    long read, long used, long superseded, long quarantined, long cut, long unusedValues) {
  public RunCounts {
    boolean possible = used >= 0 && superseded >= 0 && quarantined >= 0 && unusedValues >= 0;
    if (!possible || cut < 0 || cut > quarantined) {
      throw new IllegalArgumentException(
          "Invalid counts: " + used + ", " + superseded + ", " + quarantined + ", " + cut);
    }
    if (read != used + superseded + quarantined) {
      throw new IllegalArgumentException(
          "Counts don't add up: "
              + read
              + " read, "
              + used
              + " used, "
              + superseded
              + " superseded, "
              + quarantined
              + " quarantined");
    }
  }
}

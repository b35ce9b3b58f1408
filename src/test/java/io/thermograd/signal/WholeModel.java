package io.thermograd.signal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Real runs, summed over their layers by an independent program. */
final class WholeModel {
  private static final int BATCHES = 13;

  private WholeModel() {}

  static SignalSeries of(String run) throws IOException {
    List<String[]> rows = rows(run);
    int n = rows.size();
    Double[] means = new Double[n];
    Double[] variances = new Double[n];
    Double[] snr = new Double[n];
    int[] batches = new int[n];
    Arrays.fill(batches, BATCHES);
    for (int i = 0; i < n; i++) {
      means[i] = Double.valueOf(rows.get(i)[2]);
      variances[i] = Double.valueOf(rows.get(i)[3]);
      snr[i] = means[i] / Math.sqrt(variances[i]);
    }
    int[] epochs = rows.stream().mapToInt(row -> Integer.parseInt(row[1])).toArray();
    return new SignalSeries(run, "*", epochs, means, variances, snr, new Double[n], batches);
  }

  private static List<String[]> rows(String run) throws IOException {
    try (InputStream stream =
            Objects.requireNonNull(
                WholeModel.class.getResourceAsStream("/signal/whole_model.csv"), "fixture");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> line.startsWith(run + ","))
          .map(line -> line.split(",", -1))
          .toList();
    }
  }
}

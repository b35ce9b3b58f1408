package io.thermograd.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The moments of traces by a plain loop, for comparison: no class of the project, its own reading,
 * double precision over float32 coordinates, the whole run in memory, two passes.
 *
 * <p>Files are taken in the order in which they are added. What starts a file, or follows a drop in
 * step inside it, is a session of its (run, layer): it supersedes every older row from its first
 * step on.
 */
public final class ReferenceTrace {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** What moments are of. */
  public record Key(String run, String layer, int epoch) {}

  /** The moments of one key; what can't be computed is null. */
  public record Moments(
      long n,
      long nonFinite,
      long superseded,
      @Nullable Double gradMeanNorm,
      @Nullable Double gradVariance,
      @Nullable Double gradSecondMoment,
      @Nullable Double gradSignalSquared,
      @Nullable Double snr,
      @Nullable Double weightNorm,
      @Nullable Double gradSqNormMean) {}

  private record Series(String run, String layer) {}

  private record Gradient(
      int epoch,
      long step,
      int batchSize,
      float[] grad,
      @Nullable Double paramCount,
      @Nullable Double weightNorm,
      @Nullable Double sqNorm) {}

  private final Map<Series, List<Gradient>> kept = new LinkedHashMap<>();
  private final Map<Key, Long> superseded = new LinkedHashMap<>();

  /** Adds the gradient rows of a file, decompressed by its name's suffix. */
  public ReferenceTrace add(Path file) {
    Map<Series, Long> lastStep = new LinkedHashMap<>();
    try {
      for (String line : lines(file)) {
        Map<String, Object> row = parse(line);
        Object layer = row.get("layer");
        if (layer != null) {
          add(new Series(text(row, "run"), layer.toString()), gradient(row), lastStep);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
    return this;
  }

  private void add(Series series, Gradient row, Map<Series, Long> lastStep) {
    List<Gradient> rows = kept.computeIfAbsent(series, s -> new ArrayList<>());
    Long before = lastStep.put(series, row.step());
    boolean newSession = before == null || row.step() < before;
    boolean repeat = before != null && row.step() == before;
    if (newSession || repeat) {
      for (Gradient old : List.copyOf(rows)) {
        if (old.step() >= row.step()) {
          superseded.merge(new Key(series.run(), series.layer(), old.epoch()), 1L, Long::sum);
          rows.remove(old);
        }
      }
    }
    rows.add(row);
  }

  /**
   * The moments of every key.
   *
   * @param datasetSizes by the prefix of the runs' names
   */
  public Map<Key, Moments> moments(Map<String, Integer> datasetSizes) {
    Map<Key, List<Gradient>> groups = new LinkedHashMap<>();
    superseded.keySet().forEach(key -> groups.put(key, new ArrayList<>()));
    kept.forEach(
        (series, rows) ->
            rows.forEach(
                row ->
                    groups
                        .computeIfAbsent(
                            new Key(series.run(), series.layer(), row.epoch()),
                            key -> new ArrayList<>())
                        .add(row)));
    Map<Key, Moments> moments = new LinkedHashMap<>();
    groups.forEach(
        (key, rows) ->
            moments.put(
                key,
                moments(
                    rows,
                    datasetSizes.entrySet().stream()
                        .filter(size -> key.run().startsWith(size.getKey()))
                        .mapToInt(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow(),
                    superseded.getOrDefault(key, 0L))));
    return moments;
  }

  private static Moments moments(List<Gradient> rows, int datasetSize, long superseded) {
    List<Gradient> finite = rows.stream().filter(row -> isFinite(row.grad())).toList();
    int n = finite.size();
    long nonFinite = (long) rows.size() - n;
    if (n == 0) {
      return new Moments(0, nonFinite, superseded, null, null, null, null, null, null, null);
    }
    Gradient any = finite.get(0);
    int d = any.grad().length;
    double scale = any.paramCount() == null ? 1 : any.paramCount() / d;
    double batches = 0;
    double inverseBatches = 0;
    double[] mean = new double[d];
    double[] weightedMean = new double[d];
    double second = 0;
    for (Gradient row : finite) {
      batches += row.batchSize();
      inverseBatches += 1.0 / row.batchSize();
      for (int j = 0; j < d; j++) {
        double g = row.grad()[j];
        mean[j] += g;
        weightedMean[j] += row.batchSize() * g;
        second += g * g;
      }
    }
    double meanSquared = 0;
    double weightedSquared = 0;
    for (int j = 0; j < d; j++) {
      mean[j] /= n;
      meanSquared += mean[j] * mean[j];
      weightedSquared += weightedMean[j] / batches * (weightedMean[j] / batches);
    }
    double central = 0;
    for (Gradient row : finite) {
      for (int j = 0; j < d; j++) {
        central += (row.grad()[j] - mean[j]) * (row.grad()[j] - mean[j]);
      }
    }
    Double variance = n < 2 ? null : (Double) (scale * central / (n - 1));
    double fraction = Math.min(1, batches / datasetSize);
    double harmonic = n / inverseBatches;
    return new Moments(
        n,
        nonFinite,
        superseded,
        Math.sqrt(scale * meanSquared),
        variance,
        scale * second / n,
        variance == null
            ? null
            : (Double) (scale * weightedSquared - (1 - fraction) * variance * harmonic / batches),
        variance == null || variance == 0
            ? null
            : (Double) Math.sqrt(scale * meanSquared / variance),
        finite.get(n - 1).weightNorm(),
        any.sqNorm() == null
            ? null
            : (Double)
                finite.stream()
                    .mapToDouble(row -> Objects.requireNonNull(row.sqNorm()))
                    .average()
                    .orElseThrow());
  }

  private static boolean isFinite(float[] grad) {
    for (float coordinate : grad) {
      if (!Float.isFinite(coordinate)) {
        return false;
      }
    }
    return true;
  }

  private static Gradient gradient(Map<String, Object> row) {
    return new Gradient(
        Integer.parseInt(text(row, "epoch")),
        Long.parseLong(text(row, "step")),
        Integer.parseInt(text(row, "batch_size")),
        (float[]) Objects.requireNonNull(row.get("grad")),
        number(row, "n_params"),
        number(row, "weight_norm"),
        number(row, "grad_sq_norm"));
  }

  private static String text(Map<String, Object> row, String key) {
    return Objects.requireNonNull(row.get(key), key).toString();
  }

  private static @Nullable Double number(Map<String, Object> row, String key) {
    Object value = row.get(key);
    return value == null ? null : (Double) Double.parseDouble(value.toString());
  }

  /** Values as they are written, save the coordinates. */
  private static Map<String, Object> parse(String line) throws IOException {
    Map<String, Object> row = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
          row.put(key, coordinates(parser));
        } else if (token != JsonToken.VALUE_NULL) {
          row.put(key, parser.getText());
        }
      }
    }
    return row;
  }

  private static float[] coordinates(JsonParser parser) throws IOException {
    float[] values = new float[16];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = Float.parseFloat(parser.getText());
    }
    return Arrays.copyOf(values, count);
  }

  /** The lines of a file, decompressed by its name's suffix. */
  public static List<String> lines(Path file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    String name = file.toString();
    if (name.endsWith(".gz")) {
      return new GZIPInputStream(raw, 1 << 16);
    }
    if (name.endsWith(".bz2")) {
      return new BZip2CompressorInputStream(raw, true);
    }
    return name.endsWith(".zst") ? new ZstdInputStream(raw) : raw;
  }
}

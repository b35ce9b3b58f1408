package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermograd.trace.RunFacts;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Regions of real runs: THERMOGRAD_TRACES names the folder that holds szt/losses, digits/losses.
 */
@EnabledIfEnvironmentVariable(named = "THERMOGRAD_TRACES", matches = ".+")
class SharedRunsTest {

  static Stream<Path> lossFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(System.getenv("THERMOGRAD_TRACES")))) {
      return files
          .filter(f -> f.toString().matches(".*/(szt|digits)/losses/.*gz"))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** Rows by step; a later row of a step, or of an earlier one, supersedes what follows it. */
  static NavigableMap<Long, JsonNode> read(Path file) throws IOException {
    NavigableMap<Long, JsonNode> rows = new TreeMap<>();
    ObjectMapper json =
        com.fasterxml.jackson.databind.json.JsonMapper.builder()
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = json.readTree(line);
        rows.tailMap(row.get("step").asLong(), true).clear();
        rows.put(row.get("step").asLong(), row);
      }
    } catch (EOFException cut) {
      return rows;
    }
    return rows;
  }

  static LossSeries series(NavigableMap<Long, JsonNode> rows, EnergyKind kind) {
    String key = kind == EnergyKind.FULL ? "full_loss" : "loss";
    JsonNode[] held =
        rows.values().stream().filter(r -> r.hasNonNull(key)).toArray(JsonNode[]::new);
    return Series.of(
        kind,
        Stream.of(held).mapToLong(r -> r.get("step").asLong()).toArray(),
        Stream.of(held).mapToInt(r -> r.get("epoch").asInt()).toArray(),
        Stream.of(held).mapToDouble(r -> r.get(key).asDouble()).toArray());
  }

  /** Starts judged by eye on the epoch means, each with some room. */
  private static final Map<String, int[]> STABLE_EPOCHS =
      Map.of(
          "szt_sgd0.0025_b256_s12", new int[] {500, 1200},
          "szt_sgd0.1_b256_s2", new int[] {3000, 4200},
          "szt_sgd0.5_b512_s10", new int[] {1600, 5200},
          "szt_sgd0.1_b256_randlabels_s9", new int[] {1500, 2600},
          "dig_mlp_sgd0.1_b128_s3", new int[] {20, 50});

  @ParameterizedTest
  @MethodSource("lossFiles")
  void regionsOfRealRunsAreWhereTheEyeSeesThem(Path file) throws IOException {
    NavigableMap<Long, JsonNode> rows = read(file);
    LossSeries batch = series(rows, EnergyKind.BATCH);
    LossSeries full = series(rows, EnergyKind.FULL);
    String run = file.getFileName().toString().replace(".jsonl.gz", "");
    RunTrace trace =
        new RunTrace(
            run, batch, full, EpochGradients.NONE, LearningRate.UNKNOWN, null, RunFacts.UNKNOWN);
    StableRegion stable = StableRegion.of(batch, EquilibriumSettings.AUTO);
    RunEquilibriumResult result = RunEquilibrium.analyse(trace, EquilibriumSettings.AUTO);
    System.out.println(run + " " + stable + " " + result.equilibrium());
    int[] epochs = STABLE_EPOCHS.get(run);
    if (epochs != null) {
      assertThat(stable)
          .isInstanceOfSatisfying(
              StableRegion.Found.class,
              found -> assertThat(found.fromEpoch()).isBetween(epochs[0], epochs[1]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"szt_sgd0.0025_b256_s12", "szt_sgd0.1_b256_s2", "szt_sgd0.5_b512_s10"})
  void lateWindowsOfTheSgdRunsAreMostlySamplingNoise(String run) throws IOException {
    Path file =
        lossFiles()
            .filter(f -> f.getFileName().toString().startsWith(run))
            .findFirst()
            .orElseThrow();
    NavigableMap<Long, JsonNode> rows = read(file);
    LossSeries batch = series(rows, EnergyKind.BATCH);
    LossSeries full = series(rows, EnergyKind.FULL);
    long steps = batch.step(batch.size() - 1) + 1;
    for (int twentieth = 15; twentieth < 20; twentieth++) {
      long from = steps * twentieth / 20;
      long to = steps * (twentieth + 1) / 20 - 1;
      SamplingNoiseShare share = SamplingNoiseShare.of(batch.slice(from, to), full.slice(from, to));
      assertThat(Objects.requireNonNull(share, "share").value()).isBetween(0.92, 1.0);
    }
  }
}

package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.Sampling;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Regions of real runs: THERMOGRAD_TRACES names a folder with RUNS/losses/*.jsonl.gz. */
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
    return LossSeries.of(
        kind,
        Stream.of(held).mapToLong(r -> r.get("step").asLong()).toArray(),
        Stream.of(held).mapToInt(r -> r.get("epoch").asInt()).toArray(),
        Stream.of(held).mapToDouble(r -> r.get(key).asDouble()).toArray());
  }

  @ParameterizedTest
  @MethodSource("lossFiles")
  void regionsOfRealRuns(Path file, TestReporter reporter) throws IOException {
    NavigableMap<Long, JsonNode> rows = read(file);
    LossSeries batch = series(rows, EnergyKind.BATCH);
    LossSeries full = series(rows, EnergyKind.FULL);
    StableRegion stable = StableRegion.of(batch, EquilibriumSettings.AUTO);
    EquilibriumRegion region =
        EquilibriumRegion.of(batch, Sampling.SHUFFLED, EquilibriumSettings.AUTO);
    StringBuilder out = new StringBuilder(file.getFileName() + "\n  " + stable + "\n  " + region);
    if (region instanceof EquilibriumRegion.Found found) {
      LossSeries kept = batch.from(found.fromStep());
      StatisticalInefficiency g = StatisticalInefficiency.of(kept, Sampling.SHUFFLED);
      out.append("\n  of ")
          .append(batch.size())
          .append(" epoch ")
          .append(kept.epoch()[0])
          .append(" g ")
          .append(g)
          .append(" n_eff ")
          .append(g.effectiveSize(kept.size()));
      out.append("\n  ").append(SamplingNoiseShare.of(kept, full.from(found.fromStep())));
      int last = batch.epoch()[batch.size() - 1];
      for (int k = 1; k <= 5 && last > 1000; k++) {
        long a = batch.step()[0] + (long) (batch.size() * (1 - 0.05 * k));
        long b = batch.step()[0] + (long) (batch.size() * (1 - 0.05 * (k - 1)));
        out.append("\n  late ")
            .append(k)
            .append(' ')
            .append(SamplingNoiseShare.of(batch.slice(a, b), full.slice(a, b)));
      }
    }
    RunTrace trace =
        new RunTrace(
            file.getFileName().toString(),
            batch,
            full,
            GradientNorms.NONE,
            LearningRate.UNKNOWN,
            null,
            RunFacts.UNKNOWN);
    RunEquilibriumResult result = RunEquilibrium.analyse(trace, EquilibriumSettings.AUTO);
    Equilibrium row = result.equilibrium();
    out.append("\n  energy ").append(row.regions().energy()).append(' ').append(row.regions());
    BoltzmannFits fits = row.fits();
    if (fits != null) {
      out.append("\n  ").append(fits.occupancy().bins()).append(' ').append(fits.chosen());
      BoltzmannFit source = row.source();
      if (source != null) {
        out.append(" beta ").append(source.beta()).append(" +- ").append(source.betaSe());
      }
      out.append("\n  dos ").append(row.densityOfStates());
    }
    out.append("\n  flags ").append(row.flags()).append(" reason ").append(row.reason());
    out.append("\n  windows ").append(result.windows().size()).append(' ');
    out.append(result.windowsReason());
    for (int k = 0; k < result.windows().size(); k += 1 + result.windows().size() / 6) {
      EntropyWindow w = result.windows().get(k);
      out.append("\n    ").append(w.stepFrom()).append(" n_eff ").append(w.nEff());
      out.append(" H ")
          .append(w.entropy().entropyCorrected())
          .append(" +- ")
          .append(w.entropy().se());
      out.append(' ').append(w.status()).append(' ').append(w.observed());
    }
    reporter.publishEntry(out.toString());
    System.err.println(out);
    assertThat(stable).isNotNull();
  }
}

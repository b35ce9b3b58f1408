package io.thermograd.equilibrium.spark;

import io.thermograd.equilibrium.BoltzmannFit;
import io.thermograd.equilibrium.DifferentialEntropy;
import io.thermograd.equilibrium.EntropyEstimate;
import io.thermograd.equilibrium.EntropyRates;
import io.thermograd.equilibrium.EntropyWindow;
import io.thermograd.equilibrium.ObservedRate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code entropy}: a row per run and window, from 1 on. Rates are per iteration. {@code
 * entropy_coarsened} and {@code entropy_refined} are the corrected entropy at half and at twice the
 * bins.
 */
public final class EntropyTable {
  /** The table's name. */
  public static final String NAME = "entropy";

  public static final String RUN = "run";
  public static final String WINDOW = "window";
  public static final String STEP_FROM = "step_from";
  public static final String STEP_TO = "step_to";
  public static final String N = "n";
  public static final String N_EFF = "n_eff";
  public static final String BETA = "beta";
  public static final String BETA_SE = "beta_se";
  public static final String ENTROPY_NATS = "entropy_nats";
  public static final String ENTROPY_CORRECTED = "entropy_corrected";
  public static final String ENTROPY_CORRECTED_SE = "entropy_corrected_se";
  public static final String ENTROPY_N_EFF = "entropy_n_eff";
  public static final String ENTROPY_MILLER_MADOW = "entropy_miller_madow";
  public static final String ENTROPY_COARSENED = "entropy_coarsened";
  public static final String ENTROPY_COARSENED_SE = "entropy_coarsened_se";
  public static final String ENTROPY_REFINED = "entropy_refined";
  public static final String ENTROPY_REFINED_SE = "entropy_refined_se";
  public static final String DIFFERENTIAL_ENTROPY_NATS = "differential_entropy_nats";
  public static final String DIFFERENTIAL_ENTROPY_NATS_SE = "differential_entropy_nats_se";
  public static final String CHAIN_RULE_RATE = "chain_rule_rate";
  public static final String DOMINANT_BIN_RATE = "dominant_bin_rate";
  public static final String DOMINANT_BIN_PROBABILITY = "dominant_bin_probability";
  public static final String APPROXIMATE_RATE = "approximate_rate";
  public static final String EXACT_RATE = "exact_rate";
  public static final String MEAN_GRAD_SQUARED = "mean_grad_squared";
  public static final String GRADIENT_SCOPE = "gradient_scope";
  public static final String OBSERVED_RATE = "observed_rate";
  public static final String OBSERVED_RATE_SE = "observed_rate_se";
  public static final String STATUS = "status";
  public static final String REASON = "reason";

  /** The columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(WINDOW, DataTypes.IntegerType, false)
          .add(STEP_FROM, DataTypes.LongType, false)
          .add(STEP_TO, DataTypes.LongType, false)
          .add(N, DataTypes.LongType, false)
          .add(N_EFF, DataTypes.DoubleType, false)
          .add(BETA, DataTypes.DoubleType)
          .add(BETA_SE, DataTypes.DoubleType)
          .add(ENTROPY_NATS, DataTypes.DoubleType, false)
          .add(ENTROPY_CORRECTED, DataTypes.DoubleType, false)
          .add(ENTROPY_CORRECTED_SE, DataTypes.DoubleType, false)
          .add(ENTROPY_N_EFF, DataTypes.DoubleType, false)
          .add(ENTROPY_MILLER_MADOW, DataTypes.DoubleType, false)
          .add(ENTROPY_COARSENED, DataTypes.DoubleType, false)
          .add(ENTROPY_COARSENED_SE, DataTypes.DoubleType, false)
          .add(ENTROPY_REFINED, DataTypes.DoubleType, false)
          .add(ENTROPY_REFINED_SE, DataTypes.DoubleType, false)
          .add(DIFFERENTIAL_ENTROPY_NATS, DataTypes.DoubleType)
          .add(DIFFERENTIAL_ENTROPY_NATS_SE, DataTypes.DoubleType)
          .add(CHAIN_RULE_RATE, DataTypes.DoubleType)
          .add(DOMINANT_BIN_RATE, DataTypes.DoubleType)
          .add(DOMINANT_BIN_PROBABILITY, DataTypes.DoubleType)
          .add(APPROXIMATE_RATE, DataTypes.DoubleType)
          .add(EXACT_RATE, DataTypes.DoubleType)
          .add(MEAN_GRAD_SQUARED, DataTypes.DoubleType)
          .add(GRADIENT_SCOPE, DataTypes.StringType)
          .add(OBSERVED_RATE, DataTypes.DoubleType)
          .add(OBSERVED_RATE_SE, DataTypes.DoubleType)
          .add(STATUS, DataTypes.StringType, false)
          .add(REASON, DataTypes.StringType);

  private EntropyTable() {}

  /** A row of {@link #SCHEMA}. */
  public static Row toRow(EntropyWindow window) {
    List<@Nullable Object> values = new ArrayList<>(SCHEMA.size());
    BoltzmannFit fit = window.source().orNull();
    values.add(window.run());
    values.add(window.window());
    values.add(window.stepFrom());
    values.add(window.stepTo());
    values.add(window.n());
    values.add(window.nEff());
    values.add(fit == null ? null : fit.beta());
    values.add(fit == null ? null : fit.betaSe());
    addEntropies(values, window);
    addRates(values, window);
    values.add(window.status().name());
    values.add(reason(window));
    return RowFactory.create(values.toArray());
  }

  private static void addEntropies(List<@Nullable Object> values, EntropyWindow window) {
    EntropyEstimate entropy = window.entropy();
    DifferentialEntropy differential = window.differential().orNull();
    values.add(entropy.entropyNats());
    values.add(entropy.entropyCorrected());
    values.add(entropy.se());
    values.add(entropy.nEff());
    values.add(entropy.entropyMillerMadow());
    values.add(window.coarsened().entropyCorrected());
    values.add(window.coarsened().se());
    values.add(window.refined().entropyCorrected());
    values.add(window.refined().se());
    values.add(differential == null ? null : differential.nats());
    values.add(differential == null ? null : differential.se());
  }

  private static void addRates(List<@Nullable Object> values, EntropyWindow window) {
    EntropyRates rates = window.rates().orNull();
    ObservedRate observed = window.observed();
    values.add(rates == null ? null : rates.chainRuleRate());
    values.add(rates == null ? null : rates.dominantBinRate());
    values.add(rates == null ? null : rates.dominantBinProbability());
    values.add(rates == null ? null : rates.approximateRate());
    values.add(rates == null ? null : rates.exactRate());
    values.add(rates == null ? null : rates.meanGradSquared());
    values.add(rates == null ? null : window.gradientScope().name());
    values.add(observed == null ? null : observed.rate());
    values.add(observed == null ? null : observed.se());
  }

  private static @Nullable String reason(EntropyWindow window) {
    List<String> reasons = new ArrayList<>();
    add(reasons, BETA, window.source().reason());
    add(reasons, DIFFERENTIAL_ENTROPY_NATS, window.differential().reason());
    add(reasons, CHAIN_RULE_RATE, window.rates().reason());
    if (window.observed() == null) {
      reasons.add(OBSERVED_RATE + ": fewer than 3 resolved windows near");
    }
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  private static void add(List<String> reasons, String column, @Nullable Object reason) {
    if (reason != null) {
      reasons.add(column + ": " + reason);
    }
  }
}

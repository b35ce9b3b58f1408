package io.thermograd.equilibrium.spark;

import io.thermograd.equilibrium.BoltzmannFit;
import io.thermograd.equilibrium.BoltzmannFits;
import io.thermograd.equilibrium.BoltzmannModel;
import io.thermograd.equilibrium.DensityOfStatesFit;
import io.thermograd.equilibrium.Equilibrium;
import io.thermograd.equilibrium.EquilibriumFlag;
import io.thermograd.equilibrium.EquilibriumRegion;
import io.thermograd.equilibrium.GoodnessOfFit;
import io.thermograd.equilibrium.Outcome;
import io.thermograd.equilibrium.Regions;
import io.thermograd.equilibrium.SamplingNoiseShare;
import io.thermograd.equilibrium.SgdTemperature;
import io.thermograd.equilibrium.StableRegion;
import io.thermograd.equilibrium.StatisticalInefficiency;
import io.thermograd.equilibrium.TwoTemperatureTest;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code equilibrium}: a row per run. {@code reason} names each absent group of columns
 * with why it is absent, such as {@code beta_dos_se: E0_PROFILED; beta_sgd: NOT_SGD}.
 */
public final class EquilibriumTable {
  /** The table's name. */
  public static final String NAME = "equilibrium";

  public static final String RUN = "run";
  public static final String ENERGY = "energy";
  public static final String STABLE_FROM_STEP = "stable_from_step";
  public static final String STABLE_FROM_EPOCH = "stable_from_epoch";
  public static final String STABLE_TIME_AXIS = "stable_time_axis";
  public static final String BURN_IN_STEP = "burn_in_step";
  public static final String N = "n";
  public static final String STATISTICAL_INEFFICIENCY = "statistical_inefficiency";
  public static final String STATISTICAL_INEFFICIENCY_BASIS = "statistical_inefficiency_basis";
  public static final String N_EFF = "n_eff";
  public static final String VERDICT = "verdict";
  public static final String TREND = "trend_per_step";
  public static final String TREND_SE = "trend_per_step_se";
  public static final String TREND_P = "trend_p";
  public static final String BETA = "beta";
  public static final String BETA_SE = "beta_se";
  public static final String LOG_PARTITION_FUNCTION = "log_partition_function";
  public static final String BETA_DOS = "beta_dos";
  public static final String BETA_DOS_SE = "beta_dos_se";
  public static final String SHAPE = "shape";
  public static final String SHAPE_SE = "shape_se";
  public static final String E0 = "e0";
  public static final String AICC = "aicc";
  public static final String AICC_DOS = "aicc_dos";
  public static final String MODEL = "model";
  public static final String KL_NATS = "kl_nats";
  public static final String KS_DISTANCE = "ks_distance";
  public static final String G_TEST_P = "g_test_p";
  public static final String KL_NATS_DOS = "kl_nats_dos";
  public static final String KS_DISTANCE_DOS = "ks_distance_dos";
  public static final String G_TEST_P_DOS = "g_test_p_dos";
  public static final String SAMPLING_NOISE_SHARE = "sampling_noise_share";
  public static final String SAMPLING_NOISE_SHARE_SE = "sampling_noise_share_se";
  public static final String BETA_SGD = "beta_sgd";
  public static final String BETA_CHANGE = "beta_change";
  public static final String BETA_CHANGE_SE = "beta_change_se";
  public static final String BETA_CHANGE_P = "beta_change_p";
  public static final String FLAGS = "flags";
  public static final String REASON = "reason";

  /** The columns. */
  public static final StructType SCHEMA =
      regionColumns(new StructType().add(RUN, DataTypes.StringType, false))
          .add(BETA, DataTypes.DoubleType)
          .add(BETA_SE, DataTypes.DoubleType)
          .add(LOG_PARTITION_FUNCTION, DataTypes.DoubleType)
          .add(BETA_DOS, DataTypes.DoubleType)
          .add(BETA_DOS_SE, DataTypes.DoubleType)
          .add(SHAPE, DataTypes.DoubleType)
          .add(SHAPE_SE, DataTypes.DoubleType)
          .add(E0, DataTypes.DoubleType)
          .add(AICC, DataTypes.DoubleType)
          .add(AICC_DOS, DataTypes.DoubleType)
          .add(MODEL, DataTypes.StringType)
          .add(KL_NATS, DataTypes.DoubleType)
          .add(KS_DISTANCE, DataTypes.DoubleType)
          .add(G_TEST_P, DataTypes.DoubleType)
          .add(KL_NATS_DOS, DataTypes.DoubleType)
          .add(KS_DISTANCE_DOS, DataTypes.DoubleType)
          .add(G_TEST_P_DOS, DataTypes.DoubleType)
          .add(SAMPLING_NOISE_SHARE, DataTypes.DoubleType)
          .add(SAMPLING_NOISE_SHARE_SE, DataTypes.DoubleType)
          .add(BETA_SGD, DataTypes.DoubleType)
          .add(BETA_CHANGE, DataTypes.DoubleType)
          .add(BETA_CHANGE_SE, DataTypes.DoubleType)
          .add(BETA_CHANGE_P, DataTypes.DoubleType)
          .add(FLAGS, DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add(REASON, DataTypes.StringType);

  private EquilibriumTable() {}

  private static StructType regionColumns(StructType schema) {
    return schema
        .add(ENERGY, DataTypes.StringType, false)
        .add(STABLE_FROM_STEP, DataTypes.LongType)
        .add(STABLE_FROM_EPOCH, DataTypes.IntegerType)
        .add(STABLE_TIME_AXIS, DataTypes.StringType)
        .add(BURN_IN_STEP, DataTypes.LongType)
        .add(N, DataTypes.LongType, false)
        .add(STATISTICAL_INEFFICIENCY, DataTypes.DoubleType)
        .add(STATISTICAL_INEFFICIENCY_BASIS, DataTypes.StringType)
        .add(N_EFF, DataTypes.DoubleType)
        .add(VERDICT, DataTypes.StringType)
        .add(TREND, DataTypes.DoubleType)
        .add(TREND_SE, DataTypes.DoubleType)
        .add(TREND_P, DataTypes.DoubleType);
  }

  /** A row of {@link #SCHEMA}. */
  public static Row toRow(Equilibrium equilibrium) {
    List<@Nullable Object> values = new ArrayList<>(SCHEMA.size());
    values.add(equilibrium.run());
    addRegions(values, equilibrium.regions());
    addFits(values, equilibrium.fits());
    SamplingNoiseShare share = equilibrium.samplingNoiseShare();
    values.add(share == null ? null : share.value());
    values.add(share == null ? null : share.se());
    values.add(equilibrium.sgd().beta());
    Outcome<TwoTemperatureTest> temperatures = equilibrium.temperatures();
    TwoTemperatureTest change = temperatures == null ? null : temperatures.orNull();
    values.add(change == null ? null : change.slope());
    values.add(change == null ? null : change.se());
    values.add(change == null ? null : change.p());
    values.add(
        equilibrium.flags().stream().map(EquilibriumFlag::name).sorted().toArray(String[]::new));
    values.add(reason(equilibrium));
    return RowFactory.create(values.toArray());
  }

  private static void addRegions(List<@Nullable Object> values, Regions regions) {
    values.add(regions.energy().name());
    StableRegion.Found stable = regions.stable() instanceof StableRegion.Found found ? found : null;
    values.add(stable == null ? null : stable.fromStep());
    values.add(stable == null ? null : stable.fromEpoch());
    values.add(stable == null ? null : stable.axis().name());
    EquilibriumRegion.Found region =
        regions.equilibrium() instanceof EquilibriumRegion.Found found ? found : null;
    StatisticalInefficiency g = regions.inefficiency();
    values.add(region == null ? null : region.fromStep());
    values.add(regions.n());
    values.add(g == null ? null : g.value());
    values.add(g == null ? null : g.basis().name());
    values.add(regions.nEff());
    values.add(region == null ? null : region.verdict().name());
    values.add(region == null ? null : region.slope());
    values.add(region == null ? null : region.slopeSe());
    values.add(region == null ? null : region.trendP());
  }

  private static void addFits(List<@Nullable Object> values, @Nullable BoltzmannFits fits) {
    BoltzmannFit source = fits == null ? null : fits.source().orNull();
    DensityOfStatesFit dos = fits == null ? null : fits.densityOfStates().orNull();
    BoltzmannModel chosen = fits == null ? null : fits.chosen();
    values.add(source == null ? null : source.beta());
    values.add(source == null ? null : source.betaSe());
    values.add(source == null ? null : source.law().logPartitionFunction());
    values.add(dos == null ? null : dos.beta());
    values.add(dos == null ? null : dos.betaSe());
    values.add(dos == null ? null : dos.shape());
    values.add(dos == null ? null : dos.shapeSe());
    values.add(dos == null ? null : dos.e0());
    values.add(fits == null ? null : fits.sourceAicc());
    values.add(fits == null ? null : fits.densityOfStatesAicc());
    values.add(chosen == null ? null : chosen.name());
    addQuality(values, fits == null ? null : fits.sourceQuality());
    addQuality(values, fits == null ? null : fits.densityOfStatesQuality());
  }

  private static void addQuality(List<@Nullable Object> values, @Nullable GoodnessOfFit quality) {
    values.add(quality == null ? null : quality.klNats());
    values.add(quality == null ? null : quality.ksDistance());
    values.add(quality == null ? null : quality.gTestP());
  }

  private static @Nullable String reason(Equilibrium equilibrium) {
    List<String> reasons = new ArrayList<>();
    if (equilibrium.regions().stable() instanceof StableRegion.Undetermined absent) {
      reasons.add(STABLE_FROM_STEP + ": " + absent.reason());
    }
    add(reasons, BETA, equilibrium.reason());
    BoltzmannFits fits = equilibrium.fits();
    if (fits != null) {
      add(reasons, BETA, fits.source().reason());
      add(reasons, BETA_DOS, fits.densityOfStates().reason());
      DensityOfStatesFit dos = fits.densityOfStates().orNull();
      add(reasons, BETA_DOS_SE, dos == null ? null : dos.seReason());
    }
    if (equilibrium.samplingNoiseShare() == null) {
      reasons.add(
          SAMPLING_NOISE_SHARE
              + ": fewer than "
              + SamplingNoiseShare.MIN_FULL
              + " full losses, or a constant loss");
    }
    SgdTemperature.Reason noSgd = equilibrium.sgd().reason();
    add(reasons, BETA_SGD, noSgd);
    Outcome<TwoTemperatureTest> temperatures = equilibrium.temperatures();
    add(reasons, BETA_CHANGE, temperatures == null ? null : temperatures.reason());
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  private static void add(List<String> reasons, String column, @Nullable Object reason) {
    if (reason != null) {
      reasons.add(column + ": " + reason);
    }
  }
}

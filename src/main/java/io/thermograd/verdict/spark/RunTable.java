package io.thermograd.verdict.spark;

import io.thermograd.decay.DecayFindings;
import io.thermograd.decay.DecayModel;
import io.thermograd.decay.DecayOutcome;
import io.thermograd.decay.DecayParameter;
import io.thermograd.decay.DriftTest;
import io.thermograd.decay.Estimate;
import io.thermograd.decay.Forecast;
import io.thermograd.decay.HalfLife;
import io.thermograd.decay.HalfLifeDrift;
import io.thermograd.decay.ModelFit;
import io.thermograd.equilibrium.EntropyEstimate;
import io.thermograd.equilibrium.Equilibrium;
import io.thermograd.moments.Interval;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.Quantity;
import io.thermograd.signal.Crossing;
import io.thermograd.signal.Phases;
import io.thermograd.signal.Trend;
import io.thermograd.trace.RunFacts;
import io.thermograd.verdict.Claim;
import io.thermograd.verdict.ClaimVerdict;
import io.thermograd.verdict.ConvergenceSpeed;
import io.thermograd.verdict.LastCrossing;
import io.thermograd.verdict.RunBeta;
import io.thermograd.verdict.RunCounts;
import io.thermograd.verdict.RunFindings;
import io.thermograd.verdict.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The {@code runs} table: a row per run, what it amounts to. */
public final class RunTable {
  /** The table's name. */
  public static final String NAME = "runs";

  public static final String RUN = "run";
  public static final String VERDICT = "verdict";
  public static final String SUMMARY = "summary";
  public static final String LEVEL = "level";
  public static final String EPOCHS = "epochs";
  public static final String STEPS = "steps";
  public static final String PEAK_EPOCH = "peak_epoch";
  public static final String LAST_CROSSING_EPOCH = "last_crossing_epoch";
  public static final String LAST_CROSSING_DIRECTION = "last_crossing_direction";
  public static final String FINAL_SNR = "final_snr";
  public static final String LR = "lr";
  public static final String BATCH_SIZE = "batch_size";
  public static final String OPTIMIZER = "optimizer";
  public static final String ENERGY = "energy";
  public static final String BETA = "beta";
  public static final String BETA_SE = "beta_se";
  public static final String BETA_MODEL = "beta_model";
  public static final String ENTROPY_CORRECTED = "entropy_corrected";
  public static final String ENTROPY_CORRECTED_SE = "entropy_corrected_se";
  public static final String CONVERGENCE_SPEED = "convergence_speed";
  public static final String CHOSEN_MODEL = "chosen_model";
  public static final String OUTCOME = "outcome";
  public static final String DECAY_CONSTANT = "decay_constant";
  public static final String HALF_LIFE = "half_life_iterations";
  public static final String DRIFT = "half_life_drift";
  public static final String DRIFT_P = "half_life_drift_p";
  public static final String GRADIENT_EXPONENT = "gradient_half_life_exponent";
  public static final String GRADIENT_EXPONENT_P = "gradient_half_life_exponent_p";
  public static final String GRADIENT_RATIO = "gradient_half_life_last_over_first";
  public static final String NEXT_TENTH = "next_tenth_iterations";
  public static final String NEXT_TENTH_CONSTANT = "next_tenth_iterations_constant_half_life";
  public static final String NEXT_NAT = "next_nat_iterations";
  public static final String NEXT_NAT_CONSTANT = "next_nat_iterations_constant_half_life";
  public static final String T1_VERDICT = "t1_verdict";
  public static final String T1_REASON = "t1_reason";
  public static final String READ = "rows_read";
  public static final String USED = "rows_used";
  public static final String SUPERSEDED = "rows_superseded";
  public static final String QUARANTINED = "rows_quarantined";
  public static final String UNUSED = "values_unused";
  public static final String WARNINGS = "warnings";
  public static final String REASON = "reason";

  /** Ends of an interval are named after its value. */
  public static final String LOW = "_low";

  public static final String HIGH = "_high";

  private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType, false);

  /** The columns; {@link #T1_VERDICT} and its reason are filled in once the job's are decided. */
  public static final StructType SCHEMA = schema();

  private RunTable() {}

  /** The column of a claim's verdict. */
  public static String column(Claim claim) {
    return claim.name().toLowerCase(Locale.ROOT) + "_verdict";
  }

  /** The column of what a claim's verdict rests on. */
  public static String reasonColumn(Claim claim) {
    return claim.name().toLowerCase(Locale.ROOT) + "_reason";
  }

  /** Writes one run as a row of {@link #SCHEMA}. */
  public static Row toRow(RunReport report) {
    RunFindings findings = report.findings();
    List<@Nullable Object> values = new ArrayList<>(SCHEMA.size());
    values.add(findings.input().run());
    values.add(report.verdict().name());
    values.add(report.summary());
    addSignal(findings, values);
    addSetting(findings, values);
    addEquilibrium(findings, values);
    addDecay(findings, values);
    values.add(null);
    values.add(null);
    for (Claim claim : Claim.values()) {
      ClaimVerdict verdict = Objects.requireNonNull(report.claims().get(claim));
      values.add(verdict.verdict().name());
      values.add(verdict.reason());
    }
    RunCounts counts = findings.input().counts();
    values.add(counts.read());
    values.add(counts.used());
    values.add(counts.superseded());
    values.add(counts.quarantined());
    values.add(counts.unusedValues());
    values.add(report.warnings().toArray(String[]::new));
    values.add(reason(findings));
    return RowFactory.create(values.toArray());
  }

  private static void addSignal(RunFindings findings, List<@Nullable Object> values) {
    List<LayerEpoch> epochs = findings.wholeModel();
    LayerEpoch last = epochs.isEmpty() ? null : epochs.get(epochs.size() - 1);
    Phases phases = findings.phases().isEmpty() ? null : findings.phases().get(0).phases();
    Crossing crossing = LastCrossing.of(findings);
    values.add(last == null ? null : last.level().name());
    values.add(findings.input().steps().epochs());
    values.add((long) findings.input().steps().size());
    values.add(phases == null ? null : phases.peakEpoch());
    values.add(crossing == null ? null : crossing.epoch());
    values.add(crossing == null ? null : crossing.low());
    values.add(crossing == null ? null : crossing.high());
    values.add(crossing == null ? null : crossing.direction().name());
    values.add(last == null ? null : last.value(Quantity.SNR_CORRECTED));
    Interval snr = last == null ? null : last.interval(Quantity.SNR_CORRECTED);
    values.add(snr == null ? null : (Double) snr.low());
    values.add(snr == null ? null : snr.high());
  }

  private static void addSetting(RunFindings findings, List<@Nullable Object> values) {
    List<LayerEpoch> epochs = findings.wholeModel();
    LayerEpoch last = epochs.isEmpty() ? null : epochs.get(epochs.size() - 1);
    RunFacts facts = findings.input().facts();
    values.add(findings.input().steps().lastLearningRate(facts.lr()));
    Double batchSize = last == null ? null : last.setting().batchSize();
    values.add(
        batchSize == null && facts.batchSize() != null
            ? (Double) facts.batchSize().doubleValue()
            : batchSize);
    values.add(facts.optimizer());
  }

  private static void addEquilibrium(RunFindings findings, List<@Nullable Object> values) {
    Equilibrium equilibrium = findings.equilibrium().equilibrium();
    values.add(equilibrium.regions().energy().name());
    RunBeta beta = RunBeta.of(equilibrium);
    values.add(beta == null ? null : (Double) beta.beta());
    values.add(beta == null ? null : (Double) beta.standardError());
    values.add(beta == null ? null : beta.model().name());
    EntropyEstimate entropy = equilibrium.entropy();
    values.add(entropy == null ? null : (Double) entropy.entropyCorrected());
    values.add(entropy == null ? null : (Double) entropy.se());
  }

  private static void addDecay(RunFindings findings, List<@Nullable Object> values) {
    DecayFindings decay = findings.decay();
    addInterval(ConvergenceSpeed.of(decay), values);
    values.add(decay.chosen() == null ? null : decay.chosen().name());
    values.add(decay.outcome().kind().name());
    addInterval(decayConstant(decay), values);
    HalfLife halfLife = decay.halfLife();
    addInterval(halfLife == null ? null : halfLife.iterations(), values);
    // Of an entropy that doesn't decay there is no half-life, and so none that drifts.
    boolean decays =
        !(decay.outcome() instanceof DecayOutcome.NotDecaying)
            && !(decay.outcome() instanceof DecayOutcome.Undetermined);
    DriftTest drift = decays ? decay.drift() : null;
    addInterval(drift == null ? null : drift.slope(), values);
    values.add(drift == null ? null : drift.p());
    addGradientDrift(findings.gradientDrift(), values);
    TheoryColumns.add(findings.theory(), values);
    Forecast forecast = decay.forecast();
    addHorizon(forecast == null ? null : forecast.nextTenth(), values);
    addHorizon(forecast == null ? null : forecast.nextNat(), values);
  }

  private static void addGradientDrift(HalfLifeDrift drift, List<@Nullable Object> values) {
    Trend trend = drift.trend() instanceof Trend found ? found : null;
    values.add(trend == null ? null : (Double) trend.slope());
    values.add(trend == null ? null : (Double) trend.low());
    values.add(trend == null ? null : (Double) trend.high());
    values.add(trend == null ? null : (Double) trend.pValue());
    values.add(drift.lastOverFirst());
  }

  /** λ of the chosen model, or of the exponential where the chosen one has none. */
  private static @Nullable Estimate decayConstant(DecayFindings decay) {
    Estimate exponential = null;
    for (ModelFit fit : decay.fits()) {
      if (fit instanceof ModelFit.Estimated estimated) {
        Estimate lambda = estimated.estimates().get(DecayParameter.DECAY_CONSTANT);
        if (lambda != null && fit.model() == decay.chosen()) {
          return lambda;
        }
        exponential = fit.model() == DecayModel.EXPONENTIAL ? lambda : exponential;
      }
    }
    return exponential;
  }

  private static void addInterval(@Nullable Estimate estimate, List<@Nullable Object> values) {
    values.add(estimate == null ? null : (Double) estimate.value());
    values.add(estimate == null ? null : estimate.low());
    values.add(estimate == null ? null : estimate.high());
  }

  private static void addHorizon(
      Forecast.@Nullable Horizon horizon, List<@Nullable Object> values) {
    addInterval(horizon == null ? null : horizon.chosenModel(), values);
    addInterval(horizon == null ? null : horizon.constantHalfLife(), values);
  }

  /** Why β, the entropy or the decay is absent; null when all are there. */
  private static @Nullable String reason(RunFindings findings) {
    List<String> reasons = new ArrayList<>();
    if (findings.equilibrium().equilibrium().reason() != null) {
      reasons.add("equilibrium: " + findings.equilibrium().equilibrium().reason());
    }
    if (findings.equilibrium().windowsReason() != null) {
      reasons.add("windows: " + findings.equilibrium().windowsReason());
    }
    if (findings.decay().outcome() instanceof DecayOutcome.Undetermined absent) {
      reasons.add("decay: " + absent.reason());
    }
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add(RUN, DataTypes.StringType, false)
            .add(VERDICT, DataTypes.StringType, false)
            .add(SUMMARY, DataTypes.StringType, false)
            .add(LEVEL, DataTypes.StringType)
            .add(EPOCHS, DataTypes.IntegerType, false)
            .add(STEPS, DataTypes.LongType, false)
            .add(PEAK_EPOCH, DataTypes.IntegerType);
    schema = withInterval(schema, LAST_CROSSING_EPOCH);
    schema = withInterval(schema.add(LAST_CROSSING_DIRECTION, DataTypes.StringType), FINAL_SNR);
    schema =
        schema
            .add(LR, DataTypes.DoubleType)
            .add(BATCH_SIZE, DataTypes.DoubleType)
            .add(OPTIMIZER, DataTypes.StringType)
            .add(ENERGY, DataTypes.StringType, false)
            .add(BETA, DataTypes.DoubleType)
            .add(BETA_SE, DataTypes.DoubleType)
            .add(BETA_MODEL, DataTypes.StringType)
            .add(ENTROPY_CORRECTED, DataTypes.DoubleType)
            .add(ENTROPY_CORRECTED_SE, DataTypes.DoubleType);
    schema = withInterval(schema, CONVERGENCE_SPEED);
    schema = schema.add(CHOSEN_MODEL, DataTypes.StringType).add(OUTCOME, DataTypes.StringType);
    for (String column : List.of(DECAY_CONSTANT, HALF_LIFE, DRIFT)) {
      schema = withInterval(schema, column);
    }
    schema =
        withInterval(schema.add(DRIFT_P, DataTypes.DoubleType), GRADIENT_EXPONENT)
            .add(GRADIENT_EXPONENT_P, DataTypes.DoubleType)
            .add(GRADIENT_RATIO, DataTypes.DoubleType);
    schema = TheoryColumns.added(schema);
    for (String column : List.of(NEXT_TENTH, NEXT_TENTH_CONSTANT, NEXT_NAT, NEXT_NAT_CONSTANT)) {
      schema = withInterval(schema, column);
    }
    schema = schema.add(T1_VERDICT, DataTypes.StringType).add(T1_REASON, DataTypes.StringType);
    for (Claim claim : Claim.values()) {
      schema =
          schema
              .add(column(claim), DataTypes.StringType, false)
              .add(reasonColumn(claim), DataTypes.StringType, false);
    }
    return schema
        .add(READ, DataTypes.LongType, false)
        .add(USED, DataTypes.LongType, false)
        .add(SUPERSEDED, DataTypes.LongType, false)
        .add(QUARANTINED, DataTypes.LongType, false)
        .add(UNUSED, DataTypes.LongType, false)
        .add(WARNINGS, TEXTS, false)
        .add(REASON, DataTypes.StringType);
  }

  private static StructType withInterval(StructType schema, String column) {
    return schema
        .add(column, DataTypes.DoubleType)
        .add(column + LOW, DataTypes.DoubleType)
        .add(column + HIGH, DataTypes.DoubleType);
  }
}

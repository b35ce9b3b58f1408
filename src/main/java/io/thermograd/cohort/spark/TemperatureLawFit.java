package io.thermograd.cohort.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ln;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.thermograd.cohort.TemperatureLaw;
import io.thermograd.cohort.TemperatureLaw.Exponent;
import io.thermograd.cohort.TemperatureLaw.Fitted;
import io.thermograd.cohort.TemperatureLaw.NotIdentified;
import io.thermograd.equilibrium.BoltzmannModel;
import io.thermograd.verdict.RunVerdict;
import io.thermograd.verdict.spark.RunTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.hipparchus.distribution.continuous.TDistribution;
import org.jspecify.annotations.Nullable;

/** Fits {@link TemperatureLaw} to the table {@code runs}, by MLlib's linear regression. */
public final class TemperatureLawFit {
  private static final String LOG_BETA = "log_beta";
  private static final String LOG_LR = "log_lr";
  private static final String LOG_BATCH_SIZE = "log_batch_size";
  private static final String FEATURES = "features";
  private static final double CONFIDENCE = 0.975;

  private TemperatureLawFit() {}

  /** The law over the runs; runs two or three small Spark jobs. */
  public static TemperatureLaw of(Dataset<Row> runs) {
    // A regular expression, since Spark's lower() loads the rules of every language first.
    Column isSgd = col(RunTable.OPTIMIZER).rlike("(?i)^sgd");
    Column trained =
        col(RunTable.VERDICT)
            .isin(
                RunVerdict.LEARNING.name(),
                RunVerdict.DIFFUSING.name(),
                RunVerdict.CONVERGED.name());
    Column bySourceModel = col(RunTable.BETA_MODEL).equalTo(BoltzmannModel.SOURCE.name());
    Dataset<Row> usable =
        runs.filter(
                isSgd
                    .and(trained)
                    .and(bySourceModel)
                    .and(col(RunTable.BETA).gt(0))
                    .and(col(RunTable.LR).gt(0))
                    .and(col(RunTable.BATCH_SIZE).gt(0)))
            .select(
                ln(col(RunTable.BETA)).as(LOG_BETA),
                ln(col(RunTable.LR)).as(LOG_LR),
                ln(col(RunTable.BATCH_SIZE)).as(LOG_BATCH_SIZE),
                col(RunTable.ENERGY));
    Row found =
        usable
            .agg(
                count(lit(1)),
                min(LOG_LR).lt(max(LOG_LR)),
                min(LOG_BATCH_SIZE).lt(max(LOG_BATCH_SIZE)),
                min(RunTable.ENERGY).lt(max(RunTable.ENERGY)))
            .head();
    long n = found.getLong(0);
    if (n > 1 && found.getBoolean(3)) {
      return new NotIdentified(
          "beta is of full losses in some runs and of mini-batch losses in others: fix"
              + " equilibrium.energy");
    }
    List<String> predictors = new ArrayList<>();
    if (n > 1 && found.getBoolean(1)) {
      predictors.add(LOG_LR);
    }
    if (n > 1 && found.getBoolean(2)) {
      predictors.add(LOG_BATCH_SIZE);
    }
    if (predictors.isEmpty()) {
      return new NotIdentified(
          n
              + " runs known to be SGD with beta > 0, lr and batch size, all of one lr and batch size");
    }
    if (n < predictors.size() + 3) {
      return new NotIdentified(
          n
              + " runs known to be SGD with beta > 0, lr and batch size: at least "
              + (predictors.size() + 3)
              + " are needed for an interval");
    }
    return fit(usable, predictors, n);
  }

  private static TemperatureLaw fit(Dataset<Row> usable, List<String> predictors, long n) {
    Dataset<Row> input =
        new VectorAssembler()
            .setInputCols(predictors.toArray(String[]::new))
            .setOutputCol(FEATURES)
            .transform(usable);
    LinearRegressionModel model =
        new LinearRegression()
            .setSolver("normal")
            .setRegParam(0)
            .setFeaturesCol(FEATURES)
            .setLabelCol(LOG_BETA)
            .fit(input);
    double[] slopes = model.coefficients().toArray();
    double[] errors = model.summary().coefficientStandardErrors();
    double quantile =
        new TDistribution(n - predictors.size() - 1.0).inverseCumulativeProbability(CONFIDENCE);
    return new Fitted(
        n,
        exponent(predictors.indexOf(LOG_LR), slopes, errors, quantile),
        exponent(predictors.indexOf(LOG_BATCH_SIZE), slopes, errors, quantile));
  }

  private static @Nullable Exponent exponent(
      int index, double[] slopes, double[] errors, double quantile) {
    return index < 0
        ? null
        : new Exponent(
            slopes[index],
            slopes[index] - quantile * errors[index],
            slopes[index] + quantile * errors[index]);
  }
}

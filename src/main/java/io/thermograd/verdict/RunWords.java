package io.thermograd.verdict;

import io.thermograd.decay.DecayOutcome;
import io.thermograd.decay.DriftTest;
import io.thermograd.decay.Estimate;
import io.thermograd.decay.Forecast;
import io.thermograd.decay.HalfLife;
import io.thermograd.decay.TheoryVerdict;
import io.thermograd.signal.Crossing;
import io.thermograd.signal.Direction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A run's verdict as a person would say it: where it stands, what its entropy does, how long the
 * next tenth takes, and what not to believe.
 *
 * <p>A clause stands only where its evidence does. A drift is named where T8's test is significant
 * on that side and the interval agrees; the forecast is compared with a constant half-life only
 * then; advice needs a halving that was seen, a growing half-life and diffusion. A half-life that
 * depends on the bins or is an extrapolation says so, and carries no forecast.
 */
public final class RunWords {
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_EVEN);
  private static final double PLAIN_FROM = 1e-3;
  private static final double PLAIN_TO = 1e9;

  private final RunEvidence evidence;

  private RunWords(RunEvidence evidence) {
    this.evidence = evidence;
  }

  /** One to three sentences. */
  public static String of(RunEvidence evidence) {
    return new RunWords(evidence).text();
  }

  private String text() {
    List<String> clauses = new ArrayList<>(List.of(standing()));
    if (isJudged()) {
      clauses.addAll(decay());
    }
    StringBuilder text = new StringBuilder(String.join("; ", clauses)).append('.');
    text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
    if (isJudged()) {
      caveats().forEach(caveat -> text.append(' ').append(caveat));
    }
    return text.toString();
  }

  /** Whether the run got so far that its entropy says something. */
  private boolean isJudged() {
    return switch (evidence.verdict()) {
      case LEARNING, DIFFUSING, CONVERGED, INCOMPLETE, UNDETERMINED -> true;
      case DIVERGED, DEAD, TOO_SHORT -> false;
    };
  }

  private String standing() {
    return switch (evidence.verdict()) {
      case LEARNING -> "learning" + since(Direction.UP, "above");
      case DIFFUSING -> "diffusing" + since(Direction.DOWN, "below");
      case CONVERGED -> "converged: the entropy is below what the loss bins resolve";
      case DEAD -> "dead: all gradients of the last logged epoch are zero";
      case INCOMPLETE -> "incomplete: a file ends too early or is damaged; what came before counts";
      case DIVERGED -> "diverged" + cause();
      case TOO_SHORT -> "too short to judge" + cause();
      case UNDETERMINED -> "undetermined" + cause();
    };
  }

  private String cause() {
    return evidence.cause() == null ? "" : ": " + evidence.cause();
  }

  private String since(Direction direction, String side) {
    Crossing crossing = evidence.crossing();
    if (crossing != null && crossing.direction() == direction) {
      return " since epoch "
          + epoch(crossing.epoch())
          + ends(crossing.low(), crossing.high(), RunWords::epoch);
    }
    Double snr = evidence.finalSnr();
    return snr == null ? "" : ": the SNR is " + side + " 1 at the end (" + number(snr) + ")";
  }

  private List<String> decay() {
    DecayOutcome outcome = evidence.outcome();
    if (outcome instanceof DecayOutcome.Fitted fitted) {
      return fitted(fitted.halfLife());
    }
    if (outcome instanceof DecayOutcome.RightCensored censored) {
      return List.of(
          "half-life near "
              + iterations(censored.halfLife())
              + ", an extrapolation since no halving was seen");
    }
    if (outcome instanceof DecayOutcome.GridDependent dependent) {
      return List.of(
          "half-life near "
              + iterations(dependent.halfLife())
              + ", but it depends on the loss bins: half or twice as many change it");
    }
    if (outcome instanceof DecayOutcome.NotDecaying) {
      Estimate speed = evidence.speed();
      return speed != null && speed.low() != null && speed.low() > 0
          ? List.of(
              "the entropy grows, by "
                  + number(speed.value())
                  + " nats per iteration"
                  + ends(speed))
          : List.of("the entropy doesn't decay");
    }
    // Of a converged run the verdict says why.
    return evidence.verdict() == RunVerdict.CONVERGED
            || !(outcome instanceof DecayOutcome.Undetermined absent)
        ? List.of()
        : List.of(
            "no decay could be fitted: "
                + absent.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private List<String> fitted(HalfLife halfLife) {
    List<String> clauses = new ArrayList<>();
    TheoryVerdict drift = drift();
    clauses.add("half-life " + iterations(halfLife) + drifting(drift));
    Forecast forecast = evidence.forecast();
    Estimate next = forecast == null ? null : forecast.nextTenth().chosenModel();
    Estimate constant = forecast == null ? null : forecast.nextTenth().constantHalfLife();
    if (next != null) {
      String clause =
          "the next 10 % of entropy takes " + number(next.value()) + " iterations" + ends(next);
      boolean compares =
          drift != TheoryVerdict.UNDECIDED
              && constant != null
              && !number(constant.value()).equals(number(next.value()));
      clauses.add(
          compares && constant != null
              ? clause
                  + ", against "
                  + number(constant.value())
                  + ends(constant)
                  + " if the half-life were constant"
              : clause);
    }
    if (evidence.verdict() == RunVerdict.DIFFUSING && drift == TheoryVerdict.HOLDS) {
      clauses.add("consider a lower lr, or stopping");
    }
    return clauses;
  }

  /** T8's verdict where the drift's interval agrees with it, else undecided. */
  private TheoryVerdict drift() {
    DriftTest test = evidence.drift();
    if (test == null) {
      return TheoryVerdict.UNDECIDED;
    }
    Estimate slope = test.slope();
    boolean grows = slope.low() != null && slope.low() > 0;
    boolean shrinks = slope.high() != null && slope.high() < 0;
    return switch (test.verdict()) {
      case HOLDS -> grows ? TheoryVerdict.HOLDS : TheoryVerdict.UNDECIDED;
      case FAILS -> shrinks ? TheoryVerdict.FAILS : TheoryVerdict.UNDECIDED;
      case UNDECIDED -> TheoryVerdict.UNDECIDED;
    };
  }

  private String drifting(TheoryVerdict drift) {
    DriftTest test = evidence.drift();
    if (test == null) {
      return "";
    }
    String size = number(Math.abs(test.slope().value())) + " per iteration";
    return switch (drift) {
      case HOLDS -> ", growing by " + size;
      case FAILS -> ", shrinking by " + size;
      case UNDECIDED -> ", without a significant drift";
    };
  }

  private List<String> caveats() {
    List<String> caveats = new ArrayList<>();
    Double share = evidence.batchShare();
    if (share != null) {
      caveats.add(
          String.format(
              Locale.ROOT,
              "β is an effective number, no temperature: %.0f %% of the loss's variance is the"
                  + " drawing of batches.",
              100 * share));
    }
    String optimizer = evidence.optimizer();
    if (optimizer != null) {
      caveats.add(
          "The optimizer is " + optimizer + ", not the plain SGD that the theory is about.");
    }
    return caveats;
  }

  private static String iterations(HalfLife halfLife) {
    Estimate estimate = halfLife.iterations();
    return number(estimate.value()) + " iterations" + ends(estimate);
  }

  private static String ends(Estimate estimate) {
    return ends(estimate.low(), estimate.high(), RunWords::number);
  }

  /** Nothing where both ends are open. */
  private static String ends(
      @Nullable Double low, @Nullable Double high, DoubleFunction<String> text) {
    return low == null && high == null ? "" : " [" + end(low, text) + ", " + end(high, text) + "]";
  }

  private static String end(@Nullable Double value, DoubleFunction<String> text) {
    return value == null ? "…" : text.apply(value);
  }

  private static String epoch(double epoch) {
    return String.format(Locale.ROOT, "%,d", Math.round(epoch));
  }

  /** Three digits, thousands grouped. */
  private static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(THREE);
    double size = rounded.abs().doubleValue();
    if (size < PLAIN_FROM || size >= PLAIN_TO) {
      return String.format(Locale.ROOT, "%.2e", rounded).replaceFirst("e([+-])0+", "e$1");
    }
    return size >= 1000
        ? String.format(Locale.ROOT, "%,.0f", rounded)
        : rounded.stripTrailingZeros().toPlainString();
  }
}

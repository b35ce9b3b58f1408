package io.thermograd.job.declaration;

import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys under each pattern of {@code runs:}. */
final class RunsSchema {
  private static final String LOGGED = "as logged";
  private static final ValueType<Long> COUNT = new Types.WholeNumber(1, Integer.MAX_VALUE);
  private static final ValueType<Double> NOT_NEGATIVE =
      new Types.RealNumber(value -> value >= 0, "from 0");

  private static final Key<Long> DATASET_SIZE =
      fact(
          "dataset_size",
          new Types.WholeNumber(1, Long.MAX_VALUE),
          "the sum of an epoch's batch sizes",
          "M, examples in the training set");
  private static final Key<Sampling> SAMPLING =
      fact(
          "sampling",
          new Types.Choice<>(Sampling.class),
          "shuffled",
          "how mini-batches are drawn; it decides the bias of every moment");
  private static final Key<Long> STEPS_PER_EPOCH =
      fact(
          "steps_per_epoch",
          COUNT,
          "epochs as logged",
          "iterations in a pass over the data, for records without an epoch");
  private static final Key<String> OPTIMIZER =
      fact(
          "optimizer",
          new Types.Text("text such as sgd or adam"),
          LOGGED,
          "the optimizer; the SGD temperature exists for sgd only");
  private static final Key<Long> BATCH_SIZE =
      fact("batch_size", COUNT, LOGGED, "examples in a mini-batch");
  private static final Key<Double> LR =
      fact(
          "lr",
          new Types.RealNumber(value -> value > 0, "above 0"),
          LOGGED,
          "learning rate; without one half-lives are per unit of Langevin time");
  private static final Key<Double> MOMENTUM =
      fact(
          "momentum",
          new Types.RealNumber(value -> value >= 0 && value < 1, "from 0 and below 1"),
          LOGGED,
          "SGD momentum");
  private static final Key<Double> WEIGHT_DECAY =
      fact("weight_decay", NOT_NEGATIVE, LOGGED, "coefficient of the L2 penalty");
  private static final Key<Double> E0 =
      fact(
          "e0",
          new Types.RealNumber(value -> true, ""),
          "equilibrium.e0",
          "the least loss that these runs' density of states starts from");

  static final Section<PartialRunFacts> SECTION =
      new Section<>(
          "an entry of runs",
          List.of(
              DATASET_SIZE,
              SAMPLING,
              STEPS_PER_EPOCH,
              OPTIMIZER,
              BATCH_SIZE,
              LR,
              MOMENTUM,
              WEIGHT_DECAY,
              E0),
          RunsSchema::build);

  private RunsSchema() {}

  private static <T> Key<T> fact(
      String name, ValueType<T> type, String defaultText, String meaning) {
    return Key.optional(name, type, null, defaultText, meaning);
  }

  private static PartialRunFacts build(Fields fields) {
    return new PartialRunFacts(
        fields.optional(DATASET_SIZE),
        fields.optional(SAMPLING),
        toInt(fields.optional(STEPS_PER_EPOCH)),
        fields.optional(OPTIMIZER),
        toInt(fields.optional(BATCH_SIZE)),
        fields.optional(LR),
        fields.optional(MOMENTUM),
        fields.optional(WEIGHT_DECAY),
        fields.optional(E0));
  }

  private static @Nullable Integer toInt(@Nullable Long value) {
    return value == null ? null : Math.toIntExact(value);
  }
}

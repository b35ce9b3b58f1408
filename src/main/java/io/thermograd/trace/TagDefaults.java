package io.thermograd.trace;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The names that PyTorch, TensorBoard, Keras, Lightning, W&amp;B and Hugging Face users give to
 * what they log, as patterns, the most telling first. They are matched whatever the case.
 */
final class TagDefaults {
  private static final String TRAIN = "train(?:ing|er)?[/_. ]";
  private static final String OF_TRAINING = "(?:" + TRAIN + ")?";
  private static final String GRAD = "grad(?:ient)?s?";
  private static final String LAYER = "(?<layer>.+)";
  // A norm over all layers is no layer beside them: it would be counted twice.
  private static final String OWN_LAYER = "(?!(?:total|global|all|overall)$)(?<layer>.+)";
  private static final String HELD_OUT = "(?:val(?:id(?:ation)?)?|eval(?:uation)?|test)";

  private static final String PART = "(?:.+[/_. -])?";
  private static final String LOSS = "loss(?:es)?";

  /**
   * What a loss that training descends isn't called: figures of one, losses of other data, and the
   * surrogate of a policy's gradient, whose value means nothing.
   */
  private static final String OF_TRAINING_ITSELF =
      "(?!(?:.+[/_. -])?(?:"
          + HELD_OUT
          + "|best|min(?:imum)?|max(?:imum)?|std|var|prev(?:ious)?|last|final|init(?:ial)?|target"
          + "|ema|smooth(?:ed)?|delta|stop|policy|pg|pi|actor)[/_. -])";

  static final Map<TagRole, List<String>> PATTERNS = patterns();

  /**
   * Names that may be a role's but belong to many things: tried after {@link #PATTERNS}, and taken
   * only where no second name is as likely.
   */
  static final Map<TagRole, List<String>> GUESSES =
      Map.of(
          TagRole.LOSS,
          List.of(
              OF_TRAINING_ITSELF + PART + "train(?:ing|er)?(?:[/_. -](?:.+[/_. -])?)?" + LOSS,
              OF_TRAINING_ITSELF
                  + PART
                  + "(?:(?:total|overall)[/_. -]?loss|loss[/_. -](?:total|overall|all))",
              OF_TRAINING_ITSELF + PART + LOSS),
          TagRole.FULL_LOSS,
          List.of(PART + HELD_OUT + "(?:[/_. -](?:.+[/_. -])?)?" + LOSS));

  private TagDefaults() {}

  private static Map<TagRole, List<String>> patterns() {
    Map<TagRole, List<String>> of = new EnumMap<>(TagRole.class);
    of.put(TagRole.RUN, List.of("run", "run_id", "run_name"));
    of.put(TagRole.TIME, List.of("logged_at", "_?timestamp", "wall_time"));
    of.put(
        TagRole.STEP,
        List.of(
            TRAIN + "global_step",
            "global_step",
            TRAIN + "(?:step|iter(?:ation)?)",
            "steps?",
            "iter(?:ation)?s?",
            "_step"));
    of.put(TagRole.EPOCH, List.of(TRAIN + "epoch", "epochs?"));
    of.put(
        TagRole.LOSS,
        List.of(
            TRAIN + "(?:batch_)?loss(?:es)?(?:[/_]step)?",
            "loss[/_. ]train(?:ing)?",
            "(?:batch[/_. ])?loss(?:es)?(?:[/_](?:step|batch))?",
            "epoch_loss",
            TRAIN + "loss[/_]epoch"));
    of.put(
        TagRole.FULL_LOSS,
        List.of(
            "full_loss",
            HELD_OUT + "[/_. ]loss(?:es)?(?:[/_]epoch)?",
            "loss[/_. ]" + HELD_OUT,
            "epoch_val_loss"));
    String lr = "(?:lr|learning[_ ]?rate)s?";
    of.put(
        TagRole.LR,
        List.of(OF_TRAINING + lr, "charts/" + lr, "epoch_" + lr, OF_TRAINING + "lr[-/_].+"));
    of.put(TagRole.BATCH_SIZE, List.of(OF_TRAINING + "batch_size"));
    of.put(TagRole.MOMENTUM, List.of(OF_TRAINING + "momentum"));
    of.put(TagRole.WEIGHT_DECAY, List.of(OF_TRAINING + "weight_decay"));
    of.put(TagRole.OPTIMIZER, List.of("optimizer"));
    addGradients(of);
    return of;
  }

  private static void addGradients(Map<TagRole, List<String>> of) {
    String squared = GRAD + "[/_]sq(?:uared)?[/_]norms?";
    String norm = GRAD + "(?:_l2|_2\\.0)?[/_. ]?norms?";
    of.put(
        TagRole.GRAD_SQ_NORM,
        List.of(OF_TRAINING + squared + "/" + OWN_LAYER, OF_TRAINING + squared));
    of.put(
        TagRole.GRAD_NORM,
        List.of(
            OF_TRAINING + norm + "/" + OWN_LAYER,
            OF_TRAINING
                + "(?:(?:global_|total_)?"
                + norm
                + "(?:[/_](?:total|global|all|overall|l2))?|gnorm)",
            LAYER + "[/.]" + norm));
    String dot = GRAD + "[/_]dot[/_]prev";
    of.put(TagRole.GRAD_DOT_PREV, List.of(OF_TRAINING + dot + "/" + OWN_LAYER, OF_TRAINING + dot));
    of.put(
        TagRole.GRADIENT,
        List.of(OF_TRAINING + GRAD + "/" + LAYER, LAYER + "[/.](?:grad|gradients?)", GRAD));
    of.put(
        TagRole.WEIGHT_NORM,
        List.of("(?:weights?|params?)[/_]norms?/" + OWN_LAYER, "weights?[/_]norms?"));
  }
}

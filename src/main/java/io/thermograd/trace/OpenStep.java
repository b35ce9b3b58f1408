package io.thermograd.trace;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One step of one run while its values come in. */
final class OpenStep {
  static final Slot LOSS = new Slot(TagRole.LOSS, "");
  private static final Slot FULL_LOSS = new Slot(TagRole.FULL_LOSS, "");

  private final Origin origin;
  private final long step;
  private final @Nullable Long micros;
  private final Map<Slot, NamedValue> values = new LinkedHashMap<>();
  private final Map<Slot, TreeMap<String, Integer>> guesses = new HashMap<>();

  OpenStep(Origin origin, long step, @Nullable Long micros) {
    this.origin = origin;
    this.step = step;
    this.micros = micros;
  }

  /** Notes a value; of several for one slot that of the best rank stays. */
  void put(NamedValue value) {
    Slot slot = value.match().slot();
    NamedValue held = values.get(slot);
    if (held == null || value.match().rank() < held.match().rank()) {
      values.put(slot, value);
    }
    if (value.match().isGuess() && !value.role().isSetting()) {
      guesses.computeIfAbsent(slot, s -> new TreeMap<>()).put(value.name(), value.match().rank());
    }
  }

  /**
   * The names that are as likely to be a slot's as the value it has; more than one: nobody knows.
   */
  List<String> guesses(Slot slot) {
    NamedValue held = values.get(slot);
    return held == null || !held.match().isGuess()
        ? List.of()
        : guesses.getOrDefault(slot, new TreeMap<>()).entrySet().stream()
            .filter(guess -> guess.getValue() == held.match().rank())
            .map(Map.Entry::getKey)
            .toList();
  }

  long step() {
    return step;
  }

  Map<Slot, NamedValue> values() {
    return values;
  }

  boolean measures() {
    for (NamedValue value : values.values()) {
      if (value.isMeasured()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a layer has a gradient, and not only what goes with one. */
  private static boolean hasGradient(Map<TagRole, NamedValue> layer) {
    return hasNorm(layer) || layer.containsKey(TagRole.GRADIENT);
  }

  private static boolean hasNorm(Map<TagRole, NamedValue> layer) {
    return layer.containsKey(TagRole.GRAD_SQ_NORM) || layer.containsKey(TagRole.GRAD_NORM);
  }

  /**
   * Emits the step's records: a loss row if it has a loss, and a gradient row per layer.
   *
   * @return how many of its values are in none
   */
  long emit(RunSteps steps, RecordDraft draft, byte[] text, Consumer<? super Decoded> sink) {
    NamedValue loss = values.get(LOSS);
    NamedValue fullLoss = values.get(FULL_LOSS);
    if (loss != null || fullLoss != null) {
      begin(steps, draft);
      put(draft, TraceColumn.LOSS, loss);
      put(draft, TraceColumn.FULL_LOSS, fullLoss);
      sink.accept(draft.finish(origin, text));
    }
    long unused = 0;
    Map<String, Map<TagRole, NamedValue>> layers = layers();
    for (Map.Entry<String, Map<TagRole, NamedValue>> layer : layers.entrySet()) {
      boolean counts =
          layer.getKey().equals(TagMapping.ONE_LAYER)
              ? isOnlyLayer(layers)
              : !isOtherCut(layer.getValue(), steps);
      if (counts && hasGradient(layer.getValue())) {
        begin(steps, draft);
        draft.putText(TraceColumn.LAYER, layer.getKey());
        putLayer(draft, layer.getValue());
        sink.accept(draft.finish(origin, text));
      } else {
        unused++;
      }
    }
    return unused;
  }

  /** The whole model is no layer beside others: it would be counted twice. */
  private static boolean isOnlyLayer(Map<String, Map<TagRole, NamedValue>> layers) {
    return layers.entrySet().stream()
        .noneMatch(
            other -> !other.getKey().equals(TagMapping.ONE_LAYER) && hasGradient(other.getValue()));
  }

  /** Whether it is a histogram under another name than the norms: another cut of the model. */
  private static boolean isOtherCut(Map<TagRole, NamedValue> layer, RunSteps steps) {
    NamedValue value = layer.get(TagRole.GRADIENT);
    LayerGradient gradient = value == null ? null : value.gradient();
    boolean histogram = gradient != null && gradient.moments() != null;
    return histogram && !hasNorm(layer) && steps.hasNormsOfLayers();
  }

  /** Whether it holds a norm of a layer, and not of the whole model only. */
  boolean hasNormsOfLayers() {
    for (Slot slot : values.keySet()) {
      boolean norm = slot.role() == TagRole.GRAD_SQ_NORM || slot.role() == TagRole.GRAD_NORM;
      if (norm && !slot.layer().equals(TagMapping.ONE_LAYER)) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Map<TagRole, NamedValue>> layers() {
    Map<String, Map<TagRole, NamedValue>> layers = new LinkedHashMap<>();
    values.forEach(
        (slot, value) -> {
          if (slot.role().isOfLayer()) {
            layers
                .computeIfAbsent(slot.layer(), layer -> new EnumMap<>(TagRole.class))
                .put(slot.role(), value);
          }
        });
    return layers;
  }

  private void begin(RunSteps steps, RecordDraft draft) {
    draft.clear();
    draft.putText(TraceColumn.RUN, steps.run());
    draft.putWhole(TraceColumn.STEP, step);
    if (micros != null) {
      draft.putMicros(micros);
    }
    steps.putSettings(draft);
  }

  private static void putLayer(RecordDraft draft, Map<TagRole, NamedValue> layer) {
    NamedValue norm = layer.get(TagRole.GRAD_NORM);
    NamedValue squared = layer.get(TagRole.GRAD_SQ_NORM);
    if (squared != null) {
      put(draft, TraceColumn.GRAD_SQ_NORM, squared);
    } else if (norm != null && norm.number() < 0) {
      draft.reject(RejectReason.OUT_OF_RANGE, norm.name() + " is " + norm.number());
    } else if (norm != null) {
      draft.putReal(TraceColumn.GRAD_SQ_NORM, norm.number() * norm.number());
    }
    put(draft, TraceColumn.GRAD_DOT_PREV, layer.get(TagRole.GRAD_DOT_PREV));
    put(draft, TraceColumn.WEIGHT_NORM, layer.get(TagRole.WEIGHT_NORM));
    NamedValue gradient = layer.get(TagRole.GRADIENT);
    if (gradient != null) {
      putGradient(draft, gradient);
    }
  }

  private static void putGradient(RecordDraft draft, NamedValue value) {
    LayerGradient gradient = value.gradient();
    if (gradient == null) {
      draft.reject(RejectReason.WRONG_TYPE, value.name() + " is one number, no gradient");
      return;
    }
    if (gradient.coordinates() != null) {
      draft.putGrad(gradient.coordinates());
    }
    ElementMoments moments = gradient.moments();
    if (moments != null) {
      draft.putReal(TraceColumn.GRAD_COUNT, moments.count());
      draft.putReal(TraceColumn.GRAD_SUM, moments.sum());
      draft.putReal(TraceColumn.GRAD_SUM_SQUARES, moments.sumSquares());
    }
  }

  private static void put(RecordDraft draft, TraceColumn column, @Nullable NamedValue value) {
    if (value != null) {
      draft.putReal(column, value.number());
    }
  }
}

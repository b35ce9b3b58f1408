package io.thermograd.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One step of one run while its values come in. */
final class OpenStep {
  /** Of which role and layer a value is. */
  record Slot(TagRole role, String layer) {
    static Slot of(NamedValue value) {
      return new Slot(value.role(), value.match().layer());
    }
  }

  private final Origin origin;
  private final long step;
  private final @Nullable Long micros;
  private final Map<Slot, NamedValue> values = new LinkedHashMap<>();

  OpenStep(Origin origin, long step, @Nullable Long micros) {
    this.origin = origin;
    this.step = step;
    this.micros = micros;
  }

  long step() {
    return step;
  }

  Map<Slot, NamedValue> values() {
    return values;
  }

  boolean measures() {
    return values.values().stream().anyMatch(NamedValue::isMeasured);
  }

  private @Nullable NamedValue value(TagRole role, String layer) {
    return values.get(new Slot(role, layer));
  }

  /** Whether it holds a gradient of {@code layer}, and not only what goes with one. */
  private boolean hasGradient(String layer) {
    return value(TagRole.GRAD_SQ_NORM, layer) != null
        || value(TagRole.GRAD_NORM, layer) != null
        || value(TagRole.GRADIENT, layer) != null;
  }

  /**
   * Emits the step's records: a loss row if it has a loss, and a gradient row per layer.
   *
   * @return how many of its values are in none
   */
  long emit(RunSteps steps, RecordDraft draft, byte[] text, Consumer<? super Decoded> sink) {
    NamedValue loss = value(TagRole.LOSS, "");
    NamedValue fullLoss = value(TagRole.FULL_LOSS, "");
    if (loss != null || fullLoss != null) {
      begin(steps, draft);
      put(draft, TraceColumn.LOSS, loss);
      put(draft, TraceColumn.FULL_LOSS, fullLoss);
      sink.accept(draft.finish(origin, text));
    }
    long unused = 0;
    for (String layer : layers()) {
      if (hasGradient(layer)) {
        begin(steps, draft);
        putLayer(draft, layer);
        sink.accept(draft.finish(origin, text));
      } else {
        unused++;
      }
    }
    return unused;
  }

  private List<String> layers() {
    List<String> layers = new ArrayList<>();
    values.keySet().stream()
        .filter(slot -> slot.role().isOfLayer())
        .map(Slot::layer)
        .distinct()
        .forEach(layers::add);
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

  private void putLayer(RecordDraft draft, String layer) {
    draft.putText(TraceColumn.LAYER, layer);
    NamedValue norm = value(TagRole.GRAD_NORM, layer);
    NamedValue squared = value(TagRole.GRAD_SQ_NORM, layer);
    if (squared != null) {
      put(draft, TraceColumn.GRAD_SQ_NORM, squared);
    } else if (norm != null && norm.number() < 0) {
      draft.reject(RejectReason.OUT_OF_RANGE, norm.name() + " is " + norm.number());
    } else if (norm != null) {
      draft.putReal(TraceColumn.GRAD_SQ_NORM, norm.number() * norm.number());
    }
    put(draft, TraceColumn.GRAD_DOT_PREV, value(TagRole.GRAD_DOT_PREV, layer));
    put(draft, TraceColumn.WEIGHT_NORM, value(TagRole.WEIGHT_NORM, layer));
    NamedValue gradient = value(TagRole.GRADIENT, layer);
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

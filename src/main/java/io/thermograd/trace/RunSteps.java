package io.thermograd.trace;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The steps of one run in one file, and what was decided of its names. */
final class RunSteps {
  /** Takes a step that is complete. */
  interface Sink {
    long emit(RunSteps steps, OpenStep complete);
  }

  /** Where a run's steps come from. */
  private enum Numbering {
    UNDECIDED,
    LOGGED,
    COUNTED
  }

  /** A step of more values than this is cut in pieces; it is no model's. */
  private static final int MOST_VALUES = 20_000;

  /** Names of possible losses that are told. */
  private static final int MOST_RIVALS = 8;

  /** No pattern's: the role has no values in this file. */
  private static final int UNDECIDED_RANK = -1;

  private static final double MOST_EXACT = 1L << 53;

  private final String run;
  private final boolean declaresEpoch;
  private final Map<TagRole, Integer> ranks = new EnumMap<>(TagRole.class);
  private final Map<Slot, String> names = new HashMap<>();
  private final Map<TagRole, NamedValue> settings = new EnumMap<>(TagRole.class);
  private Numbering numbering = Numbering.UNDECIDED;
  private @Nullable String stepName;
  private @Nullable Long latestStep;
  private long counted;
  private long latestMeasured = -1;
  private boolean epochOfOpenStep;
  private boolean normsOfLayers;
  private final Set<String> rivals = new TreeSet<>();
  private @Nullable String guessedLoss;
  private @Nullable OpenStep open;
  private long unused;

  RunSteps(String run, boolean declaresEpoch) {
    this.run = run;
    this.declaresEpoch = declaresEpoch;
  }

  String run() {
    return run;
  }

  /** Values in this file that went nowhere. */
  long unused() {
    return unused;
  }

  /** Counts values that went nowhere. */
  void addUnused(long count) {
    unused += count;
  }

  /**
   * Adds an input record.
   *
   * @return what is wrong with its step; null if nothing
   */
  @Nullable String add(Origin at, RecordPlace place, List<NamedValue> values, Sink sink) {
    NamedValue named = place.step() == null ? namedStep(values) : null;
    if (named != null && !isStep(named.number())) {
      return named.name() + " is " + named.number() + ", no step";
    }
    Long logged = place.step();
    if (named != null) {
      logged = (long) named.number();
    }
    Long step = stepOf(place, logged, named);
    if (step == null) {
      takeSettings(values);
      return null;
    }
    if (open != null && (open.step() != step || repeats(open, values))) {
      close(sink);
    }
    if (open == null) {
      open = new OpenStep(at, step, place.micros());
      epochOfOpenStep = false;
    }
    for (NamedValue value : values) {
      take(value, open);
    }
    return null;
  }

  private @Nullable NamedValue namedStep(List<NamedValue> values) {
    NamedValue best = null;
    for (NamedValue value : values) {
      boolean candidate =
          value.role() == TagRole.STEP
              && !Double.isNaN(value.number())
              && (stepName == null || value.name().equals(stepName));
      if (candidate) {
        best = RecordPlace.preferred(best, value);
      }
    }
    return numbering == Numbering.COUNTED ? null : best;
  }

  private static boolean isStep(double number) {
    return number >= 0 && number <= MOST_EXACT && number == Math.rint(number);
  }

  private @Nullable Long stepOf(
      RecordPlace place, @Nullable Long logged, @Nullable NamedValue named) {
    if (place.measures() && numbering == Numbering.UNDECIDED) {
      numbering = logged == null ? Numbering.COUNTED : Numbering.LOGGED;
      stepName = named == null ? null : named.name();
    }
    if (place.measures() && numbering == Numbering.COUNTED) {
      latestStep = counted++;
    } else if (logged != null) {
      latestStep = logged;
    }
    return latestStep;
  }

  /** Whether a value is measured again under its name: that is a record of its own. */
  private static boolean repeats(OpenStep open, List<NamedValue> values) {
    if (open.values().size() > MOST_VALUES) {
      return true;
    }
    for (NamedValue value : values) {
      NamedValue held = open.values().get(value.match().slot());
      if (held != null && !value.role().isSetting() && held.name().equals(value.name())) {
        return true;
      }
    }
    return false;
  }

  /** Before the first step only what holds from then on counts. */
  private void takeSettings(List<NamedValue> values) {
    for (NamedValue value : values) {
      if (value.role().isSetting()) {
        take(value, null);
      } else {
        unused++;
      }
    }
  }

  private void take(NamedValue value, @Nullable OpenStep step) {
    if (value.role().isPlace()) {
      return;
    }
    Slot slot = value.match().slot();
    String chosen = names.get(slot);
    Integer rank = ranks.get(value.role());
    boolean other = chosen != null && !chosen.equals(value.name());
    boolean none = value.role().isSetting() && Double.isNaN(value.number());
    if (none || other || (rank != null && rank != value.match().rank())) {
      unused++;
      noteRival(value, chosen);
    } else if (value.role().isSetting()) {
      // A tool's settings don't come at one step: the first name that is seen stays.
      ranks.put(value.role(), value.match().rank());
      names.put(slot, value.name());
      settings.put(value.role(), value);
      epochOfOpenStep |= value.role() == TagRole.EPOCH;
    } else if (step != null) {
      unused += step.values().containsKey(slot) ? 1 : 0;
      step.put(value);
    }
  }

  /** Notes that the loss is a guess, and that this may well be it. */
  private void noteRival(NamedValue value, @Nullable String chosen) {
    boolean asLikely =
        value.role() == TagRole.LOSS
            && guessedLoss != null
            && guessedLoss.equals(chosen)
            && !value.name().equals(chosen)
            && value.match().rank() <= ranks.getOrDefault(TagRole.LOSS, -1);
    if (asLikely && rivals.size() < MOST_RIVALS) {
      rivals.add(value.name());
    }
  }

  /**
   * What its user must decide, since no name is surely the loss and several may be; null if
   * nothing.
   */
  @Nullable String question() {
    if (rivals.isEmpty()) {
      return null;
    }
    List<String> names = new ArrayList<>(rivals);
    if (guessedLoss != null) {
      names.add(0, guessedLoss);
    }
    return "which is the loss? "
        + String.join(", ", names)
        + " may be it"
        + (guessedLoss == null ? ", none is used" : ", the first is used")
        + ": declare one, such as tags: {loss: \""
        + names.get(names.size() - 1)
        + "\"}";
  }

  /** Completes the open step. */
  void close(Sink sink) {
    OpenStep complete = open;
    open = null;
    if (complete == null || complete.values().isEmpty()) {
      return;
    }
    decide(complete);
    normsOfLayers = normsOfLayers || complete.hasNormsOfLayers();
    if (!complete.measures() && complete.step() < latestMeasured) {
      unused += complete.values().size();
      return;
    }
    if (complete.measures()) {
      latestMeasured = complete.step();
    }
    unused += sink.emit(this, complete);
  }

  /** Of each role's patterns the first that the step has a value for is the run's. */
  private void decide(OpenStep step) {
    for (NamedValue value : step.values().values()) {
      Integer best = ranks.get(value.role());
      if (best == null || value.match().rank() < best) {
        ranks.put(value.role(), value.match().rank());
      }
    }
    decideGuess(step);
    Iterator<Map.Entry<Slot, NamedValue>> all = step.values().entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Slot, NamedValue> entry = all.next();
      Integer rank = ranks.get(entry.getKey().role());
      if (rank != null && rank != entry.getValue().match().rank()) {
        unused++;
        all.remove();
      } else if (names.size() < MOST_VALUES) {
        names.putIfAbsent(entry.getKey(), entry.getValue().name());
      }
    }
  }

  /** A guess of the loss stands only where no other name is as likely. */
  private void decideGuess(OpenStep step) {
    NamedValue loss = step.values().get(OpenStep.LOSS);
    if (loss == null || !loss.match().isGuess() || names.containsKey(OpenStep.LOSS)) {
      return;
    }
    List<String> likely = step.guesses(OpenStep.LOSS);
    if (likely.size() > 1) {
      rivals.addAll(likely.subList(0, Math.min(likely.size(), MOST_RIVALS)));
      ranks.put(TagRole.LOSS, UNDECIDED_RANK);
    } else {
      guessedLoss = loss.name();
    }
  }

  /** Whether the run has had a norm of a layer in this file. */
  boolean hasNormsOfLayers() {
    return normsOfLayers;
  }

  /** Tells which name was used for each role. */
  void tellNames(BiConsumer<TagRole, String> to) {
    names.forEach((slot, name) -> to.accept(slot.role(), name));
    if (stepName != null) {
      to.accept(TagRole.STEP, stepName);
    }
  }

  /** Puts what holds at the step: settings, and the epoch unless it follows from the step. */
  void putSettings(RecordDraft draft) {
    put(draft, TagRole.LR, TraceColumn.LR);
    put(draft, TagRole.BATCH_SIZE, TraceColumn.BATCH_SIZE);
    put(draft, TagRole.MOMENTUM, TraceColumn.MOMENTUM);
    put(draft, TagRole.WEIGHT_DECAY, TraceColumn.WEIGHT_DECAY);
    NamedValue optimizer = settings.get(TagRole.OPTIMIZER);
    if (optimizer != null && optimizer.text() != null) {
      draft.putText(TraceColumn.OPTIMIZER, optimizer.text());
    }
    NamedValue epoch = settings.get(TagRole.EPOCH);
    if (epochOfOpenStep || !declaresEpoch) {
      draft.putReal(TraceColumn.EPOCH, epoch == null ? 0 : Math.floor(epoch.number()));
    }
  }

  private void put(RecordDraft draft, TagRole role, TraceColumn column) {
    NamedValue value = settings.get(role);
    if (value != null) {
      draft.putReal(column, value.number());
    }
  }
}

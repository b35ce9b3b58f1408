package io.thermograd.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the named values of a log together into trace records: one loss row and a gradient row per
 * layer for each step of each run. A decoder hands over one input record after the other, in file
 * order, between {@link #begin} and {@link #end}; a step is complete when its run's next step
 * begins, or at {@link #endOfFile}.
 *
 * <ul>
 *   <li>Of several names for one role the run's first step that logs any decides: the name whose
 *       pattern stands first there is used in the rest of the file, the others are not. Nothing is
 *       summed. A role's pattern is decided so, too: a norm of the whole model and norms of layers
 *       are never mixed.
 *   <li>Histograms and norms are two cuts of one model: where a run has norms of layers, histograms
 *       under other names aren't used, nor is a norm of the whole model beside any layer.
 *   <li>A record without a step belongs to the step before it; a run whose first measured record
 *       has no step counts its records.
 *   <li>Settings hold until the next value of theirs. The epoch is the logged one, else step /
 *       steps_per_epoch, else the last logged one, else 0: a log without epochs is one epoch.
 *   <li>A value that is logged again at its step begins a record of its own; {@code Sessions} and
 *       repeats decide between them. A validation loss alone at a step before the run's latest has
 *       another numbering (such as epochs) and isn't used.
 *   <li>What maps to nothing, or is not used, is counted: {@link UnusedValues}. A file that gives
 *       no record at all is one rejected record, {@code UNMAPPED}, that tells the file's names.
 * </ul>
 *
 * <p>Memory: the open step of at most {@value #MOST_OPEN_RUNS} runs. Not safe for several threads.
 */
public final class StepAssembler {
  private static final int MOST_OPEN_RUNS = 4096;
  private static final int MOST_NAMES = 1000;
  private static final byte[] NO_TEXT = {};

  private static final Comparator<NamedValue> BY_RANK =
      Comparator.comparingInt(value -> value.match().rank());

  private final TagMatcher matcher;
  private final RunNaming naming;
  private final RecordDraft draft;
  private final RunFactsByPattern facts;
  private final Consumer<? super Decoded> sink;
  private final Consumer<? super Decoded> notes;
  private final LinkedHashMap<String, RunSteps> runs = new LinkedHashMap<>(16, 0.75f, true);

  private final StrangeNames strangers = new StrangeNames();
  private final Map<TagRole, Set<String>> used = new EnumMap<>(TagRole.class);
  private final List<NamedValue> values = new ArrayList<>();
  private @Nullable Origin origin;
  private @Nullable String path;
  private @Nullable String runOfPath;
  private @Nullable String run;
  private @Nullable Long micros;
  private @Nullable Long step;
  private @Nullable RejectReason fault;
  private String faultDetail = "";

  /** Whether the file has given no record yet. */
  private boolean silent = true;

  /** Values of the input record that went nowhere. */
  private long unused;

  /**
   * An assembler of the records of one input.
   *
   * @param mapping which names are what
   * @param naming the run of a file whose records don't name one
   * @param facts for the epoch of records without one
   * @param sink takes the records
   */
  public StepAssembler(
      TagMapping mapping,
      RunNaming naming,
      RunFactsByPattern facts,
      Consumer<? super Decoded> sink) {
    this.matcher = new TagMatcher(mapping);
    this.naming = naming;
    this.facts = facts;
    this.draft = new RecordDraft(null, facts);
    this.notes = sink;
    this.sink =
        record -> {
          silent = false;
          sink.accept(record);
        };
  }

  /** Begins an input record. */
  public void begin(Origin at) {
    if (!at.path().equals(path)) {
      path = at.path();
      runOfPath = naming.of(at.path());
    }
    origin = at;
    values.clear();
    unused = 0;
    run = null;
    micros = null;
    step = null;
    fault = null;
  }

  /** The record's run, from the file's structure; a value of the role {@code run} goes first. */
  public void run(String id) {
    run = id;
  }

  /** The record's step, from the file's structure: it goes before any named value. */
  public void step(long globalStep) {
    step = globalStep;
  }

  /** When the record was logged, from the file's structure. */
  public void loggedAt(long microsSince1970) {
    micros = microsSince1970;
  }

  /** What a name is to the trace; null if nothing, and its value needn't be read. */
  public @Nullable TagMatch match(String name) {
    TagMatch match = matcher.match(name);
    if (match == null && silent) {
      strangers.add(name);
    }
    return match;
  }

  /** Puts a number. */
  public void put(String name, double value) {
    TagMatch match = matched(name);
    if (match != null) {
      put(name, match, value);
    }
  }

  /**
   * Puts a number of a log whose gradients aren't numbers: one under a gradient's name is some
   * figure of it, such as {@code gradients/max}, and is skipped.
   */
  public void putFigure(String name, double value) {
    TagMatch match = matched(name);
    if (match != null && match.role() == TagRole.GRADIENT) {
      unused++;
    } else if (match != null) {
      put(name, match, value);
    }
  }

  private void put(String name, TagMatch match, double value) {
    if (match.role() == TagRole.RUN || match.role() == TagRole.OPTIMIZER) {
      values.add(new NamedValue(name, match, 0, plain(value), null));
    } else {
      values.add(new NamedValue(name, match, value, null, null));
    }
  }

  /** Puts text: a run or an optimizer; of other roles the record is rejected. */
  public void putText(String name, String text) {
    TagMatch match = matched(name);
    if (match == null) {
      return;
    }
    if (!WholeText.is(text)) {
      reject(RejectReason.WRONG_TYPE, name + " is text with half a character");
    } else if (match.role() == TagRole.RUN || match.role() == TagRole.OPTIMIZER) {
      values.add(new NamedValue(name, match, 0, text, null));
    } else if (match.role() == TagRole.GRADIENT) {
      // Some tools export a histogram as text of their own.
      unused++;
    } else {
      putUnfit(name, "text");
    }
  }

  /**
   * Notes a value of a type that no role takes, such as a truth value: the record is rejected,
   * unless its name is nothing to the trace.
   *
   * @param type the type in words, such as {@code a list}
   */
  public void putUnfit(String name, String type) {
    TagMatch match = matched(name);
    if (match == null) {
      return;
    }
    if (match.role() == TagRole.OPTIMIZER) {
      // Some logs describe it by an object of its settings: no name, and no fault of the record.
      unused++;
    } else {
      reject(RejectReason.WRONG_TYPE, name + " is " + type + " (role " + match.role().key() + ")");
    }
  }

  /** Puts a gradient's coordinates; the array is kept. */
  public void putGradient(String name, float[] coordinates) {
    putGradient(name, new LayerGradient(coordinates, null));
  }

  /** Puts the moments of a gradient over its layer's elements, as a histogram holds them. */
  public void putGradient(String name, ElementMoments moments) {
    putGradient(name, new LayerGradient(null, moments));
  }

  /** Notes values of the input record that are neither numbers nor gradients, such as images. */
  public void skip(long count) {
    unused += count;
  }

  private void putGradient(String name, LayerGradient gradient) {
    TagMatch match = matched(name);
    if (match != null && match.role() == TagRole.GRADIENT) {
      values.add(new NamedValue(name, match, 0, null, gradient));
    } else if (match != null) {
      unused++;
    }
  }

  private @Nullable TagMatch matched(String name) {
    TagMatch match = match(name);
    if (match == null) {
      unused++;
    } else if (!WholeText.is(name)) {
      reject(RejectReason.WRONG_TYPE, "a name has half a character");
    }
    return match;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Notes that the input record can't be used; the first fault is told. */
  public void reject(RejectReason reason, String detail) {
    if (fault == null) {
      fault = reason;
      faultDetail = detail;
    }
  }

  /**
   * Ends the input record.
   *
   * @param record its text, for the quarantine
   */
  public void end(byte[] record) {
    Origin at = origin;
    if (at == null) {
      throw new IllegalStateException("end() without begin()");
    }
    if (values.size() > 1) {
      values.sort(BY_RANK);
    }
    RecordPlace place = RecordPlace.of(values, run == null ? runOfPath : run, step, micros);
    String id = place.run();
    if (fault == null && id == null && place.measures()) {
      reject(RejectReason.MISSING_KEY, "run (and run_from isn't found in the path)");
    }
    if (fault == null && id != null) {
      RunSteps steps = runs.get(id);
      if (steps == null) {
        values.stream()
            .filter(value -> value.role() == TagRole.RUN || value.role() == TagRole.TIME)
            .forEach(value -> note(value.role(), value.name()));
        steps = new RunSteps(id, facts.of(id).stepsPerEpoch() != null);
        runs.put(id, steps);
        closeEldest();
      }
      String problem = steps.add(at, place, values, this::emit);
      steps.addUnused(unused);
      if (problem != null) {
        reject(RejectReason.WRONG_TYPE, problem);
      }
    }
    if (fault != null) {
      sink.accept(new Rejected(at, fault, faultDetail, id, Rejected.rawOf(record)));
    }
  }

  private void closeEldest() {
    if (runs.size() > MOST_OPEN_RUNS) {
      RunSteps eldest = runs.values().iterator().next();
      close(eldest);
      runs.remove(eldest.run());
    }
  }

  private void close(RunSteps steps) {
    steps.close(this::emit);
    steps.tellNames(this::note);
    Origin start = new Origin(Objects.requireNonNull(path, "path"), 0);
    if (steps.unused() > 0) {
      // No record: a file that gives nothing else is still silent.
      notes.accept(new UnusedValues(start, steps.run(), steps.unused()));
    }
    String question = steps.question();
    if (question != null) {
      sink.accept(new Rejected(start, RejectReason.UNMAPPED, question, steps.run(), ""));
    }
  }

  /** Ends the file: all open steps are complete, and nothing is carried over to the next one. */
  public void endOfFile() {
    runs.values().forEach(this::close);
    if (path != null && silent) {
      String only = runs.size() == 1 ? runs.keySet().iterator().next() : null;
      sink.accept(
          new Rejected(
              new Origin(path, 0), RejectReason.UNMAPPED, strangers.complaint(), only, ""));
    }
    runs.clear();
    path = null;
    strangers.clear();
    silent = true;
  }

  /** The names that were used for each role, until now; of many names some. */
  public Map<TagRole, Set<String>> names() {
    return used;
  }

  private void note(TagRole role, String name) {
    Set<String> names = used.computeIfAbsent(role, r -> new TreeSet<>());
    if (names.size() < MOST_NAMES) {
      names.add(name);
    }
  }

  private long emit(RunSteps steps, OpenStep complete) {
    return complete.emit(steps, draft, NO_TEXT, sink);
  }
}

package io.thermograd.moments.spark;

import io.thermograd.moments.GradientMoments;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.ScalarBlock;
import io.thermograd.trace.ScalarRecord;
import io.thermograd.trace.Series;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceRecord;
import io.thermograd.trace.UnusedValues;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * The pass over one partition: reduces vectors to partial moments as the records go by, and passes
 * on the records without their vectors in blocks. Partial states are flushed at the end of a file
 * and whenever they take more than {@code maxStateBytes}, so memory depends on neither runs nor
 * layers.
 *
 * <p>Rows are made as Spark holds them: an encoder's way from boxed values costs more than the
 * moments do.
 */
final class TraceScan implements Iterator<InternalRow> {
  /** A stretch of one file without a drop in step. */
  private static final class Stretch {
    private final long start;
    private long lastStep;

    private Stretch(long start, long lastStep) {
      this.start = start;
      this.lastStep = lastStep;
    }
  }

  // Keys are compared for every record: not by a record's own method handles, which C1 calls one by
  // one (docs/benchmarks.md).
  private record StretchKey(
      String run, RecordKind kind, @Nullable String layer, @Nullable Integer replica) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof StretchKey that
          && kind == that.kind
          && Objects.equals(layer, that.layer)
          && run.equals(that.run)
          && Objects.equals(replica, that.replica);
    }

    @Override
    public int hashCode() {
      int hash = 31 * run.hashCode() + kind.hashCode();
      return 31 * (31 * hash + Objects.hashCode(layer)) + Objects.hashCode(replica);
    }
  }

  private record BlockKey(String run, Series series) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof BlockKey that && series.equals(that.series) && run.equals(that.run);
    }

    @Override
    public int hashCode() {
      return 31 * run.hashCode() + series.hashCode();
    }
  }

  private static final int RECORDS_IN_BLOCK = 4096;
  private static final long MAX_BLOCK_BYTES = 32L << 20;

  private final Iterator<Decoded> input;
  private final SessionRule rule;
  private final StateScope scope;
  private final Map<StretchKey, Stretch> stretches = new HashMap<>();
  private final PartialStates<MomentsKey, GradientMoments> states;
  private final PartialStates<BlockKey, ScalarBlock> blocks =
      new PartialStates<>(ScalarBlock::new, ScalarBlock::approximateBytes, MAX_BLOCK_BYTES);
  private final ScanRows rows = new ScanRows();
  private final ArrayDeque<InternalRow> ready = new ArrayDeque<>();
  private String path = "";
  private boolean ended;
  private @Nullable TraceRecord last;

  TraceScan(Iterator<Decoded> input, SessionRule rule, StateScope scope, long maxStateBytes) {
    this.input = input;
    this.rule = rule;
    this.scope = scope;
    states =
        new PartialStates<>(GradientMoments::new, GradientMoments::approximateBytes, maxStateBytes);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty()) {
      Entry<MomentsKey, GradientMoments> done = states.poll();
      Entry<BlockKey, ScalarBlock> block = blocks.poll();
      if (done != null) {
        ready.add(rows.moments(done.getKey(), done.getValue()));
      }
      if (block != null && block.getValue().size() > 0) {
        ready.add(rows.records(block.getKey().run, block.getKey().series, block.getValue()));
      }
      if (done == null && block == null) {
        if (input.hasNext()) {
          take(input.next());
        } else if (ended) {
          return false;
        } else {
          ended = true;
          flush();
        }
      }
    }
    return true;
  }

  private void flush() {
    states.flush();
    blocks.flush();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void take(Decoded decoded) {
    if (decoded instanceof Rejected rejected) {
      ready.add(rows.rejected(attributed(rejected)));
    } else if (decoded instanceof UnusedValues unused) {
      ready.add(rows.unused(unused));
    } else if (decoded instanceof TraceRecord trace) {
      if (!trace.origin().path().equals(path)
          && (rule == SessionRule.APPEND_ONLY || scope == StateScope.FILE)) {
        path = trace.origin().path();
        stretches.clear();
        flush();
      }
      long segment = rule == SessionRule.APPEND_ONLY ? stretchOf(trace) : 0;
      note(trace, segment);
      if (trace.gradient() != null) {
        aggregate(trace, trace.gradient(), segment);
      }
      last = trace;
    }
  }

  /** A file that breaks off says nothing of its run: it is the run whose record came before. */
  private Rejected attributed(Rejected rejected) {
    TraceRecord before = last;
    boolean breaksOff =
        rejected.reason() == RejectReason.CUT || rejected.reason() == RejectReason.CORRUPT;
    return breaksOff
            && rejected.run() == null
            && before != null
            && before.origin().path().equals(rejected.origin().path())
        ? new Rejected(
            rejected.origin(), rejected.reason(), rejected.detail(), before.run(), rejected.raw())
        : rejected;
  }

  private long stretchOf(TraceRecord trace) {
    GradientRow gradient = trace.gradient();
    StretchKey key =
        new StretchKey(
            trace.run(), trace.kind(), gradient == null ? null : gradient.layer(), trace.replica());
    Stretch stretch = stretches.get(key);
    if (stretch == null || trace.step() < stretch.lastStep) {
      stretch = new Stretch(trace.origin().position(), trace.step());
      stretches.put(key, stretch);
    }
    stretch.lastStep = trace.step();
    return stretch.start;
  }

  private void note(TraceRecord trace, long segment) {
    BlockKey key = new BlockKey(trace.run(), Series.of(trace, rule, segment));
    ScalarBlock block = blocks.of(key);
    block.add(ScalarRecord.of(trace));
    blocks.added(block);
    if (block.size() == RECORDS_IN_BLOCK) {
      ready.add(rows.records(key.run, key.series, block));
      block.clear();
    }
  }

  private void aggregate(TraceRecord trace, GradientRow gradient, long segment) {
    float[] grad = gradient.grad();
    MomentsKey key =
        new MomentsKey(
            trace.run(),
            gradient.layer(),
            trace.epoch(),
            rule == SessionRule.APPEND_ONLY ? path : "",
            segment,
            grad == null ? 0 : grad.length,
            scope == StateScope.FILE ? path : null);
    GradientMoments state = states.of(key);
    state.add(trace);
    states.added(state);
  }
}

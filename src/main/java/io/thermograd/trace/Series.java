package io.thermograd.trace;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a {@link ScalarBlock} share: those of one kind, layer and replica of a run in
 * one stretch of a file. Compared for every record, so not by a record's own method handles, which
 * C1 calls one by one (docs/benchmarks.md).
 *
 * @param kind gradient or loss rows
 * @param layer empty of loss rows
 * @param replica null when the records don't say
 * @param path the file
 * @param rule of the file's sessions
 * @param segment position of the first record of the stretch without a drop in step; 0 in unordered
 *     input
 * @param dimension logged coordinates of the gradients; 0 without
 */
public record Series(
    RecordKind kind,
    String layer,
    @Nullable Integer replica,
    String path,
    SessionRule rule,
    long segment,
    int dimension) {

  /** By kind, layer and replica: records of one step that are equal in it repeat each other. */
  public static final Comparator<Series> BY_SLOT = Series::compareSlots;

  public Series {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(rule, "rule");
  }

  /** The series of a record whose stretch begins at {@code segment}. */
  public static Series of(TraceRecord trace, SessionRule rule, long segment) {
    GradientRow gradient = trace.gradient();
    float @Nullable [] grad = gradient == null ? null : gradient.grad();
    return new Series(
        trace.kind(),
        gradient == null ? "" : gradient.layer(),
        trace.replica(),
        trace.origin().path(),
        rule,
        segment,
        grad == null ? 0 : grad.length);
  }

  /** Whether the records are gradients. */
  public boolean isGradient() {
    return kind == RecordKind.GRADIENTS;
  }

  /** Whether later sessions supersede the records. */
  public boolean isOrdered() {
    return rule == SessionRule.APPEND_ONLY;
  }

  /** The path by which partial moments of the records are kept: empty in unordered input. */
  public String statePath() {
    return isOrdered() ? path : "";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Series that
        && kind == that.kind
        && segment == that.segment
        && dimension == that.dimension
        && rule == that.rule
        && layer.equals(that.layer)
        && path.equals(that.path)
        && Objects.equals(replica, that.replica);
  }

  @Override
  public int hashCode() {
    int hash = kind.hashCode();
    hash = 31 * hash + layer.hashCode();
    hash = 31 * hash + Objects.hashCode(replica);
    hash = 31 * hash + path.hashCode();
    hash = 31 * hash + rule.hashCode();
    hash = 31 * hash + Long.hashCode(segment);
    return 31 * hash + dimension;
  }

  private static int compareSlots(Series a, Series b) {
    int order = a.kind.compareTo(b.kind);
    if (order == 0) {
      order = a.layer.compareTo(b.layer);
    }
    return order != 0 || Objects.equals(a.replica, b.replica)
        ? order
        : Integer.compare(a.replica == null ? -1 : a.replica, b.replica == null ? -1 : b.replica);
  }
}

package io.thermograd.moments.spark;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What partial moments are kept by: rows that a resume may supersede must stay apart from those it
 * may not, so the stretch of the file is part of the key (empty path and 0 in unordered input).
 * {@code source} is the file where states are kept per file, else null.
 *
 * <p>Compared for every record: a record's own {@code equals} is a chain of method handles, which
 * C1 calls one by one (docs/benchmarks.md).
 */
record MomentsKey(
    String run,
    String layer,
    int epoch,
    String path,
    long segment,
    int dimension,
    @Nullable String source) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MomentsKey that
        && epoch == that.epoch
        && segment == that.segment
        && dimension == that.dimension
        && layer.equals(that.layer)
        && run.equals(that.run)
        && path.equals(that.path)
        && Objects.equals(source, that.source);
  }

  @Override
  public int hashCode() {
    int hash = run.hashCode();
    hash = 31 * hash + layer.hashCode();
    hash = 31 * hash + epoch;
    hash = 31 * hash + path.hashCode();
    hash = 31 * hash + Long.hashCode(segment);
    hash = 31 * hash + dimension;
    return 31 * hash + Objects.hashCode(source);
  }
}

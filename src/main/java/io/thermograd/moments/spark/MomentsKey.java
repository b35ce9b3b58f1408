package io.thermograd.moments.spark;

import org.jspecify.annotations.Nullable;

/**
 * What partial moments are kept by: rows that a resume may supersede must stay apart from those it
 * may not, so the stretch of the file is part of the key (empty path and 0 in unordered input).
 * {@code source} is the file where states are kept per file, else null.
 */
record MomentsKey(
    String run,
    String layer,
    int epoch,
    String path,
    long segment,
    int dimension,
    @Nullable String source) {}

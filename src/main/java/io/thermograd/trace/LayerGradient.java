package io.thermograd.trace;

import org.jspecify.annotations.Nullable;

/** A gradient itself: its coordinates, or moments over them. */
record LayerGradient(float @Nullable [] coordinates, @Nullable ElementMoments moments) {}

/** Mergeable moments of mini-batch gradients per run, layer and epoch, and what they estimate. */
@NullMarked
package io.thermograd.moments;

import org.jspecify.annotations.NullMarked;

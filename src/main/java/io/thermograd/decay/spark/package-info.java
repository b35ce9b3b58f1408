/** Tables of the decay analysis: their columns and row codecs. */
@NullMarked
package io.thermograd.decay.spark;

import org.jspecify.annotations.NullMarked;

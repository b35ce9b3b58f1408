/** Gradient moments on Spark: the one pass over the vectors, and what is merged of it. */
@NullMarked
package io.thermograd.moments.spark;

import org.jspecify.annotations.NullMarked;

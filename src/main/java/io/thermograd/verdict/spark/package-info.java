/** The per-run stage on Spark, and the {@code runs} table. */
@NullMarked
package io.thermograd.verdict.spark;

import org.jspecify.annotations.NullMarked;

/** Figures across runs, by Spark MLlib. */
@NullMarked
package io.thermograd.cohort.spark;

import org.jspecify.annotations.NullMarked;

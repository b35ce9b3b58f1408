/** Simulated runs as traces: made by Spark's tasks, however many and long. */
@NullMarked
package io.thermograd.simulate.spark;

import org.jspecify.annotations.NullMarked;

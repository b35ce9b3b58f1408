/** Declared rules evaluated over the runs of a batch and of the one before. */
@NullMarked
package io.thermograd.alerts.spark;

import org.jspecify.annotations.NullMarked;

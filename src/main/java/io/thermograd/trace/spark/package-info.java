/** The readers of traces: how files become valid or rejected records. */
@NullMarked
package io.thermograd.trace.spark;

import org.jspecify.annotations.NullMarked;

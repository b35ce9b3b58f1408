/** Reading traces on Spark: decoders, canonical records, sessions, quarantine. */
@NullMarked
package io.thermograd.trace.spark;

import org.jspecify.annotations.NullMarked;

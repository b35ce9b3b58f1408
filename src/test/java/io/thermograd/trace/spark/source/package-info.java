/** Tests of the record source. */
@NullMarked
package io.thermograd.trace.spark.source;

import org.jspecify.annotations.NullMarked;

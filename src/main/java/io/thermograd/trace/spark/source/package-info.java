/** The record source: text files, plain or compressed, as rows of records and faults. */
@NullMarked
package io.thermograd.trace.spark.source;

import org.jspecify.annotations.NullMarked;

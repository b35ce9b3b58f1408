/** The vectors of Parquet files, read by the page. */
@NullMarked
package io.thermograd.trace.spark.parquet;

import org.jspecify.annotations.NullMarked;

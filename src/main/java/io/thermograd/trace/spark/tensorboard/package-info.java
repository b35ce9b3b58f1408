/** Reads the records of TensorBoard's event files, without Spark. */
@NullMarked
package io.thermograd.trace.spark.tensorboard;

import org.jspecify.annotations.NullMarked;

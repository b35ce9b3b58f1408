/** The gradient moments as an aggregate over a dataset, and their table. */
@NullMarked
package io.thermograd.moments.spark;

import org.jspecify.annotations.NullMarked;

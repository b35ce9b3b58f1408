/** The tables of the signal analysis. */
@NullMarked
package io.thermograd.signal.spark;

import org.jspecify.annotations.NullMarked;

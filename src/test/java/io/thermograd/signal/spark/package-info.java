/** Tests of the signal analysis' tables. */
@NullMarked
package io.thermograd.signal.spark;

import org.jspecify.annotations.NullMarked;

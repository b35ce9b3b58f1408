/** Regions of a loss series, loss bins, Boltzmann probabilities, entropy and its rates. */
@NullMarked
package io.thermograd.equilibrium;

import org.jspecify.annotations.NullMarked;

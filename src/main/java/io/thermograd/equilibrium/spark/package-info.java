/** The tables of the equilibrium analysis: their columns and the codecs of their rows. */
@NullMarked
package io.thermograd.equilibrium.spark;

import org.jspecify.annotations.NullMarked;

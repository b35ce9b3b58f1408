/** The tables of an output as a whole: who holds it, how it is written, published and exported. */
@NullMarked
package io.thermograd.store;

import org.jspecify.annotations.NullMarked;

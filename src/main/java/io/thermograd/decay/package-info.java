/** Models of the entropy's decay, their fits, half-lives and forecasts. */
@NullMarked
package io.thermograd.decay;

import org.jspecify.annotations.NullMarked;

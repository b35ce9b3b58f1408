/** Tests of the signal analysis against simulated truth and independent references. */
@NullMarked
package io.thermograd.signal;

import org.jspecify.annotations.NullMarked;

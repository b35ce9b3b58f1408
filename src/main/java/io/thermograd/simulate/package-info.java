/** Runs with known truth, for calibration and demonstration. */
@NullMarked
package io.thermograd.simulate;

import org.jspecify.annotations.NullMarked;

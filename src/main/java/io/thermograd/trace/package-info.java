/** The vocabulary of a logged trace: levels, sampling, sessions, what a valid record is. */
@NullMarked
package io.thermograd.trace;

import org.jspecify.annotations.NullMarked;

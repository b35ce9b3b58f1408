/** One run as a whole: its analysis from signal to decay, and what that amounts to in a word. */
@NullMarked
package io.thermograd.verdict;

import org.jspecify.annotations.NullMarked;

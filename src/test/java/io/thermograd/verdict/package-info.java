/** Tests of what a run amounts to. */
@NullMarked
package io.thermograd.verdict;

import org.jspecify.annotations.NullMarked;

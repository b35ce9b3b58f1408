/** What holds across the runs of a job. */
@NullMarked
package io.thermograd.cohort;

import org.jspecify.annotations.NullMarked;

/** The tables that tell of executions. */
@NullMarked
package io.thermograd.store.spark;

import org.jspecify.annotations.NullMarked;

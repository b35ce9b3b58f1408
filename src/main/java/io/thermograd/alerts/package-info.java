/** Rules that a user declares on runs, and what is told when one holds. */
@NullMarked
package io.thermograd.alerts;

import org.jspecify.annotations.NullMarked;

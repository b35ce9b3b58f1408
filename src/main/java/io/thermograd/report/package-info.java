/** Findings for people and other programs: console text and tables as text, from plain values. */
@NullMarked
package io.thermograd.report;

import org.jspecify.annotations.NullMarked;

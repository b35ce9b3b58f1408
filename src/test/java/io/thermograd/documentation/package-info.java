/** Holds the pages under docs/ to the program that they describe. */
@NullMarked
package io.thermograd.documentation;

import org.jspecify.annotations.NullMarked;

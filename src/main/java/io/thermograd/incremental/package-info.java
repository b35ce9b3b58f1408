/** What is known of files that were read before, and what has changed of them since. */
@NullMarked
package io.thermograd.incremental;

import org.jspecify.annotations.NullMarked;

/** Reading only what changed: the kept scan of earlier nights, and the rows that tonight adds. */
@NullMarked
package io.thermograd.incremental.spark;

import org.jspecify.annotations.NullMarked;

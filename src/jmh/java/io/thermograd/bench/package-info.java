/** Measures the moments beside DuckDB, each in a process of its own (docs/benchmarks.md). */
@NullMarked
package io.thermograd.bench;

import org.jspecify.annotations.NullMarked;

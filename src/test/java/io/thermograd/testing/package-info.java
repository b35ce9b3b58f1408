/** What tests of several packages share: one local Spark session. */
@NullMarked
package io.thermograd.testing;

import org.jspecify.annotations.NullMarked;

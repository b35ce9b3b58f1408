/** Signal against noise over a run: trends, crossings, phases (T1) and the noise's shape (T2). */
@NullMarked
package io.thermograd.signal;

import org.jspecify.annotations.NullMarked;

/** Tests of the report page's files. */
@NullMarked
package io.thermograd.report.spark;

import org.jspecify.annotations.NullMarked;

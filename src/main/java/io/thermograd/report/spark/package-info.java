/** The report page's files beside the tables, and the reading of the tables for it. */
@NullMarked
package io.thermograd.report.spark;

import org.jspecify.annotations.NullMarked;

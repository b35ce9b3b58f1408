/** The report page: what of the tables it shows, and the HTML that holds it. */
@NullMarked
package io.thermograd.report.page;

import org.jspecify.annotations.NullMarked;

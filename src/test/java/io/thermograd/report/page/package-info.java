/** Tests of the report page's data and HTML. */
@NullMarked
package io.thermograd.report.page;

import org.jspecify.annotations.NullMarked;

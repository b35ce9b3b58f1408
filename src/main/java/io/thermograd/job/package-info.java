/** The program: its command line, session, progress and exit codes. Nothing imports it. */
@NullMarked
package io.thermograd.job;

import org.jspecify.annotations.NullMarked;

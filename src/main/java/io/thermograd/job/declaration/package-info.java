/** Declarations: what a YAML file and its overrides say, checked and typed before anything runs. */
@NullMarked
package io.thermograd.job.declaration;

import org.jspecify.annotations.NullMarked;

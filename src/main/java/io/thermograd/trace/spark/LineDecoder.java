package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.Origin;
import org.jspecify.annotations.Nullable;

/** Decodes lines that are one trace record each, one file after the other. */
interface LineDecoder {

  /** What the record on {@code line} is; null if the line is no record but a header. */
  @Nullable Decoded decode(byte[] line, Origin origin);
}

package io.thermograd.trace;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be used, for the quarantine.
 *
 * @param origin where it was read
 * @param reason the reason code
 * @param detail what exactly is wrong, in a few words
 * @param run the run it names, when that much could be read
 * @param raw the record's text, at most 1 KB of it; empty when there is none
 */
public record Rejected(
    Origin origin, RejectReason reason, String detail, @Nullable String run, String raw)
    implements Decoded {
  private static final int MAX_RAW_BYTES = 1 << 10;

  public Rejected {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(raw, "raw");
  }

  /** The first KB of {@code record} as text, with U+FFFD for what isn't UTF-8. */
  public static String rawOf(byte[] record) {
    int length = Math.min(record.length, MAX_RAW_BYTES);
    return new String(record, 0, length, StandardCharsets.UTF_8);
  }
}

package io.thermograd.trace;

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
  public Rejected {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(raw, "raw");
  }
}

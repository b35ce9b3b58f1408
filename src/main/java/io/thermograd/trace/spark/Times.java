package io.thermograd.trace.spark;

import io.thermograd.trace.RecordDraft;
import io.thermograd.trace.TraceColumn;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as ISO-8601 text; a blank may stand for the T, and without an offset it is UTC. */
final class Times {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  /** Some 30,000 years: what follows is no time of a log, and overflows in microseconds. */
  private static final long MOST_SECONDS = 1_000_000_000_000L;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1000;

  private Times() {}

  /** Puts the time that {@code text} writes. */
  static void put(RecordDraft draft, TraceColumn column, String text) {
    Long micros = micros(text);
    if (micros == null) {
      draft.rejectType(column, "text that isn't an ISO-8601 time");
    } else {
      draft.putMicros(micros);
    }
  }

  /** Microseconds since 1970-01-01T00:00Z; null if {@code text} is no time. */
  static @Nullable Long micros(String text) {
    try {
      TemporalAccessor time =
          ISO.parseBest(text.strip().replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
      Instant instant =
          time instanceof LocalDateTime local
              ? local.toInstant(ZoneOffset.UTC)
              : Instant.from(time);
      // Not ChronoUnit's difference, which overflows for times before 1677 and after 2262.
      long seconds = instant.getEpochSecond();
      return Math.abs(seconds) > MOST_SECONDS
          ? null
          : (Long) (seconds * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO);
    } catch (DateTimeParseException notATime) {
      return null;
    }
  }
}

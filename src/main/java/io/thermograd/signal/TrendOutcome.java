package io.thermograd.signal;

/** What a trend test found, or why it could not. */
public sealed interface TrendOutcome permits Trend, NoTrend {}

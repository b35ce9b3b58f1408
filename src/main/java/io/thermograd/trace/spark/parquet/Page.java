package io.thermograd.trace.spark.parquet;

import java.nio.ByteBuffer;

/**
 * A page of a column.
 *
 * @param valueCount its values, those that are null included
 * @param repetitions the bytes of their repetition levels
 * @param definitions the bytes of their definition levels
 * @param values those that aren't null
 */
record Page(int valueCount, ByteBuffer repetitions, ByteBuffer definitions, PageValues values) {}

package io.thermograd.trace.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Texts that come again and again, such as the names of layers: each is decoded once, and equal
 * ones are one object, which makes keys of them cheap to compare.
 */
final class RepeatedText {
  /** Names of layers and of the runs in one file are far fewer; of other texts none repeats. */
  private static final int MOST = 4096;

  private final Map<UTF8String, String> known = new HashMap<>();

  String of(UTF8String text) {
    String found = known.get(text);
    return found == null ? remember(text) : found;
  }

  private String remember(UTF8String text) {
    if (known.size() == MOST) {
      known.clear();
    }
    // The reader uses the text's memory again.
    UTF8String own = text.copy();
    String decoded = own.toString();
    known.put(own, decoded);
    return decoded;
  }
}

package io.thermograd.trace.spark;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What is UTF-8; Jackson lets overlong forms and surrogates pass. */
final class Utf8 {
  private Utf8() {}

  /** Whether {@code bytes} are valid UTF-8. */
  static boolean isValid(byte[] bytes) {
    int any = 0;
    for (byte b : bytes) {
      any |= b;
    }
    if (any >= 0) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  /** How many bytes to skip at the start: some tools begin a file with U+FEFF. */
  static int lengthOfByteOrderMark(byte[] bytes) {
    boolean mark =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return mark ? 3 : 0;
  }
}

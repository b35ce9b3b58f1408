package io.thermograd.trace;

/**
 * Text of whole characters. JSON can escape half of a surrogate pair alone; no encoding has bytes
 * for it, so that names which differ in such halves only would become one name.
 */
final class WholeText {
  private WholeText() {}

  static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}

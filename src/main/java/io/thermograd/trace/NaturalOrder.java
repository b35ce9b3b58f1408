package io.thermograd.trace;

import java.util.Comparator;

/**
 * Text in the order a person would give it: runs of digits count as numbers, so that {@code log.9}
 * comes before {@code log.10}. Texts that differ in leading zeros only are told apart by their
 * characters, so the order is total and consistent with equals.
 */
enum NaturalOrder implements Comparator<String> {
  ASCENDING;

  @Override
  public int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      if (isDigit(left.charAt(i)) && isDigit(right.charAt(j))) {
        int endOfLeft = endOfDigits(left, i);
        int endOfRight = endOfDigits(right, j);
        int order = compareNumbers(left.substring(i, endOfLeft), right.substring(j, endOfRight));
        if (order != 0) {
          return order;
        }
        i = endOfLeft;
        j = endOfRight;
      } else if (left.charAt(i) != right.charAt(j)) {
        return Character.compare(left.charAt(i), right.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(left.length() - i, right.length() - j);
    return rest == 0 ? left.compareTo(right) : rest;
  }

  /** Of any number of digits: the longer one is greater once leading zeros are gone. */
  private static int compareNumbers(String left, String right) {
    String a = withoutLeadingZeros(left);
    String b = withoutLeadingZeros(right);
    int length = Integer.compare(a.length(), b.length());
    return length == 0 ? a.compareTo(b) : length;
  }

  private static String withoutLeadingZeros(String digits) {
    int i = 0;
    while (i < digits.length() && digits.charAt(i) == '0') {
      i++;
    }
    return digits.substring(i);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

package io.thermograd.report;

/** The few styles that console text uses. */
enum Ansi {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33");

  private final String code;

  Ansi(String code) {
    this.code = code;
  }

  /** {@code text} in this style, where {@code colour} allows it. */
  String style(String text, Colour colour) {
    return this == PLAIN || colour == Colour.NEVER || text.isEmpty()
        ? text
        : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}

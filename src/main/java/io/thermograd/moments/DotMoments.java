package io.thermograd.moments;

import java.nio.ByteBuffer;

/**
 * The logged dots ⟨g_s, g_{s−1}⟩ whose two steps lie inside the epoch. The dot at the epoch's first
 * step belongs to the epoch before; which step is first is only known at the end, so its dots are
 * kept apart. Commutative and associative up to rounding.
 */
final class DotMoments {
  private final ScalarMoments inside;
  private final ScalarMoments atFirstStep;
  private long firstStep;

  DotMoments() {
    this(new ScalarMoments(), new ScalarMoments(), Long.MAX_VALUE);
  }

  private DotMoments(ScalarMoments inside, ScalarMoments atFirstStep, long firstStep) {
    this.inside = inside;
    this.atFirstStep = atFirstStep;
    this.firstStep = firstStep;
  }

  /** Notes a step, with or without a dot: the epoch begins at the smallest. */
  void see(long step) {
    if (step < firstStep) {
      inside.merge(atFirstStep);
      atFirstStep.clear();
      firstStep = step;
    }
  }

  /** Adds the dot of a step that was seen. */
  void add(long step, double dot) {
    (step == firstStep ? atFirstStep : inside).add(dot);
  }

  void merge(DotMoments other) {
    see(other.firstStep);
    inside.merge(other.inside);
    (other.firstStep == firstStep ? atFirstStep : inside).merge(other.atFirstStep);
  }

  /** The dots inside the epoch. */
  ScalarMoments inside() {
    return inside;
  }

  int byteSize() {
    return Long.BYTES + inside.byteSize() + atFirstStep.byteSize();
  }

  void write(ByteBuffer out) {
    out.putLong(firstStep);
    inside.write(out);
    atFirstStep.write(out);
  }

  static DotMoments read(ByteBuffer in) {
    long firstStep = in.getLong();
    ScalarMoments inside = ScalarMoments.read(in);
    return new DotMoments(inside, ScalarMoments.read(in), firstStep);
  }
}

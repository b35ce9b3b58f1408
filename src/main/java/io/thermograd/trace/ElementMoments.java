package io.thermograd.trace;

import java.io.Serializable;

/**
 * Moments of a gradient over its layer's elements.
 *
 * @param count elements
 * @param sum their sum
 * @param sumSquares the sum of their squares
 */
public record ElementMoments(double count, double sum, double sumSquares) implements Serializable {}

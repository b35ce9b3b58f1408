package io.thermograd.simulate;

/**
 * One step of a simulated run, before its update.
 *
 * @param epoch pass over the data
 * @param step global iteration
 * @param loss mini-batch loss
 * @param fullLoss loss over the whole data set
 * @param gradients mini-batch gradient per layer
 * @param gradNorms the true ‖G‖ per layer
 */
public record SgdStep(
    int epoch, long step, double loss, double fullLoss, float[][] gradients, double[] gradNorms) {}

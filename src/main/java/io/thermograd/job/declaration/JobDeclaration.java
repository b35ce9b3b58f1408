package io.thermograd.job.declaration;

import io.thermograd.decay.DecaySettings;
import io.thermograd.equilibrium.EquilibriumSettings;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceInput;
import java.util.List;
import java.util.Objects;

/**
 * A job, as declared.
 *
 * @param kind what it does
 * @param name what Spark and the batches table call it
 * @param inputs the traces, at least one
 * @param output where the tables go
 * @param runs what is declared of runs
 * @param equilibrium what is fixed of the equilibrium analysis
 * @param decay what is fixed of the decay analysis
 * @param report what is written for people
 * @param quarantine when bad records fail the job
 * @param store how a store is kept
 * @param alerts what is told of a store's runs
 */
public record JobDeclaration(
    JobKind kind,
    String name,
    List<TraceInput> inputs,
    OutputDeclaration output,
    RunFactsByPattern runs,
    EquilibriumSettings equilibrium,
    DecaySettings decay,
    ReportDeclaration report,
    QuarantineDeclaration quarantine,
    StoreDeclaration store,
    AlertsDeclaration alerts) {
  public JobDeclaration {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(runs, "runs");
    Objects.requireNonNull(equilibrium, "equilibrium");
    Objects.requireNonNull(decay, "decay");
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(quarantine, "quarantine");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(alerts, "alerts");
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("Invalid inputs: none");
    }
  }
}

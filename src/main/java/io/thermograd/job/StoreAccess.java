package io.thermograd.job;

import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.store.CommitPoint;
import io.thermograd.store.DeltaStore;
import io.thermograd.store.Holder;
import io.thermograd.store.NotAnOutputException;
import io.thermograd.store.OutputHeldException;
import java.io.IOException;

/** Opens the store of a job, in the words of the command line if that fails. */
final class StoreAccess {
  private StoreAccess() {}

  static DeltaStore open(JobDeclaration declaration, RunContext context, CommitPoint commitPoint)
      throws IOException {
    String path = declaration.output().path();
    Holder me = Holder.ofThisProcess(Publication.host(), context.startedAt().toString());
    try {
      return DeltaStore.open(context.spark(), path, me, commitPoint);
    } catch (OutputHeldException e) {
      throw new OutputHeld(
          "cannot write the store " + path,
          e.reason(),
          "wait until it is done, or give another output.path");
    } catch (NotAnOutputException e) {
      throw new UserMistake(
          "cannot write the store " + path, e.reason(), "give another output.path");
    }
  }
}

package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the file system said, out of what Spark wraps around it. */
class StorageFaultTest {
  @Test
  void aFullDiskIsToldWithTheFolderThatWasWritten() {
    Throwable task =
        new IllegalStateException(
            "[TASK_WRITE_FAILED] Task failed while writing rows to file:/data/out.d/runs."
                + " SQLSTATE: 58030",
            new IOException("No space left on device\nmore"));
    assertThat(StorageFault.of(new IllegalStateException("Job aborted.", task)))
        .contains("No space left on device, writing to file:/data/out.d/runs");
  }

  @Test
  void whatNoFileSystemSaidIsNone() {
    assertThat(StorageFault.of(new IOException("Unexpected end of stream"))).isEmpty();
    assertThat(StorageFault.of(new IllegalStateException("No space left on device"))).isEmpty();
  }
}

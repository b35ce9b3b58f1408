package io.thermograd.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFolderTest {
  private static final Holder ME = new Holder("here", 1, "2026-01-01T00:00:00Z", "");

  /** A file where a folder must be made stands for missing permissions, which root never lacks. */
  @Test
  void folderThatCantBeMadeIsNoOutput(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    String output = file.resolve("out").toString();
    assertThatThrownBy(() -> TableFolder.open(new Configuration(false), output, ME))
        .isInstanceOf(NotAnOutputException.class)
        .hasMessageContaining("can't be written");
  }
}

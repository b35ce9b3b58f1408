package io.thermograd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLocalFileSystemTest {
  private final java.nio.file.Path folder;

  PlainLocalFileSystemTest(@TempDir java.nio.file.Path folder) {
    this.folder = folder;
  }

  private static FileSystem started(FileSystem files, String umask) throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.permissions.umask-mode", umask);
    files.initialize(URI.create("file:///"), conf);
    return files;
  }

  private static FsPermission of(FileSystem files, Path path) throws IOException {
    return files.getFileStatus(path).getPermission();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "0600", "0640", "0644", "0711", "0755", "0777", "1777"})
  void permissionsAreThoseThatHadoopsOwnFileSystemSets(String octal) throws IOException {
    FileSystem own = started(new LocalFileSystem(), "022");
    FileSystem plain = started(new PlainLocalFileSystem(), "022");
    Path one = new Path(folder.toUri().resolve("one"));
    Path other = new Path(folder.toUri().resolve("other"));
    own.mkdirs(one);
    plain.mkdirs(other);
    own.setPermission(one, new FsPermission(octal));
    plain.setPermission(other, new FsPermission(octal));
    assertThat(of(own, other)).isEqualTo(of(own, one)).isEqualTo(new FsPermission(octal));
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "022", "027", "077"})
  void whatIsMadeObeysTheUmask(String umask) throws IOException {
    FileSystem own = started(new LocalFileSystem(), umask);
    FileSystem plain = started(new PlainLocalFileSystem(), umask);
    for (FileSystem files : new FileSystem[] {own, plain}) {
      Path made = new Path(folder.toUri().resolve(files.getClass().getSimpleName()));
      files.create(new Path(made, "file")).close();
    }
    for (String name : new String[] {"", "/file"}) {
      assertThat(of(own, new Path(folder + "/PlainLocalFileSystem" + name)))
          .isEqualTo(of(own, new Path(folder + "/LocalFileSystem" + name)));
    }
  }

  @Test
  void whatIsNotThereHasNoPermissions() throws IOException {
    FileSystem plain = started(new PlainLocalFileSystem(), "022");
    Path missing = new Path(folder.toUri().resolve("missing"));
    assertThatThrownBy(() -> plain.setPermission(missing, new FsPermission("0644")))
        .isInstanceOf(NoSuchFileException.class);
  }
}

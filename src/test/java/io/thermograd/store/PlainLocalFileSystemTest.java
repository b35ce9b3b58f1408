package io.thermograd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.fs.local.LocalFs;
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

  private static FileContext contextBy(Class<? extends AbstractFileSystem> files)
      throws UnsupportedFileSystemException {
    Configuration conf = new Configuration();
    conf.setClass("fs.AbstractFileSystem.file.impl", files, AbstractFileSystem.class);
    return FileContext.getFileContext(URI.create("file:///"), conf);
  }

  private static void write(FileContext context, Path file) throws IOException {
    context.create(file, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent()).close();
  }

  @Test
  void aContextSeesFilesFoldersAndLinksAsHadoopsOwnDoes() throws IOException {
    FileContext own = contextBy(LocalFs.class);
    FileContext plain = contextBy(PlainLocalFs.class);
    write(plain, new Path(folder + "/file"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("file"));
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
    for (String name : List.of("", "file", "link", "dangling")) {
      Path path = new Path(folder + "/" + name);
      FileStatus expected = own.getFileLinkStatus(path);
      FileStatus status = plain.getFileLinkStatus(path);
      assertThat(status).isEqualTo(expected);
      assertThat(status.isSymlink()).isEqualTo(expected.isSymlink());
      assertThat(status.isDirectory()).isEqualTo(expected.isDirectory());
      assertThat(status.getLen()).isEqualTo(expected.getLen());
    }
    assertThatThrownBy(() -> plain.getFileLinkStatus(new Path(folder + "/missing")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aContextRenamesOntoNothingThatIsThere() throws IOException {
    FileContext plain = contextBy(PlainLocalFs.class);
    Path one = new Path(folder + "/one");
    Path other = new Path(folder + "/other");
    write(plain, one);
    write(plain, other);
    assertThatThrownBy(() -> plain.rename(one, other))
        .isInstanceOf(FileAlreadyExistsException.class);
    plain.rename(one, new Path(folder + "/third"));
    assertThat(folder.resolve("third")).exists();
    assertThat(folder.resolve("one")).doesNotExist();
  }
}

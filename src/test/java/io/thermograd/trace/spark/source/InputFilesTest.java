package io.thermograd.trace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  private final Path folder;

  InputFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name :
        List.of(
            "b.jsonl",
            "a/2.jsonl",
            "a/1.jsonl",
            "a/deep/er/3.jsonl",
            "a/_SUCCESS",
            "a/.1.jsonl.crc",
            "a/_temporary/4.jsonl",
            "c/5.jsonl",
            "_hidden/6.jsonl",
            "c/run[1] 100%.jsonl")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    Files.createDirectories(folder.resolve("empty"));
  }

  private List<String> names(String pathOrGlob) throws IOException {
    String root = "file:" + folder + "/";
    return InputFiles.list(new Configuration(false), folder + "/" + pathOrGlob).stream()
        .map(file -> file.path().substring(root.length()))
        .toList();
  }

  @Test
  void aFileIsItself() throws IOException {
    List<InputFile> files = InputFiles.list(new Configuration(false), folder + "/b.jsonl");
    assertThat(files).hasSize(1);
    InputFile file = files.get(0);
    assertThat(file.path()).isEqualTo("file:" + folder + "/b.jsonl");
    assertThat(file.length()).isEqualTo(7);
    assertThat(file.blockSize()).isPositive();
    assertThat(file.modificationTimeMillis())
        .isEqualTo(Files.getLastModifiedTime(folder.resolve("b.jsonl")).toMillis());
  }

  @Test
  void aFolderIsReadInDepthWithoutHiddenNamesInOrderOfPath() throws IOException {
    assertThat(names("a")).containsExactly("a/1.jsonl", "a/2.jsonl", "a/deep/er/3.jsonl");
    assertThat(names(""))
        .containsExactly(
            "a/1.jsonl",
            "a/2.jsonl",
            "a/deep/er/3.jsonl",
            "b.jsonl",
            "c/5.jsonl",
            "c/run[1] 100%.jsonl");
  }

  /** Java can't make such a file. */
  @Test
  void aFileWhoseNameCannotBeDecodedIsListedAndCannotBeRead() throws Exception {
    String make = "printf x > \"$(printf '%s/a/\\377.jsonl' \"$0\")\"";
    Process made = new ProcessBuilder("sh", "-c", make, folder.toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(names("a"))
        .containsExactly("a/1.jsonl", "a/2.jsonl", "a/deep/er/3.jsonl", "a/\uFFFD.jsonl");
    String path = "file:" + folder + "/a/\uFFFD.jsonl";
    assertThatThrownBy(() -> InputFile.open(path, new Configuration(false)))
        .isInstanceOf(java.io.FileNotFoundException.class);
  }

  /** TensorBoard's run of a folder is its path: a link's would be another run of the same files. */
  @Test
  void aFolderIsReadOnceUnderItsOwnNameHoweverManyLinksLeadToIt() throws IOException {
    Files.createSymbolicLink(folder.resolve("a/back"), folder);
    Files.createSymbolicLink(folder.resolve("a/again"), folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("0latest"), folder.resolve("c"));
    List<String> own =
        List.of(
            "a/1.jsonl",
            "a/2.jsonl",
            "a/deep/er/3.jsonl",
            "b.jsonl",
            "c/5.jsonl",
            "c/run[1] 100%.jsonl");
    assertThat(names("")).isEqualTo(own);
    assertThat(names("*")).isEqualTo(own);
    assertThat(names("0latest")).containsExactly("0latest/5.jsonl", "0latest/run[1] 100%.jsonl");
  }

  @Test
  void aLinkThatLeadsNowhereIsListed() throws IOException {
    Files.createSymbolicLink(folder.resolve("empty/broken"), folder.resolve("nowhere"));
    assertThat(names("empty")).containsExactly("empty/broken");
  }

  @Test
  void aPipeIsListedAndNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("empty/pipe.jsonl.gz");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    InputFile listed = InputFiles.list(new Configuration(false), folder + "/empty").get(0);
    // Empty files are passed over unread.
    assertThat(listed.length()).isPositive();
    assertThatThrownBy(() -> InputFile.open(listed.path(), new Configuration(false)))
        .isInstanceOf(IOException.class)
        .hasMessage("a pipe, socket or device, not a file");
  }

  @Test
  void aGlobMatchesFilesAndFolders() throws IOException {
    assertThat(names("a/*.jsonl")).containsExactly("a/1.jsonl", "a/2.jsonl");
    assertThat(names("{a,c}/[0-9].jsonl")).containsExactly("a/1.jsonl", "a/2.jsonl", "c/5.jsonl");
    assertThat(names("?")).hasSize(5);
    assertThat(names("*/deep")).containsExactly("a/deep/er/3.jsonl");
    assertThat(names("*/*.jsonl")).doesNotContain("_hidden/6.jsonl");
  }

  @Test
  void aHiddenNameCountsWhenItIsSpelledOut() throws IOException {
    assertThat(names("_hidden")).containsExactly("_hidden/6.jsonl");
    assertThat(names("_h*/*")).containsExactly("_hidden/6.jsonl");
    assertThat(names("a/_SUCCESS")).containsExactly("a/_SUCCESS");
  }

  @Test
  void aNameWithGlobCharactersCanBeNamedLiterally() throws IOException {
    assertThat(names("c/run[1] 100%.jsonl")).containsExactly("c/run[1] 100%.jsonl");
  }

  @Test
  void anEmptyFolderHoldsNothing() throws IOException {
    assertThat(names("empty")).isEmpty();
  }

  @Test
  void aMissingPathSaysProblemReasonAndRemedy() {
    for (String path : List.of("nowhere", "nowhere/*.jsonl", "a/*.csv")) {
      assertThatThrownBy(() -> names(path))
          .isInstanceOf(InputNotFoundException.class)
          .hasMessageStartingWith("Cannot read " + folder + "/" + path + ": no file or folder")
          .hasMessageContaining("Check the spelling");
    }
  }

  @Test
  void anUnknownSchemeIsTheUsersMistakeToo() {
    assertThatThrownBy(() -> InputFiles.list(new Configuration(false), "nosuch://host/x"))
        .isInstanceOf(InputNotFoundException.class)
        .hasMessageContaining("nosuch");
    assertThatThrownBy(() -> InputFiles.list(new Configuration(false), ""))
        .isInstanceOf(InputNotFoundException.class);
  }

  @Test
  void aFolderThatMayNotBeListedSaysSo() {
    Configuration conf = new Configuration(false);
    conf.set("fs.denied.impl", DenyingFileSystem.class.getName());
    assertThatThrownBy(() -> InputFiles.list(conf, "denied:///x"))
        .isInstanceOf(InputNotFoundException.class)
        .hasMessageContaining("permission denied (user=nobody)")
        .hasMessageContaining("Let the job's user read");
  }

  /** Tests run as root too, whom a local file system denies nothing. */
  public static final class DenyingFileSystem extends RawLocalFileSystem {
    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("denied:///");
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      throw new AccessControlException("user=nobody");
    }
  }
}

package io.thermograd.trace.spark.source;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files of an input.
 *
 * <p>One listing per folder and none per file: a folder's listing already has all that an {@link
 * InputFile} needs.
 */
public final class InputFiles {
  private static final String GLOB_CHARACTERS = "*?[]{}\\";

  /** In place of bytes that the locale's encoding doesn't know. */
  private static final char UNDECODABLE = '\uFFFD';

  private final FileSystem fileSystem;
  private final Predicate<String> names;
  private final SortedMap<String, InputFile> found = new TreeMap<>();
  private final Deque<FileStatus> open = new ArrayDeque<>();
  private final Queue<FileStatus> links =
      new PriorityQueue<>(Comparator.comparing(FileStatus::getPath));

  /**
   * Folders, and files by their folders, by what these really are: a link may lead back to a folder
   * that it is in.
   */
  private final Set<String> entered = new HashSet<>();

  private InputFiles(FileSystem fileSystem, Predicate<String> names) {
    this.fileSystem = fileSystem;
    this.names = names;
  }

  /**
   * The files at a path, sorted by path: the file itself; every file in or below a folder; or what
   * a glob in Hadoop's syntax matches, folders likewise. Names that begin with {@code _} or {@code
   * .} are left out together with all below them, unless the given path or pattern spells that
   * first character itself. A local folder is read once, however many links lead to it.
   *
   * @return possibly empty: a folder may hold nothing
   * @throws InputNotFoundException if nothing is there, or it may not be listed
   */
  public static List<InputFile> list(Configuration conf, String pathOrGlob) throws IOException {
    return list(conf, pathOrGlob, name -> true);
  }

  /**
   * The same, of the files in or below folders only those whose names are of some kind; a file that
   * the path or glob itself names is taken whatever its name.
   *
   * @param names the names of files to take from folders
   * @throws InputNotFoundException if nothing is there, or it may not be listed
   */
  public static List<InputFile> list(Configuration conf, String pathOrGlob, Predicate<String> names)
      throws IOException {
    try {
      Path path = new Path(pathOrGlob);
      FileSystem fileSystem = path.getFileSystem(conf);
      InputFiles files = new InputFiles(fileSystem, names);
      files.addTrees(files.roots(fileSystem.makeQualified(path), pathOrGlob));
      return List.copyOf(files.found.values());
    } catch (AccessControlException | java.nio.file.AccessDeniedException e) {
      throw InputNotFoundException.forbidden(pathOrGlob, e);
    } catch (FileNotFoundException e) {
      // Gone since it was matched.
      throw InputNotFoundException.missing(pathOrGlob);
    } catch (UnsupportedFileSystemException | ConnectException | IllegalArgumentException e) {
      throw InputNotFoundException.unreachable(pathOrGlob, e);
    }
  }

  /**
   * The folder that the files of a path or glob are below: the folder itself that the path names,
   * the folder of the file that it names, or the deepest folder that a glob names without a
   * pattern.
   */
  public static String root(Configuration conf, String pathOrGlob) throws IOException {
    Path path = new Path(pathOrGlob);
    FileSystem fileSystem = path.getFileSystem(conf);
    Path qualified = fileSystem.makeQualified(path);
    Path root;
    try {
      root = fileSystem.getFileStatus(qualified).isDirectory() ? qualified : qualified.getParent();
    } catch (FileNotFoundException glob) {
      root = qualified;
      for (Path at = qualified; at != null; at = at.getParent()) {
        if (StringUtils.containsAny(at.getName(), GLOB_CHARACTERS)) {
          root = at.getParent();
        }
      }
    }
    return root == null ? "" : root.toString();
  }

  private Collection<FileStatus> roots(Path path, String asGiven) throws IOException {
    try {
      // A name may hold characters of the glob syntax: what it names literally comes first.
      return List.of(fileSystem.getFileStatus(path));
    } catch (FileNotFoundException e) {
      FileStatus[] matches = fileSystem.globStatus(path);
      if (matches == null || matches.length == 0) {
        throw InputNotFoundException.missing(asGiven);
      }
      List<FileStatus> visible = new ArrayList<>();
      for (FileStatus match : matches) {
        if (!isHiddenMatch(match.getPath(), path)) {
          visible.add(match);
        }
      }
      return visible;
    }
  }

  private static boolean isHiddenMatch(Path match, Path pattern) {
    Path matched = match;
    Path spelled = pattern;
    while (matched != null && spelled != null) {
      if (isHidden(matched.getName())
          && !spelled.getName().startsWith(matched.getName().substring(0, 1))) {
        return true;
      }
      matched = matched.getParent();
      spelled = spelled.getParent();
    }
    return false;
  }

  private void addTrees(Collection<FileStatus> roots) throws IOException {
    List<FileStatus> ofLinks = new ArrayList<>();
    for (FileStatus root : roots) {
      if (root.isDirectory()) {
        open(root);
      } else if (isLink(folderOf(root))) {
        ofLinks.add(root);
      } else {
        add(root, realPath(folderOf(root)));
      }
    }
    for (FileStatus file : ofLinks) {
      add(file, realPath(folderOf(file)));
    }
    while (!open.isEmpty() || !links.isEmpty()) {
      FileStatus next = open.isEmpty() ? links.remove() : open.pop();
      String folder = realPath(next.getPath());
      if (entered.add(folder)) {
        addUnlisted(next.getPath());
        addChildren(next.getPath(), folder);
      }
    }
  }

  private void addChildren(Path folder, String realFolder) throws IOException {
    RemoteIterator<FileStatus> children = fileSystem.listStatusIterator(folder);
    while (children.hasNext()) {
      FileStatus child = children.next();
      String name = child.getPath().getName();
      if (isHidden(name)) {
        continue;
      }
      if (child.isDirectory()) {
        open(child);
      } else if (names.test(name)) {
        add(child, realFolder);
      }
    }
  }

  /** Links come last: what they lead to is read under its own name, if that is in the input. */
  private void open(FileStatus folder) {
    if (isLink(folder.getPath())) {
      links.add(folder);
    } else {
      open.push(folder);
    }
  }

  private boolean isLink(Path folder) {
    File file = local(folder);
    return file != null && Files.isSymbolicLink(file.toPath());
  }

  private static Path folderOf(FileStatus file) {
    return Objects.requireNonNull(file.getPath().getParent(), "folder");
  }

  private String realPath(Path folder) throws IOException {
    File file = local(folder);
    return file == null ? folder.toString() : file.getCanonicalPath();
  }

  private @Nullable File local(Path path) {
    return fileSystem instanceof LocalFileSystem local ? local.pathToFile(path) : null;
  }

  /**
   * What no listing of Hadoop's has of a local folder: files whose names can't be decoded, in a
   * locale without UTF-8 every name beyond ASCII, and links that lead nowhere. Reading them says
   * that they can't be read.
   */
  private void addUnlisted(Path folder) {
    File here = local(folder);
    String[] listed = here == null ? null : here.list();
    if (listed == null) {
      return;
    }
    for (String name : listed) {
      File file = new File(here, name);
      if (!file.exists()
          && (name.indexOf(UNDECODABLE) >= 0 || Files.isSymbolicLink(file.toPath()))
          && !isHidden(name)
          && names.test(name)) {
        String path = new Path(folder, new Path(null, null, name)).toString();
        found.put(path, new InputFile(path, 1, 0, 1));
      }
    }
  }

  private void add(FileStatus file, String realFolder) {
    if (!entered.add(realFolder + Path.SEPARATOR + file.getPath().getName())) {
      return;
    }
    String path = file.getPath().toString();
    File local = file.getLen() == 0 ? local(file.getPath()) : null;
    // A pipe says that it is empty, and empty files are passed over: reading it tells what it is.
    long length = local == null || local.isFile() ? file.getLen() : 1;
    found.put(path, new InputFile(path, length, file.getModificationTime(), file.getBlockSize()));
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }
}

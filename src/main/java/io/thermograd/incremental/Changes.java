package io.thermograd.incremental;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that has changed of the input.
 *
 * @param read files of which something is to be read
 * @param removed files of which nothing is left
 * @param known what was remembered of all files, those included
 */
public record Changes(List<FileChange> read, List<ReadFile> removed, Map<FileKey, ReadFile> known) {
  public Changes {
    read = List.copyOf(read);
    removed = List.copyOf(removed);
    known = Map.copyOf(known);
  }

  /** Nothing was read before. */
  public static Changes first(List<FileChange> read) {
    return new Changes(read, List.of(), Map.of());
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return read.isEmpty() && removed.isEmpty();
  }

  /** Files of one kind of change. */
  public long count(ChangeKind kind) {
    return kind == ChangeKind.REMOVED
        ? removed.size()
        : read.stream().filter(change -> change.kind() == kind).count();
  }

  /** Bytes that are read, as they are stored. */
  public long bytes() {
    return read.stream().mapToLong(FileChange::bytes).sum();
  }

  /**
   * The runs that what is void named, so that they are analysed anew even if nothing replaces it.
   */
  public Set<String> runsOfVoid() {
    Set<String> runs = new TreeSet<>();
    removed.forEach(file -> runs.addAll(file.runs()));
    for (FileChange change : read) {
      ReadFile before = known.get(change.key());
      if (before != null) {
        runs.addAll(before.runs());
      }
    }
    return runs;
  }

  /** The files that changed, those removed included: what the quarantine said of them is void. */
  public Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    read.forEach(change -> paths.add(change.file().path()));
    removed.forEach(file -> paths.add(file.path()));
    return paths;
  }

  /** Files of which what earlier batches kept still holds, or part of it. */
  public List<Standing> standing() {
    Map<FileKey, ChangeKind> kinds = kinds();
    return known.values().stream()
        .filter(file -> !kinds.containsKey(file.key()) || kinds.get(file.key()) == ChangeKind.GROWN)
        .map(file -> new Standing(file, kinds.containsKey(file.key())))
        .toList();
  }

  /**
   * A file of which something holds.
   *
   * @param file as it was remembered
   * @param grown whether its unfinished last line is read again
   */
  public record Standing(ReadFile file, boolean grown) {
    /** The batch whose reading of the unfinished last line holds; −1: none. */
    public long batchOfTail() {
      return grown ? -1 : file.lastBatch();
    }
  }

  /**
   * What is to be remembered from now on.
   *
   * @param found what tonight's reading found of the files that were read
   */
  public List<ReadFile> remembered(Collection<ReadFile> found) {
    Map<FileKey, ReadFile> files = new HashMap<>(known);
    removed.forEach(file -> files.remove(file.key()));
    for (ReadFile file : found) {
      files.put(file.key(), file);
    }
    return files.values().stream()
        .sorted(Comparator.comparing(ReadFile::path).thenComparing(ReadFile::rule))
        .toList();
  }

  private Map<FileKey, ChangeKind> kinds() {
    Map<FileKey, ChangeKind> kinds =
        read.stream().collect(Collectors.toMap(FileChange::key, FileChange::kind));
    removed.forEach(file -> kinds.put(file.key(), ChangeKind.REMOVED));
    return kinds;
  }
}

package io.thermograd.trace.spark.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts files into splits and packs splits into partitions, as Spark does for its own file sources.
 *
 * @param maxPartitionBytes the most that a partition takes, unless one split is larger
 * @param openCostBytes what opening a file costs, as bytes that could be read instead
 * @param parallelism as many partitions as there should be at least, if there is enough to read
 */
record SplitPlan(long maxPartitionBytes, long openCostBytes, int parallelism)
    implements Serializable {
  private static final Comparator<FileSplit> FILE_ORDER =
      Comparator.comparing(FileSplit::path).thenComparing(FileSplit::start);

  SplitPlan {
    if (maxPartitionBytes < 1 || openCostBytes < 0 || parallelism < 1) {
      throw new IllegalArgumentException(
          "Invalid partitioning: at most %d bytes, open cost %d, parallelism %d"
              .formatted(maxPartitionBytes, openCostBytes, parallelism));
    }
  }

  /** Partitions, the largest first; in each the splits of one file stand in file order. */
  List<List<FileSplit>> partitions(List<InputFile> files, FileCut cut) {
    long splitBytes = splitBytes(files);
    List<Sized> splits = new ArrayList<>();
    for (InputFile file : files) {
      addSplits(file, cut == FileCut.WHOLE ? FileSplit.WHOLE : splitBytes, splits);
    }
    splits.sort(
        Comparator.comparing(Sized::bytes).reversed().thenComparing(Sized::split, FILE_ORDER));
    return pack(splits, splitBytes);
  }

  private long splitBytes(List<InputFile> files) {
    long total = 0;
    for (InputFile file : files) {
      total += file.length() - file.start() + openCostBytes;
    }
    long share = Math.max(1, total / parallelism);
    return Math.min(maxPartitionBytes, Math.max(openCostBytes, share));
  }

  private static void addSplits(InputFile file, long splitBytes, List<Sized> splits) {
    if (file.length() == file.start()) {
      return;
    }
    if (splitBytes == FileSplit.WHOLE || Compression.of(file.path()) != Compression.NONE) {
      splits.add(new Sized(new FileSplit(file.path(), 0, FileSplit.WHOLE), file.length()));
      return;
    }
    for (long start = file.start(); start < file.length(); start += splitBytes) {
      long end = Math.min(start + splitBytes, file.length());
      splits.add(new Sized(new FileSplit(file.path(), start, end), end - start));
    }
  }

  private List<List<FileSplit>> pack(List<Sized> splits, long partitionBytes) {
    List<List<FileSplit>> partitions = new ArrayList<>();
    List<FileSplit> current = new ArrayList<>();
    long size = 0;
    for (Sized next : splits) {
      if (!current.isEmpty() && size + next.bytes() > partitionBytes) {
        partitions.add(inFileOrder(current));
        current = new ArrayList<>();
        size = 0;
      }
      current.add(next.split());
      size += next.bytes() + openCostBytes;
    }
    if (!current.isEmpty()) {
      partitions.add(inFileOrder(current));
    }
    return List.copyOf(partitions);
  }

  private static List<FileSplit> inFileOrder(List<FileSplit> splits) {
    return splits.stream().sorted(FILE_ORDER).toList();
  }

  private record Sized(FileSplit split, long bytes) {}
}

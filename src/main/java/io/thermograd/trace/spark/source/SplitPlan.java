package io.thermograd.trace.spark.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Cuts files into splits, as Spark does for its own file sources, and shares them evenly among
 * partitions.
 *
 * @param maxPartitionBytes what a split takes at most, and a partition on average
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
    long share = Math.max(1, ceilDiv(total, parallelism));
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

  /**
   * As many partitions as {@code partitionBytes} asks for, each split into the one that has least:
   * filling one after the other would leave all large files, which can't be split when they are
   * compressed, to the first.
   */
  private List<List<FileSplit>> pack(List<Sized> splits, long partitionBytes) {
    long total = 0;
    for (Sized split : splits) {
      total += split.bytes() + openCostBytes;
    }
    long wanted = Math.min(splits.size(), ceilDiv(total, partitionBytes));
    PriorityQueue<Filling> emptiestFirst =
        new PriorityQueue<>(Filling.BY_SIZE.thenComparing(Filling.BY_NUMBER));
    List<Filling> partitions = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      Filling partition = new Filling(i);
      partitions.add(partition);
      emptiestFirst.add(partition);
    }
    for (Sized split : splits) {
      Filling emptiest = emptiestFirst.remove();
      emptiest.splits.add(split.split());
      emptiest.bytes += split.bytes() + openCostBytes;
      emptiestFirst.add(emptiest);
    }
    partitions.sort(Filling.BY_SIZE.reversed().thenComparing(Filling.BY_NUMBER));
    return partitions.stream().map(partition -> inFileOrder(partition.splits)).toList();
  }

  private static long ceilDiv(long bytes, long parts) {
    return -Math.floorDiv(-bytes, parts);
  }

  private static List<FileSplit> inFileOrder(List<FileSplit> splits) {
    return splits.stream().sorted(FILE_ORDER).toList();
  }

  private record Sized(FileSplit split, long bytes) {}

  /** A partition to be. */
  private static final class Filling {
    static final Comparator<Filling> BY_SIZE =
        Comparator.comparingLong(partition -> partition.bytes);
    static final Comparator<Filling> BY_NUMBER =
        Comparator.comparingInt(partition -> partition.number);

    final int number;
    final List<FileSplit> splits = new ArrayList<>();
    long bytes;

    Filling(int number) {
      this.number = number;
    }
  }
}

package io.thermograd.bench;

import io.thermograd.trace.InputFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The rows of one benchmark.
 *
 * @param name folder and label
 * @param groups number of (run, layer, epoch)
 * @param rowsPerGroup steps in each
 * @param dimension coordinates of a gradient; 0 for rows of norms and dots
 * @param order how the rows lie in the files
 * @param files how many files
 */
record Shape(String name, int groups, int rowsPerGroup, int dimension, Order order, int files)
    implements java.io.Serializable {
  private static final int LAYERS = 4;
  private static final int EPOCHS = 25;

  /** How the rows of a group lie. */
  enum Order {
    SORTED,
    SHUFFLED,
    /** Copies of a real trace as JSON lines, one file each. */
    COPIES
  }

  /** The shapes of docs/benchmarks.md, with a share of their groups. */
  private static List<Shape> all(double share) {
    return List.of(
        new Shape("sorted-256", scaled(5_000, share), 50, 256, Order.SORTED, 4),
        new Shape("sorted-256-tenfold", scaled(50_000, share), 50, 256, Order.SORTED, 4),
        new Shape("shuffled-256", scaled(5_000, share), 50, 256, Order.SHUFFLED, 4),
        new Shape("1e5-groups", scaled(100_000, share), 10, 64, Order.SHUFFLED, 4),
        new Shape("1e6-groups", scaled(1_000_000, share), 2, 64, Order.SORTED, 4),
        new Shape("wide-1024", scaled(1_250, share), 50, 1024, Order.SORTED, 4),
        new Shape("scalar", scaled(50_000, share), 1_000, 0, Order.SORTED, 4),
        // 40 groups of 23 rows in each copy, of 72 to 320 coordinates.
        new Shape("json-gz", 40, 2_300, 320, Order.COPIES, 100));
  }

  /** Those of a comma list of names, or {@code all}. */
  static List<Shape> named(String names, double share) {
    List<String> wanted = List.of(names.split(",", -1));
    return all(share).stream()
        .filter(shape -> names.equals("all") || wanted.contains(shape.name))
        .toList();
  }

  private static int scaled(int groups, double share) {
    return Math.max(LAYERS, (int) Math.round(groups * share));
  }

  long rows() {
    return (long) groups * rowsPerGroup;
  }

  boolean vectors() {
    return dimension > 0;
  }

  /** Where its files are. */
  Path folder(Path root) {
    return root.resolve(name + "-" + groups);
  }

  /** What a way reads from there. */
  Source source(Path folder) {
    return new Source(
        folder, order == Order.COPIES ? InputFormat.JSONL : InputFormat.PARQUET, dimension);
  }

  /** Where the same rows are with the vectors as bytes. */
  Path binaryFolder(Path root) {
    return root.resolve(name + "-" + groups + "-binary");
  }

  /** The row at a place in the files: a fixed permutation when shuffled. */
  long rowAt(long place) {
    if (order != Order.SHUFFLED) {
      return place;
    }
    // A prime that divides no row count used here walks through all rows, far apart.
    return Math.floorMod(place * 1_000_003L + 17, rows());
  }

  int groupOf(long row) {
    return (int) (row / rowsPerGroup);
  }

  static String run(int group) {
    return String.format(Locale.ROOT, "run-%05d", group / (LAYERS * EPOCHS));
  }

  static String layer(int group) {
    return "layer-" + group / EPOCHS % LAYERS;
  }

  static int epoch(int group) {
    return group % EPOCHS;
  }
}

package io.thermograd.trace.spark.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A file of lists in a column {@code grad}, written by Parquet's own writer: several row groups of
 * several small pages.
 */
record VectorFile(
    Shape shape,
    boolean single,
    Values values,
    WriterVersion version,
    CompressionCodecName codec,
    boolean checksums) {
  static final int ROWS_OF_GROUP = 60;

  private static final String GRAD = "grad";
  private static final Configuration CONF = new Configuration();
  private static final int PAGE_BYTES = 256;
  private static final int PAGE_ROWS = 13;
  private static final int LONGEST = 200;

  /** The ways there are to declare a list. */
  enum Shape {
    OF_OPTIONAL(
        "optional group grad (LIST) { repeated group list { optional %s element; } }", true, true),
    OF_REQUIRED(
        "optional group grad (LIST) { repeated group list { required %s element; } }", true, false),
    REQUIRED_OF_OPTIONAL(
        "required group grad (LIST) { repeated group bag { optional %s array_element; } }",
        false, true),
    REQUIRED_OF_REQUIRED(
        "required group grad (LIST) { repeated group list { required %s item; } }", false, false),
    TWO_LEVELS("optional group grad (LIST) { repeated %s array; }", true, false),
    BARE("repeated %s grad;", false, false);

    private final String declaration;
    private final boolean nullLists;
    private final boolean nullElements;

    Shape(String declaration, boolean nullLists, boolean nullElements) {
      this.declaration = declaration;
      this.nullLists = nullLists;
      this.nullElements = nullElements;
    }

    MessageType schema(boolean single) {
      return MessageTypeParser.parseMessageType(
          "message trace { required int64 step; %s optional binary layer (STRING); }"
              .formatted(declaration.formatted(single ? "float" : "double")));
    }
  }

  /** The ways there are to write the elements. */
  enum Values {
    PLAIN,
    DICTIONARY,
    /** Of one value, so that an index in the dictionary has no bits. */
    DICTIONARY_OF_ONE,
    BYTE_STREAM_SPLIT
  }

  /** Random lists, as many as there are in two row groups and a bit. */
  List<@Nullable List<@Nullable Double>> randomLists(Random random) {
    List<@Nullable List<@Nullable Double>> lists = new ArrayList<>();
    for (int i = 0; i < 2 * ROWS_OF_GROUP + 7; i++) {
      lists.add(randomList(random));
    }
    return lists;
  }

  private @Nullable List<@Nullable Double> randomList(Random random) {
    int kind = random.nextInt(20);
    if (kind == 0 && shape.nullLists) {
      return null;
    }
    int length = kind < 3 ? 0 : kind < 6 ? random.nextInt(LONGEST) : 1 + random.nextInt(9);
    boolean withNulls = shape.nullElements && random.nextInt(8) == 0;
    List<@Nullable Double> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(withNulls && random.nextInt(3) == 0 ? null : randomValue(random));
    }
    return list;
  }

  private double randomValue(Random random) {
    return switch (values) {
      // Tenths have to be rounded.
      case DICTIONARY -> random.nextInt(21) / 10.0 - 1;
      case DICTIONARY_OF_ONE -> 0.1;
      case PLAIN, BYTE_STREAM_SPLIT ->
          switch (random.nextInt(10)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : -1e300;
            case 2 -> -0.0;
            default -> random.nextGaussian();
          };
    };
  }

  void write(Path file, List<@Nullable List<@Nullable Double>> lists) throws IOException {
    MessageType schema = shape.schema(single);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(CONF)
            .withType(schema)
            .withWriterVersion(version)
            .withCompressionCodec(codec)
            .withDictionaryEncoding(
                values == Values.DICTIONARY || values == Values.DICTIONARY_OF_ONE)
            .withByteStreamSplitEncoding(values == Values.BYTE_STREAM_SPLIT)
            .withPageWriteChecksumEnabled(checksums)
            .withPageSize(PAGE_BYTES)
            .withPageRowCountLimit(PAGE_ROWS)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(1)
            .withRowGroupRowCountLimit(ROWS_OF_GROUP)
            .build()) {
      for (int i = 0; i < lists.size(); i++) {
        Group row = new SimpleGroup(schema);
        row.add("step", (long) i);
        List<@Nullable Double> list = lists.get(i);
        if (list != null) {
          put(row, list);
        }
        if (i % 3 != 0) {
          row.add("layer", "layer " + i);
        }
        writer.write(row);
      }
    }
  }

  private void put(Group row, List<@Nullable Double> list) {
    Type grad = row.getType().getType(GRAD);
    if (grad.isPrimitive()) {
      list.forEach(value -> put(row, GRAD, value));
      return;
    }
    Group group = row.addGroup(GRAD);
    Type repeated = grad.asGroupType().getType(0);
    for (Double value : list) {
      if (repeated.isPrimitive()) {
        put(group, repeated.getName(), value);
      } else {
        String element = repeated.asGroupType().getFieldName(0);
        put(group.addGroup(repeated.getName()), element, value);
      }
    }
  }

  private void put(Group group, String field, @Nullable Double value) {
    if (value != null && single) {
      group.add(field, value.floatValue());
    } else if (value != null) {
      group.add(field, value.doubleValue());
    }
  }

  /** The lists as {@link #read} tells of them. */
  static List<String> told(List<@Nullable List<@Nullable Double>> lists) {
    List<String> told = new ArrayList<>();
    for (List<@Nullable Double> list : lists) {
      if (list == null) {
        told.add("absent");
      } else if (list.stream().anyMatch(Objects::isNull)) {
        told.add("holds a null");
      } else {
        float[] coordinates = new float[list.size()];
        int length = 0;
        for (Double value : list) {
          coordinates[length++] = value == null ? 0 : value.floatValue();
        }
        told.add(Arrays.toString(coordinates));
      }
    }
    return told;
  }

  /** Reads rows, and what there is of each. */
  static List<String> read(Path file, Collection<Integer> rows) throws IOException {
    List<String> told = new ArrayList<>();
    try (ParquetVectors vectors = open(file)) {
      for (int row : rows) {
        vectors.read(row);
        told.add(told(vectors));
      }
    }
    return told;
  }

  private static String told(ParquetVectors vectors) {
    if (vectors.isAbsent()) {
      return "absent";
    }
    return vectors.holdsNull() ? "holds a null" : Arrays.toString(vectors.coordinates());
  }

  /** The first rows. */
  static List<Integer> rows(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static ParquetVectors open(Path file) throws IOException {
    return ParquetVectors.open(new org.apache.hadoop.fs.Path(file.toUri()), GRAD, CONF);
  }
}

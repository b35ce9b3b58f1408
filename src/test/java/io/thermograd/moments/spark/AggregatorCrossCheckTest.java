package io.thermograd.moments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.Quantity;
import io.thermograd.testing.LocalSpark;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.SessionPlan;
import io.thermograd.trace.spark.TraceReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * The pass over the vectors, which takes batches and rows as Spark holds them inside, against an
 * {@link Aggregator} of Spark's public interface over the same Parquet files.
 */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AggregatorCrossCheckTest {
  private static final int DIMENSION = 70;
  private static final int EPOCHS = 6;
  private static final int ROWS = 40;

  /** Of the group's second moment. */
  private static final double TOLERANCE = 1e-12;

  private final SparkSession spark;
  private Map<String, Sums> expected = Map.of();

  private Path folder = Path.of("");

  AggregatorCrossCheckTest(SparkSession spark) {
    this.spark = spark;
  }

  /** n, the means and S = ΣΣ(g − ḡ)² of finite rows. */
  public static final class Sums implements Serializable {
    private long n;
    private long nonFinite;
    private final double[] means = new double[DIMENSION];
    private double central;

    void add(List<Float> grad) {
      if (!grad.stream().allMatch(Float::isFinite)) {
        nonFinite++;
        return;
      }
      n++;
      for (int j = 0; j < DIMENSION; j++) {
        double delta = grad.get(j) - means[j];
        means[j] += delta / n;
        central += delta * (grad.get(j) - means[j]);
      }
    }

    Sums merge(Sums other) {
      nonFinite += other.nonFinite;
      if (other.n > 0) {
        double total = (double) n + other.n;
        central += other.central;
        for (int j = 0; j < DIMENSION; j++) {
          double delta = other.means[j] - means[j];
          central += delta * delta * n * other.n / total;
          means[j] += delta * other.n / total;
        }
        n += other.n;
      }
      return this;
    }

    double meanSquared() {
      double sum = 0;
      for (double mean : means) {
        sum += mean * mean;
      }
      return sum;
    }
  }

  /** The public interface's way. */
  static final class Moments extends Aggregator<Row, Sums, Sums> {
    @Override
    public Sums zero() {
      return new Sums();
    }

    @Override
    public Sums reduce(Sums sums, Row row) {
      sums.add(row.getList(row.fieldIndex("grad")));
      return sums;
    }

    @Override
    public Sums merge(Sums one, Sums other) {
      return one.merge(other);
    }

    @Override
    public Sums finish(Sums sums) {
      return sums;
    }

    @Override
    public Encoder<Sums> bufferEncoder() {
      return Encoders.javaSerialization(Sums.class);
    }

    @Override
    public Encoder<Sums> outputEncoder() {
      return bufferEncoder();
    }
  }

  @BeforeAll
  void aggregate(@TempDir Path made) {
    folder = made;
    List<Row> lists = new ArrayList<>();
    List<Row> bytes = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < EPOCHS * ROWS; i++) {
      int epoch = i / ROWS;
      float[] grad = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        // The last epoch's mean is a million standard deviations.
        grad[j] = (float) (random.nextGaussian() + (epoch == EPOCHS - 1 ? 1e6 : 0.1));
      }
      if (i % 17 == 0) {
        grad[i % DIMENSION] = Float.NaN;
      }
      lists.add(RowFactory.create("r", "l", epoch, (long) i, grad));
      bytes.add(RowFactory.create("r", "l", epoch, (long) i, littleEndian(grad)));
    }
    write("lists", lists, DataTypes.createArrayType(DataTypes.FloatType, false));
    write("bytes", bytes, DataTypes.BinaryType);
    Collections.shuffle(lists, random);
    write("shuffled", lists, DataTypes.createArrayType(DataTypes.FloatType, false));
    MapFunction<Row, String> epoch = row -> Integer.toString(row.getInt(2));
    expected =
        spark
            .read()
            .parquet(folder.resolve("lists").toString())
            .groupByKey(epoch, Encoders.STRING())
            .agg(new Moments().toColumn())
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(Tuple2::_1, Tuple2::_2));
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.asFloatBuffer().put(values);
    return out.array();
  }

  private void write(String name, List<Row> rows, DataType vector) {
    StructType schema =
        new StructType()
            .add("run", DataTypes.StringType)
            .add("layer", DataTypes.StringType)
            .add("epoch", DataTypes.IntegerType)
            .add("step", DataTypes.LongType)
            .add("grad", vector);
    // Three files: every group lies in several parts.
    spark
        .createDataFrame(rows, schema)
        .repartition(3)
        .write()
        .parquet(folder.resolve(name).toString());
  }

  private Dataset<Row> scan(String name) throws IOException {
    TraceInput input =
        new TraceInput(
            folder.resolve(name).toString(),
            InputFormat.PARQUET,
            RecordKind.GRADIENTS,
            Map.of(),
            SessionRule.NONE,
            TraceInput.DEFAULT_MAX_RECORD_BYTES);
    return MomentsPlan.scan(
        spark,
        TraceReader.read(spark, List.of(input), RunFactsByPattern.NONE),
        SessionRule.NONE,
        StateScope.PARTITION);
  }

  private Map<String, LayerEpoch> measured(String name) throws IOException {
    Dataset<Row> scan = scan(name);
    Dataset<Row> resolved = SessionPlan.resolve(MomentsPlan.records(scan));
    Map<String, LayerEpoch> measured = new HashMap<>();
    for (Row row : MomentsPlan.merged(MomentsPlan.kept(scan, resolved), resolved).collectAsList()) {
      LayerEpoch layer =
          MomentsPlan.layerMoments(row, MomentsPlan.state(row), RunFactsByPattern.NONE).row();
      measured.put(Integer.toString(layer.key().epoch()), layer);
    }
    return measured;
  }

  private void agree(Map<String, LayerEpoch> measured) {
    assertThat(measured.keySet()).isEqualTo(expected.keySet()).hasSize(EPOCHS);
    expected.forEach(
        (epoch, sums) -> {
          double second = sums.meanSquared() + sums.central / sums.n;
          LayerEpoch layer = Objects.requireNonNull(measured.get(epoch));
          assertThat(layer.counts()).isEqualTo(new LayerEpoch.Counts(sums.n, sums.nonFinite, 0));
          assertThat(layer.value(Quantity.GRAD_SECOND_MOMENT))
              .isCloseTo(second, within(TOLERANCE * second));
          assertThat(layer.value(Quantity.GRAD_VARIANCE))
              .isCloseTo(sums.central / (sums.n - 1), within(TOLERANCE * second));
          assertThat(layer.value(Quantity.GRAD_MEAN_NORM))
              .isCloseTo(Math.sqrt(sums.meanSquared()), within(TOLERANCE * Math.sqrt(second)));
        });
  }

  @Test
  void listsAgree() throws IOException {
    agree(measured("lists"));
  }

  @Test
  void shuffledListsAgree() throws IOException {
    agree(measured("shuffled"));
  }

  @Test
  void littleEndianBytesAgree() throws IOException {
    agree(measured("bytes"));
  }

  @Test
  void bytesThatEndInsideAFloatAreRejected() throws IOException {
    write(
        "cut",
        List.of(
            RowFactory.create("r", "l", 0, 0L, new byte[8]),
            RowFactory.create("r", "l", 0, 1L, new byte[7])),
        DataTypes.BinaryType);
    List<Row> rejected = MomentsPlan.quarantine(scan("cut")).collectAsList();
    assertThat(rejected).hasSize(1);
    assertThat(rejected.get(0).toString()).contains("grad is 7 bytes");
  }
}

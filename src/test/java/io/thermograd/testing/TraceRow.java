package io.thermograd.testing;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A trace's row as tests write it, the same in every format. Numbers are written in their shortest
 * form that reads back as the same double or float.
 *
 * @param run any text
 * @param layer null in a loss row
 * @param grad null in a loss row
 */
public record TraceRow(
    String run,
    @Nullable String layer,
    int epoch,
    long step,
    double loss,
    @Nullable Double fullLoss,
    int batchSize,
    double lr,
    float @Nullable [] grad) {

  /** The columns in a CSV or Parquet file. */
  public static final StructType SCHEMA =
      new StructType()
          .add("run", DataTypes.StringType)
          .add("layer", DataTypes.StringType)
          .add("epoch", DataTypes.IntegerType)
          .add("step", DataTypes.LongType)
          .add("loss", DataTypes.DoubleType)
          .add("full_loss", DataTypes.DoubleType)
          .add("batch_size", DataTypes.IntegerType)
          .add("lr", DataTypes.DoubleType)
          .add("grad", DataTypes.createArrayType(DataTypes.FloatType));

  /** A gradient row of batches of 4. */
  public static TraceRow gradient(String run, int epoch, long step, double loss, float... grad) {
    return new TraceRow(run, "w", epoch, step, loss, null, 4, 0.1, grad);
  }

  /** As a line of JSON, without its end. */
  public String json() {
    return "{\"run\":"
        + quoted(run)
        + (layer == null ? "" : ",\"layer\":" + quoted(layer))
        + ",\"epoch\":"
        + epoch
        + ",\"step\":"
        + step
        + ",\"loss\":"
        + loss
        + (fullLoss == null ? "" : ",\"full_loss\":" + fullLoss)
        + ",\"batch_size\":"
        + batchSize
        + ",\"lr\":"
        + lr
        + (grad == null ? "" : ",\"grad\":" + Arrays.toString(grad))
        + "}";
  }

  /** As a line of CSV under {@link #SCHEMA}'s names, without its end. */
  public String csv() {
    return String.join(
        ",",
        enclosed(run),
        layer == null ? "" : enclosed(layer),
        Integer.toString(epoch),
        Long.toString(step),
        Double.toString(loss),
        fullLoss == null ? "" : fullLoss.toString(),
        Integer.toString(batchSize),
        Double.toString(lr),
        grad == null ? "" : '"' + Arrays.toString(grad) + '"');
  }

  private static String enclosed(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** As a row of {@link #SCHEMA}. */
  public Row row() {
    return RowFactory.create(
        run, layer, epoch, step, loss, fullLoss, batchSize, lr, grad == null ? null : boxed(grad));
  }

  private static Float[] boxed(float[] grad) {
    return IntStream.range(0, grad.length).mapToObj(j -> grad[j]).toArray(Float[]::new);
  }

  private static String quoted(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c == '"' || c == '\\' || c < ' '
                    ? String.format(Locale.ROOT, "\\u%04x", c)
                    : Character.toString((char) c))
        .collect(Collectors.joining("", "\"", "\""));
  }
}

package io.thermograd.report.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.LocalSpark;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TagRole;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceRecord;
import io.thermograd.trace.UnusedValues;
import io.thermograd.trace.spark.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is written for TensorBoard, read back as any event file is read. */
@ExtendWith(LocalSpark.class)
class EventFilesTest {
  private static final String ODD = "sweep/<b> ../..";

  private final SparkSession spark;
  private final Path folder;

  EventFilesTest(SparkSession spark, @TempDir Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  @BeforeEach
  void writeTables() {
    table("batches", "'2026-03-01T12:00:00.5Z' as started_at, 2L as runs", "0");
    String rows = "id, explode(array('fc1', '*')) as layer";
    String run = "if(id < 3, 'a', '" + ODD + "') as run, cast(id as int) as epoch";
    // Epoch 2 of each run has no SNR, and in epoch 1 all was superseded.
    table(
        "layer_epoch",
        run
            + ", layer, if(id % 3 = 2, null, id + 0.5D) as snr, 10D * id as noise_scale,"
            + " cast(null as double) as weight_noise_entropy,"
            + " if(id % 3 = 1, null, 20 * id + 19) as step_to",
        "(select " + rows + " from range(6))");
    table(
        "half_life",
        run
            + ", layer, 'BOLTZMANN' as beta_source, 100D + id as half_life_iterations,"
            + " cast(null as double) as half_life_langevin_time",
        "(select " + rows + " from range(6))");
    table(
        "entropy",
        "if(id < 3, 'a', '"
            + ODD
            + "') as run, 20 * id + 19 as step_to, 3D - id / 8 as"
            + " entropy_corrected",
        "range(6)");
    PageTables tables =
        new PageTables(
            Stream.of("batches", "layer_epoch", "half_life", "entropy")
                .collect(Collectors.toMap(name -> name, name -> List.of(folder + "/" + name))));
    EventFiles.write(spark, tables, new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private void table(String name, String columns, String from) {
    String source = from.equals("0") ? "" : " from " + from;
    spark.sql("select " + columns + source).repartition(3).write().parquet(folder + "/" + name);
  }

  /** Every number of {@code tag} as run, step, layer and value. */
  private List<String> read(String tag) throws IOException {
    TagMapping tags =
        new TagMapping(
            tag.contains("(?<layer>")
                ? Map.of(TagRole.GRAD_SQ_NORM, List.of(tag), TagRole.LOSS, List.of())
                : Map.of(TagRole.LOSS, List.of(tag)));
    TraceInput input =
        new TraceInput(
            folder.resolve(EventFiles.FOLDER).toString(),
            InputFormat.TENSORBOARD,
            null,
            Map.of(),
            InputFormat.TENSORBOARD.defaultSessions(),
            TraceInput.DEFAULT_MAX_RECORD_BYTES,
            tags,
            new RunNaming(null, InputFormat.TENSORBOARD.runPart()));
    PartialRunFacts facts = new PartialRunFacts(null, null, 20, null, null, null, null, null, null);
    return TraceReader.read(spark, List.of(input), new RunFactsByPattern(Map.of("*", facts)))
        // The other tags of the file, which this look doesn't ask for.
        .filter(decoded -> !(decoded instanceof UnusedValues))
        .map(
            decoded -> {
              if (!(decoded instanceof TraceRecord r)) {
                return decoded.toString();
              }
              GradientRow g = r.gradient();
              return r.run()
                  + " "
                  + r.step()
                  + " "
                  + (g == null ? r.loss() : g.layer() + " " + g.sqNorm());
            })
        .collect()
        .stream()
        .sorted()
        .toList();
  }

  @Test
  void entropiesStandAtTheirWindowsLastSteps() throws IOException {
    String odd = "sweep/%3Cb%3E ../%2E.";
    assertThat(read("thermograd/entropy"))
        .containsExactly(
            "a 19 3.0",
            "a 39 2.875",
            "a 59 2.75",
            odd + " 119 2.375",
            odd + " 79 2.625",
            odd + " 99 2.5");
  }

  @Test
  void layersStandAtTheirEpochsLastStepsAndWhatIsAbsentIsNoPoint() throws IOException {
    assertThat(read("thermograd/snr/(?<layer>.*)"))
        .filteredOn(point -> point.startsWith("a "))
        .containsExactly("a 19 fc1 0.5", "a 19 whole model 0.5");
    assertThat(read("thermograd/half_life_boltzmann/(?<layer>.*)"))
        .filteredOn(point -> point.startsWith("a "))
        .containsExactly(
            "a 19 fc1 100.0", "a 19 whole model 100.0", "a 59 fc1 102.0", "a 59 whole model 102.0");
    assertThat(read("thermograd/noise_scale/(?<layer>.*)"))
        .filteredOn(point -> point.startsWith("a "))
        .containsExactly(
            "a 19 fc1 0.0", "a 19 whole model 0.0", "a 59 fc1 20.0", "a 59 whole model 20.0");
  }

  @Test
  void aRunIsOneFileInAFolderOfItsName() throws IOException {
    Path root = folder.resolve(EventFiles.FOLDER);
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(
              files
                  .filter(file -> Files.isRegularFile(file))
                  .map(file -> root.relativize(file).toString())
                  .filter(file -> !file.endsWith(".crc")))
          .containsExactlyInAnyOrder(
              "a/events.out.tfevents.1772366400.thermograd",
              "sweep/%3Cb%3E ../%2E./events.out.tfevents.1772366400.thermograd");
    }
  }
}

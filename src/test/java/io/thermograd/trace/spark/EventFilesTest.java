package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.EventLog;
import io.thermograd.testing.LocalSpark;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TagRole;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceRecord;
import io.thermograd.trace.UnusedValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LocalSpark.class)
class EventFilesTest {
  private static final String NAME = "events.out.tfevents.1700000000.host";
  private static final RunFactsByPattern FACTS =
      new RunFactsByPattern(
          Map.of("*", new PartialRunFacts(null, null, 10, null, null, null, null, null, null)));

  private final SparkSession spark;
  private final Path folder;

  EventFilesTest(SparkSession spark, @TempDir Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static TraceInput input(Path path, TagMapping tags, @Nullable String runFrom) {
    return new TraceInput(
        path.toString(),
        InputFormat.TENSORBOARD,
        null,
        Map.of(),
        InputFormat.TENSORBOARD.defaultSessions(),
        10_000,
        tags,
        new RunNaming(runFrom, InputFormat.TENSORBOARD.runPart()));
  }

  private List<String> read(TraceInput input) throws IOException {
    return TraceReader.read(spark, List.of(input), FACTS).map(EventFilesTest::text).collect();
  }

  private List<String> read(String path) throws IOException {
    return read(input(folder.resolve(path), TagMapping.DEFAULT, null));
  }

  private static String text(Decoded decoded) {
    if (decoded instanceof TraceRecord r) {
      GradientRow g = r.gradient();
      return r.run()
          + " "
          + r.step()
          + (g == null
              ? " loss " + r.loss()
              : " " + g.layer() + " " + g.sqNorm() + " " + g.count() + " " + g.sumSquares());
    }
    if (decoded instanceof UnusedValues unused) {
      return unused.run() + " unused " + unused.count();
    }
    Rejected rejected = (Rejected) decoded;
    String detail = rejected.reason() == RejectReason.UNMAPPED ? " " + rejected.detail() : "";
    return rejected.run() + " " + rejected.origin().position() + " " + rejected.reason() + detail;
  }

  private static byte[] oneLoss() {
    return EventLog.begun(1).scalar(2, 3, "loss", 0.5).bytes();
  }

  @Test
  void theValuesOfAStepAreARowOfLossAndARowPerLayer() throws IOException {
    EventLog log = EventLog.begun(1);
    log.scalar(2, 0, "train/loss", 0.5).scalar(2, 0, "grad_norm/fc1", 2);
    log.histogram(2, 0, "gradients/fc1", new float[] {1, 2}).scalar(2, 0, "accuracy", 0.25);
    log.scalar(3, 1, "train/loss", 0.25).scalar(3, 1, "grad_norm/fc1", 4);
    write("a/" + NAME, log.bytes());
    assertThat(read(""))
        .containsExactly(
            "a 0 loss 0.5",
            "a 0 fc1 4.0 2 5.0",
            "a 1 loss 0.25",
            "a 1 fc1 16.0 null null",
            "a unused 1");
  }

  @Test
  void theTimeIsTheEventsAndTheEpochFollowsFromTheStep() throws IOException {
    write("a/" + NAME, EventLog.begun(1).scalar(2.5, 37, "loss", 1).bytes());
    TraceInput input = input(folder, TagMapping.DEFAULT, null);
    assertThat(
            TraceReader.read(spark, List.of(input), FACTS)
                .map(
                    record ->
                        record instanceof TraceRecord r
                            ? r.loggedAtMicros() + " " + r.epoch()
                            : "rejected")
                .collect())
        .containsExactly("2500000 3");
  }

  @Test
  void numbersAndHistogramsOfTensorflow2AreTheSame() throws IOException {
    EventLog log = EventLog.begun(1);
    log.tensor(2, 0, "loss", "scalars", new int[0], 0.5f);
    log.tensor(2, 0, "gradients/fc1", "histograms", new int[] {1, 3}, -1, 1, 3);
    write("a/" + NAME, log.bytes());
    assertThat(read("")).containsExactly("a 0 loss 0.5", "a 0 fc1 null 3 1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "'', logs/x/y",
    "logs, x/y",
    "logs/x, y",
    "logs/x/y, .",
    "logs/x/y/" + NAME + ", .",
    "log*, logs/x/y",
    "logs/*, x/y",
    "logs/x/*, y",
    "logs/*/y, x/y",
    "'logs/{x,z}/*', x/y"
  })
  void aRunIsNamedByItsFolderBelowWhatThePathFixes(String path, String run) throws IOException {
    write("logs/x/y/" + NAME, oneLoss());
    assertThat(read(path)).containsExactly(run + " 3 loss 0.5");
  }

  @Test
  void aPatternMayNameTheRun() throws IOException {
    write("logs/x/version_0/" + NAME, oneLoss());
    TraceInput input = input(folder, TagMapping.DEFAULT, "logs/(?<run>[^/]+)/");
    assertThat(read(input)).containsExactly("x 3 loss 0.5");
  }

  @Test
  void ofAFolderOnlyEventFilesAreRead() throws IOException {
    write("a/" + NAME, oneLoss());
    write("a/model.pt", new byte[100]);
    write("a/old.tfevents", oneLoss());
    write("b/plain.log", oneLoss());
    assertThat(read("")).containsExactlyInAnyOrder("a 3 loss 0.5", "a 3 loss 0.5");
    assertThat(read("b/*.log")).containsExactly(". 3 loss 0.5");
  }

  @Test
  void compressedFilesAreRead() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(oneLoss());
    }
    write("a/" + NAME + ".gz", zipped.toByteArray());
    byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 12);
    write("b/" + NAME + ".gz", cut);
    assertThat(read("")).contains("a 3 loss 0.5").anyMatch(r -> r.matches("b \\d+ CUT"));
  }

  @Test
  void filesWithoutValuesGiveNothing() throws IOException {
    write("a/" + NAME, new byte[0]);
    write("b/" + NAME, EventLog.begun(1).bytes());
    assertThat(read("")).isEmpty();
  }

  @Test
  void faultsAreTheRunsAndTheNextFileGoesOn() throws IOException {
    byte[] whole = EventLog.begun(1).scalar(2, 0, "loss", 1).scalar(3, 1, "loss", 2).bytes();
    int first = EventLog.begun(1).scalar(2, 0, "loss", 1).size();
    write("cut/" + NAME, Arrays.copyOf(whole, whole.length - 1));
    byte[] corrupt = whole.clone();
    corrupt[first] ^= 1;
    write("corrupt/" + NAME, corrupt);
    byte[] damaged = EventLog.begun(1).scalar(2, 0, "loss", 1).scalar(3, 1, "loss", 2).bytes();
    damaged[first - 5] ^= 1;
    write("damaged/" + NAME, damaged);
    write(
        "long/" + NAME, EventLog.begun(1).record(new byte[10_001]).scalar(3, 1, "loss", 2).bytes());
    write(
        "noise/" + NAME, EventLog.begun(1).record(new byte[] {-1}).scalar(3, 1, "loss", 2).bytes());
    write("sound/" + NAME, whole);
    int header = EventLog.begun(1).size();
    assertThat(read(""))
        .containsExactlyInAnyOrder(
            "cut 0 loss 1.0",
            "cut " + first + " CUT",
            "corrupt 0 loss 1.0",
            "corrupt " + first + " CORRUPT",
            "damaged " + header + " BAD_CHECKSUM",
            "damaged 1 loss 2.0",
            "long " + header + " TOO_LONG",
            "long 1 loss 2.0",
            "noise " + header + " UNPARSABLE",
            "noise 1 loss 2.0",
            "sound 0 loss 1.0",
            "sound 1 loss 2.0");
  }

  @Test
  void aNegativeStepIsRejected() throws IOException {
    write("a/" + NAME, EventLog.begun(1).scalar(2, -1, "loss", 1).bytes());
    assertThat(read("")).containsExactly("a 40 OUT_OF_RANGE");
  }

  @Test
  void aFileWithoutLossOrGradientTellsItsTags() throws IOException {
    EventLog log = EventLog.begun(1).scalar(2, 0, "pg_loss", 1).scalar(2, 0, "rew", 1);
    write("a/" + NAME, log.bytes());
    assertThat(read(""))
        .containsExactly(
            "a unused 2",
            "a 0 UNMAPPED no name in this file is a loss or a gradient by the declared tags; there are"
                + " pg_loss, rew: declare which is, such as tags: {loss: \"pg_loss\"}");
    TagMapping declared = new TagMapping(Map.of(TagRole.LOSS, List.of("pg_loss")));
    assertThat(read(input(folder, declared, null))).containsExactly("a 0 loss 1.0", "a unused 1");
  }

  @Test
  void aFigureOfAGradientIsNotTheGradient() throws IOException {
    EventLog log = EventLog.begun(1).scalar(2, 0, "loss", 1).scalar(2, 0, "gradients/max", 1);
    write("a/" + NAME, log.bytes());
    assertThat(read("")).containsExactly("a 0 loss 1.0", "a unused 1");
  }

  @Test
  void namesStayData() throws IOException {
    String odd = "quo\"te 'x' <script> \uD83D\uDE00 %41 a,b";
    write(odd + "/" + NAME, oneLoss());
    EventLog log = EventLog.begun(1);
    log.scalar(2, 0, "grad_norm/../../etc/\n\u001b[31m" + odd, 1);
    write("b/" + NAME, log.bytes());
    assertThat(read(""))
        .containsExactlyInAnyOrder(
            odd + " 3 loss 0.5", "b 0 ../../etc/\n\u001b[31m" + odd + " 1.0 null null");
  }

  @Test
  void damagedFilesNeverFailTheJobNorLoseWhatCameBefore() throws IOException {
    SplittableRandom random = new SplittableRandom(101);
    EventLog log = EventLog.begun(1);
    int[] ends = new int[20];
    for (int step = 0; step < ends.length; step++) {
      log.scalar(step, step, "loss", step)
          .tensor(step, step, "gradients/a", "histograms", new int[] {1, 3}, 0, 1, 5);
      ends[step] = log.size();
    }
    byte[] whole = log.bytes();
    int files = 200;
    int[] first = new int[files];
    for (int i = 0; i < files; i++) {
      first[i] = random.nextInt(whole.length);
      byte[] bytes = whole.clone();
      for (int at = first[i]; at < bytes.length; at += 1 + random.nextInt(400)) {
        bytes[at] ^= (byte) (1 + random.nextInt(255));
      }
      write("r" + i + "/" + NAME, bytes);
    }
    List<String> found = read("");
    for (int i = 0; i < files; i++) {
      for (int step = 0; step < ends.length && ends[step] <= first[i]; step++) {
        assertThat(found)
            .as("damaged at %d", first[i])
            .contains("r%d %d loss %d.0".formatted(i, step, step))
            .contains("r%d %d a null 5 %s".formatted(i, step, 5 / 3.0));
      }
    }
  }
}

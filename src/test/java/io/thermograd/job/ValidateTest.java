package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ValidateTest {
  private static final int STEPS = 40;

  private static Path logs = Path.of("");

  @BeforeAll
  static void writeLogs(@TempDir Path folder) throws IOException {
    logs = folder;
    write(
        "wandb.csv",
        "_step,train/loss,train/step,train/grad_norm,run_id,other\n"
            + lines(i -> row("%d,%s,%d.0,0.5,\"a, b\",", i, 1.0 / (1 + i), 160 * i))
            + lines(i -> row("%d,%s,%d.0,0.5,\"quo\"\"te\",7", i, 1.0 / (1 + i), 160 * i))
            + "40,0.1,6.0,,\"a, b\",\n");
    write(
        "arrays.json",
        "{\"losses\": ["
            + numbers()
            + "], \"grad_norms\": ["
            + numbers()
            + "], \"val_losses\": [1]}");
    write(
        "trace.jsonl",
        lines(i -> row("{\"run\":\"t\",\"step\":%d,\"loss\":%s}", i, 1.0 / (1 + i)))
            + lines(
                i ->
                    row(
                        "{\"run\":\"t\",\"step\":%d,\"layer\":\"fc\",\"grad_sq_norm\":1,"
                            + "\"grad_dot_prev\":0.5}",
                        i)));
    write("readme.txt", "not a log\n");
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(logs.resolve(name), text);
  }

  private static String row(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values) + "\n";
  }

  private static String lines(IntFunction<String> line) {
    return IntStream.range(0, STEPS).mapToObj(line).collect(Collectors.joining());
  }

  private static String numbers() {
    return IntStream.range(0, STEPS)
        .mapToObj(i -> "" + 1.0 / (1 + i))
        .collect(Collectors.joining(","));
  }

  private static String validate(Object... paths) {
    String[] command = new String[paths.length + 1];
    command[0] = "validate";
    for (int i = 0; i < paths.length; i++) {
      command[i + 1] = paths[i].toString();
    }
    JobTrial trial = JobTrial.execute(command);
    assertThat(trial.err()).isEmpty();
    assertThat(trial.exitCode()).isZero();
    return trial.out();
  }

  @Test
  void aWideLogsNamesAndWhatIsMissingAreTold() {
    assertThat(validate(logs.resolve("wandb.csv")))
        .contains("loss  is  train/loss")
        .contains("step  is  train/step")
        .contains("lr  was found under no name")
        .contains("2: a, b, quo\"te")
        .contains("steps     0 to 6240, epochs 0 to 0")
        .contains("level     NORM: only gradient norms were logged: SNR can't be computed;")
        .contains("examples/pytorch")
        .contains("steps fall back 1 time: with sessions: none")
        .contains("sessions: none");
  }

  @Test
  void aTraceByColumnsIsReadSo() {
    assertThat(validate(logs.resolve("trace.jsonl")))
        .contains("level     DOT")
        .contains("steps_per_epoch: ")
        .doesNotContain("tags:");
  }

  @Test
  void runsOfSeveralLevelsAreTold(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("two.csv");
    Files.writeString(
        log,
        """
        run,epoch,step,loss,layer,grad_sq_norm,grad_dot_prev
        a,0,1,1,fc,1,
        b,0,1,1,fc,1,0.5
        c,0,1,1,fc,1,0.5
        """);
    assertThat(validate(log)).contains("level     NORM").contains("the runs differ: 1 NORM, 2 DOT");
  }

  @Test
  void aColumnOfATypeThatItsRoleCannotTakeIsTold(@TempDir Path folder) {
    String file = folder.resolve("odd.parquet").toString();
    LocalSpark.session().sql("select 0L step, true loss, 0.5D grad_norm").write().parquet(file);
    assertThat(validate(file))
        .contains("rejected  1: {WRONG_TYPE=1}")
        .contains("WRONG_TYPE: loss is boolean (role loss)");
  }

  @Test
  void aTableOfTabsIsKnownByItsFirstLines(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("progress.txt");
    Files.writeString(log, "Epoch\tStep\tloss\tnote\n0\t0\t2.5\t\n0\t1\t2.25\t\n");
    assertThat(validate(log)).contains("format: csv").contains("loss  is  loss");
  }

  @Test
  void listsThatFitNoStepAreLeftOutAndTold() {
    assertThat(validate(logs.resolve("arrays.json")))
        .contains("full losses are left out")
        .contains("list 'val_losses' has 1 elements, the losses 40")
        .contains("tags: {full_loss: [], ")
        .doesNotContain("rejected");
  }

  @Test
  void whatCannotBeReadIsTold(@TempDir Path folder) throws IOException {
    Path cut =
        Files.writeString(folder.resolve("cut.json"), "{\"losses\": [1, 2], \"grad_norms\": [1");
    assertThat(validate(cut)).contains("rejected  1: {UNPARSABLE=1}");
  }

  @Test
  void theDeclarationThatIsPrintedRuns(@TempDir Path folder) throws IOException {
    String printed = validate(logs);
    assertThat(printed).contains("1 other file is no log");
    Path out = folder.resolve("out");
    JobTrial job = JobTrial.run(out, printed.replace("out/validated", out.toString()));
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
    assertThat(job.table("quarantine")).isEmpty();
    assertThat(job.table("runs"))
        .extracting(row -> row.<String>getAs("run"))
        .containsExactlyInAnyOrder("a, b", "quo\"te", "arrays", "t");
  }

  @Test
  void whatIsNoLogIsAMistake() {
    JobTrial trial = JobTrial.execute("validate", logs.resolve("readme.txt").toString());
    assertThat(trial.exitCode()).isEqualTo(2);
    assertThat(trial.err()).contains("none is a log");
  }

  @Test
  void namesStayDataInTheDeclaration() {
    assertThat(ValidationText.quoted("a\"b\\c\n\u001b[31m\u202e"))
        .isEqualTo("\"a\\\"b\\\\c\\u000a\\u001b[31m\\u202e\"");
  }
}

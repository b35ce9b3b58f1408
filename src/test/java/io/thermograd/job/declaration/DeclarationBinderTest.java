package io.thermograd.job.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.decay.DecayModel;
import io.thermograd.decay.DecaySettings;
import io.thermograd.decay.FitLoss;
import io.thermograd.decay.IntervalMethod;
import io.thermograd.equilibrium.BinRule;
import io.thermograd.equilibrium.EnergyChoice;
import io.thermograd.equilibrium.EquilibriumSettings;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.Sampling;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationBinderTest {
  private static final String LEAST =
      """
      job: analyze
      input:
        - {path: a.jsonl}
      output: {path: out}
      """;

  private static JobDeclaration bind(String text, String... overrides) {
    return DeclarationBinder.bind(text, "j.yaml", List.of(overrides)).declaration();
  }

  private static String refusal(String text, String... overrides) {
    try {
      bind(text, overrides);
    } catch (UserMistake mistake) {
      return String.valueOf(mistake.getMessage());
    }
    throw new AssertionError("bound: " + text);
  }

  @Test
  void leastDeclarationTakesEveryDefault() {
    JobDeclaration job = bind(LEAST);
    assertThat(job.kind()).isEqualTo(JobKind.ANALYZE);
    assertThat(job.name()).isEqualTo("j");
    assertThat(job.inputs())
        .containsExactly(
            new TraceInput(
                "a.jsonl", InputFormat.JSONL, null, Map.of(), SessionRule.APPEND_ONLY, 64 << 20));
    assertThat(job.output())
        .isEqualTo(new OutputDeclaration("out", OutputFormat.PARQUET, Set.of()));
    assertThat(job.equilibrium()).isEqualTo(EquilibriumSettings.AUTO);
    assertThat(job.decay()).isEqualTo(DecaySettings.AUTO);
    assertThat(job.quarantine()).isEqualTo(new QuarantineDeclaration(1));
  }

  @Test
  void everyKeyIsBound() {
    JobDeclaration job =
        bind(
            """
            job: analyze
            name: mine
            input:
              - path: [a.csv.gz, "b/*"]
                format: csv
                kind: losses
                columns: {run: Name, full_loss: val loss}
                sessions: none
                max_record_bytes: 1_000
            output: {path: "hdfs:///x", format: parquet, export: [csv]}
            runs:
              "*": {dataset_size: 10, sampling: with_replacement, momentum: 0.9}
              "a.b": {dataset_size: 20, lr: 1e-3, steps_per_epoch: 7, optimizer: sgd, batch_size: 2,
                      weight_decay: 0, e0: -1}
            equilibrium: {energy: full, stable_from: 5, burn_in: 6, window: 7, e0: 0.5, bins: {width: 0.05}}
            decay: {models: [exponential, gradient-driven], interval: jacobian, loss: robust, seed: 9}
            quarantine: {max_share: 0.01}
            """);
    Map<TraceColumn, String> columns =
        Map.of(TraceColumn.RUN, "Name", TraceColumn.FULL_LOSS, "val loss");
    assertThat(job.name()).isEqualTo("mine");
    assertThat(job.inputs())
        .containsExactly(
            new TraceInput(
                "a.csv.gz", InputFormat.CSV, RecordKind.LOSSES, columns, SessionRule.NONE, 1000),
            new TraceInput(
                "b/*", InputFormat.CSV, RecordKind.LOSSES, columns, SessionRule.NONE, 1000));
    assertThat(job.output())
        .isEqualTo(
            new OutputDeclaration("hdfs:///x", OutputFormat.PARQUET, Set.of(ExportFormat.CSV)));
    assertThat(job.runs().of("other").datasetSize()).isEqualTo(10);
    assertThat(job.runs().of("a.b"))
        .isEqualTo(
            new io.thermograd.trace.RunFacts(
                20L, Sampling.WITH_REPLACEMENT, 7, "sgd", 2, 1e-3, 0.9, 0.0, -1.0));
    assertThat(job.equilibrium())
        .isEqualTo(
            new EquilibriumSettings(EnergyChoice.FULL, 5L, 6L, 7, 0.5, new BinRule.Width(0.05)));
    assertThat(job.decay())
        .isEqualTo(
            new DecaySettings(
                Set.of(DecayModel.EXPONENTIAL, DecayModel.GRADIENT_DRIVEN),
                IntervalMethod.JACOBIAN,
                FitLoss.ROBUST,
                9));
    assertThat(job.quarantine().maxShare()).isEqualTo(0.01);
  }

  @ParameterizedTest
  @CsvSource({
    "x.jsonl,JSONL",
    "x.json.zst,JSONL",
    "x/*.CSV.GZ,CSV",
    "x.parquet,PARQUET",
    "x.orc,ORC",
    "x.avro,AVRO"
  })
  void formatFollowsFromAClearSuffix(String path, InputFormat format) {
    assertThat(bind(LEAST, "input.0.path=" + path).inputs().get(0).format()).isEqualTo(format);
  }

  @Test
  void unclearSuffixIsRefused() {
    assertThat(refusal(LEAST.replace("a.jsonl", "traces/*/gradients")))
        .isEqualTo(
            """
            j.yaml:3: input.0.path: cannot tell the format of `traces/*/gradients`
              cause: its name doesn't end in .jsonl, .csv, .tsv, .parquet, .orc or .avro (or .gz, .bz2, .zst of such)
              remedy: add `format:` to this input: one of jsonl, csv, parquet, orc, avro, json, trainer_state, mlflow, tensorboard; `validate PATH` finds out""");
  }

  @Test
  void everyMistakeIsToldAtOnceByLine() {
    assertThat(
            refusal(
                """
                job: analyse
                nam: x
                input:
                  - {path: a.jsonl, fromat: csv}
                  - path: b.csv
                    columns: {gradd: h, grad: g, loss: g}
                    max_record_bytes: 1.5
                output:
                  format: parquet
                runs:
                  "szt_*": {dataset_size: "3277", lr: -1}
                equilibrium: {bins: {count: 1}, burn_in: soon}
                quarantine: 0.1
                """,
                "decay.seed=x"))
        .isEqualTo(
            """
            j.yaml:1: job: unknown value `analyse`
              cause: the key takes analyze
              remedy: did you mean `analyze`?
            j.yaml:2: nam: unknown key
              cause: a declaration has no key `nam`
              remedy: did you mean `name`?
            j.yaml:4: input.0.fromat: unknown key
              cause: an input has no key `fromat`
              remedy: did you mean `format`?
            j.yaml:6: input.1.columns.gradd: unknown column
              cause: a trace has no column `gradd`; the left side is the trace's name for it
              remedy: did you mean `grad`?
            j.yaml:6: input.1.columns.loss: cannot read two columns from `g`
              cause: `grad` is already read from it
              remedy: give each column its own name
            j.yaml:7: input.1.max_record_bytes: cannot use `1.5`
              cause: the key takes a whole number from 1
              remedy: write a whole number from 1; `--explain input.max_record_bytes` tells more
            j.yaml:9: output.path: missing key
              cause: output needs `path`: where the tables go
              remedy: add it: a folder
            j.yaml:11: runs."szt_*".dataset_size: cannot use the text "3277"
              cause: the key takes a whole number from 1
              remedy: write a whole number from 1; `--explain runs.PATTERN.dataset_size` tells more
            j.yaml:11: runs."szt_*".lr: cannot use `-1`
              cause: the key takes a number above 0
              remedy: write a number above 0; `--explain runs.PATTERN.lr` tells more
            j.yaml:12: equilibrium.burn_in: cannot use `soon`
              cause: the key takes auto or a whole number from 0
              remedy: write auto or a whole number from 0; `--explain equilibrium.burn_in` tells more
            j.yaml:12: equilibrium.bins.count: cannot use `1`
              cause: the key takes a whole number from 2 to 512
              remedy: write a whole number from 2 to 512; `--explain equilibrium.bins.count` tells more
            j.yaml:13: quarantine: cannot use `0.1`
              cause: the key takes a map of max_share
              remedy: write a map of max_share; `--explain quarantine` tells more
            --set decay.seed=x: decay.seed: cannot use `x`
              cause: the key takes a whole number from 0
              remedy: write a whole number from 0; `--explain decay.seed` tells more""");
  }

  @Test
  void binsAreFixedByOneKeyOnly() {
    assertThat(bind(LEAST, "equilibrium.bins={count: 32}").equilibrium().bins())
        .isEqualTo(new BinRule.Count(32));
    assertThat(bind(LEAST, "equilibrium.bins={quantiles: 16}").equilibrium().bins())
        .isEqualTo(new BinRule.Quantiles(16));
    assertThat(bind(LEAST, "equilibrium.bins=logarithmic").equilibrium().bins())
        .isEqualTo(new BinRule.Logarithmic());
    assertThat(refusal(LEAST, "equilibrium.bins={count: 32, width: 1}"))
        .endsWith(
            """
            equilibrium.bins: cannot fix the bins by 2 keys
              cause: count, width and quantiles exclude each other
              remedy: keep one of them""");
    assertThat(refusal(LEAST, "equilibrium.bins=freedman"))
        .endsWith(
            """
            equilibrium.bins: unknown value `freedman`
              cause: the key takes freedman-diaconis, logarithmic, {count: 32}, {width: 0.05} or {quantiles: 32}
              remedy: use one of: freedman-diaconis, logarithmic""");
  }

  @Test
  void malformedYamlNamesItsLine() {
    assertThat(refusal("job: analyze\ninput: [\n"))
        .startsWith("j.yaml:3: cannot read this as YAML\n  cause: ")
        .endsWith(
            "\n  remedy: check indentation, quotes and brackets there and on the line before");
    assertThat(refusal("a: 1\nb: *none\n"))
        .startsWith("j.yaml:2: cannot read this as YAML\n  cause: found undefined alias none\n");
  }

  @Test
  void duplicateKeyNamesBothPlaces() {
    assertThat(refusal(LEAST + "job: analyze\n"))
        .isEqualTo(
            """
            j.yaml:5: duplicate key `job`
              cause: it already stands at j.yaml:1
              remedy: remove one of the two""");
  }

  @Test
  void tagsAnchorsInThemselvesAndKeysThatAreListsAreRefused() {
    assertThat(refusal(LEAST + "name: !java x\n"))
        .isEqualTo(
            """
            j.yaml:5: unknown tag `!java`
              cause: a declaration holds plain values only
              remedy: remove the tag, or quote the value if it begins with `!`""");
    assertThat(refusal(LEAST + "runs: &a {x: *a}\n"))
        .startsWith("j.yaml:5: cannot use this anchor\n  cause: it contains itself\n");
    assertThat(refusal(LEAST + "? [a]\n: 1\n"))
        .isEqualTo(
            """
            j.yaml:5: a key must be text
              cause: this key is a list or a map
              remedy: write a plain key""");
  }

  @Test
  void emptyDeclarationAndEmptyInputAreRefused() {
    assertThat(refusal("# nothing\n"))
        .isEqualTo(
            """
            j.yaml:1: the declaration is empty
              cause: it needs at least job, input and output
              remedy: start from jobs/analyze.yaml""");
    assertThat(refusal(LEAST, "input=[]"))
        .startsWith("--set input=[]: input: cannot use an empty list\n");
    assertThat(refusal("job: analyze\noutput: {path: x}\n"))
        .startsWith("j.yaml:1: input: missing key\n");
  }

  @Test
  void controlCharactersOfADeclarationDontReachTheTerminal() {
    assertThat(refusal(LEAST, "\"a\u001b[31m\"=1")).doesNotContain("\u001b");
    assertThat(refusal(LEAST + "name: [\"a\\e[31m\"]\n\"x\\ey\": 1\n")).doesNotContain("\u001b");
  }

  @Test
  void hugeExponentsCostNothing() {
    assertThat(refusal(LEAST, "decay.seed=1e999999")).contains("cannot use `1e999999`");
    assertThat(bind(LEAST, "decay.seed=1e3").decay().seed()).isEqualTo(1000);
  }

  @Test
  void fingerprintFollowsTheContentAlone() {
    String print = DeclarationBinder.bind(LEAST, "j.yaml", List.of()).fingerprint();
    String spaced = "# a comment\n" + LEAST.replace("{path: out}", "\n  path: \"out\"");
    assertThat(print).hasSize(64);
    assertThat(DeclarationBinder.bind(spaced, "k.yaml", List.of()).fingerprint()).isEqualTo(print);
    assertThat(DeclarationBinder.bind(LEAST, "j.yaml", List.of("output.path=o")).fingerprint())
        .isNotEqualTo(print);
  }

  @Test
  void inputsKnowWhereTheyAreWritten() {
    BoundDeclaration bound =
        DeclarationBinder.bind(LEAST, "j.yaml", List.of("input.1={path: b.csv}"));
    assertThat(bound.inputsAt())
        .extracting(Where::toString)
        .containsExactly("j.yaml:3", "--set input.1={path: b.csv}");
  }

  @Test
  void mistakesAreNeverNone() {
    assertThatThrownBy(() -> new UserMistake(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid mistakes: none");
  }
}

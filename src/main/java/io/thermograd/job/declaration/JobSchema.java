package io.thermograd.job.declaration;

import io.thermograd.decay.DecaySettings;
import io.thermograd.equilibrium.EquilibriumSettings;
import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.RunFactsByPattern;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every key of a declaration, in one place: binding, {@code --explain}, suggestions and the
 * documentation all read it.
 */
final class JobSchema {
  private static final Key<JobKind> JOB =
      Key.required("job", new Types.Choice<>(JobKind.class), "what the job does");
  private static final Key<String> NAME =
      Key.optional(
          "name",
          new Types.Text("text"),
          null,
          "the declaration's file name without its suffix",
          "what Spark and the batches table call the job");
  private static final Key<List<List<InputSchema.Bound>>> INPUT =
      Key.required(
          "input", new Types.ListOf<>(InputSchema.SECTION), "the traces, a list of inputs");

  private static final Key<String> OUTPUT_PATH =
      Key.required("path", new Types.Text("a folder"), "where the tables go");
  private static final Key<OutputFormat> OUTPUT_FORMAT =
      Key.optional(
          "format",
          new Types.Choice<>(OutputFormat.class),
          OutputFormat.PARQUET,
          "parquet",
          "how the tables are written");
  private static final Key<Set<ExportFormat>> EXPORT =
      Key.optional(
          "export",
          new ExportsType(),
          Set.of(),
          "none",
          "copies of every table for other programs, under PATH/export");
  private static final Key<OutputDeclaration> OUTPUT =
      Key.required(
          "output",
          new Section<>(
              "output",
              List.of(OUTPUT_PATH, OUTPUT_FORMAT, EXPORT),
              fields ->
                  new OutputDeclaration(
                      fields.value(OUTPUT_PATH),
                      fields.value(OUTPUT_FORMAT),
                      fields.value(EXPORT))),
          "where the tables go, and how");

  private static final Key<Map<String, PartialRunFacts>> RUNS =
      Key.optional(
          "runs",
          new Types.ByPattern<>("patterns of run ids (* and ?)", RunsSchema.SECTION),
          Map.of(),
          "nothing declared",
          "facts of runs that their records don't log; later patterns override earlier ones");
  private static final Key<EquilibriumSettings> EQUILIBRIUM =
      Key.optional(
          "equilibrium",
          AnalysisSchema.EQUILIBRIUM,
          EquilibriumSettings.AUTO,
          "all auto",
          "what is fixed of regions, bins and Boltzmann fits");
  private static final Key<DecaySettings> DECAY =
      Key.optional(
          "decay",
          AnalysisSchema.DECAY,
          DecaySettings.AUTO,
          "all auto",
          "what is fixed of the decay fits");

  private static final Key<Boolean> HTML =
      Key.optional(
          "html",
          new Types.Truth(),
          ReportDeclaration.PAGE.html(),
          "true",
          "write report.html beside the tables; in a store with each batch that changed something");
  private static final Key<Boolean> TENSORBOARD =
      Key.optional(
          "tensorboard",
          new Types.Truth(),
          ReportDeclaration.PAGE.tensorboard(),
          "false",
          "write SNR, noise scale, entropy and half-lives as event files under PATH/tensorboard");
  private static final Key<ReportDeclaration> REPORT =
      Key.optional(
          "report",
          new Section<>(
              "report",
              List.of(HTML, TENSORBOARD),
              fields -> new ReportDeclaration(fields.value(HTML), fields.value(TENSORBOARD))),
          ReportDeclaration.PAGE,
          "report.html",
          "what is written for people beside the tables");

  private static final Key<Double> MAX_SHARE =
      Key.optional(
          "max_share",
          new Types.RealNumber(share -> share >= 0 && share <= 1, "from 0 to 1"),
          QuarantineDeclaration.NEVER_FAILS.maxShare(),
          "1 (never)",
          "a larger share of rejected records ends the job with exit code 3");
  private static final Key<QuarantineDeclaration> QUARANTINE =
      Key.optional(
          "quarantine",
          new Section<>(
              "quarantine",
              List.of(MAX_SHARE),
              fields -> new QuarantineDeclaration(fields.value(MAX_SHARE))),
          QuarantineDeclaration.NEVER_FAILS,
          "bad records never fail the job",
          "what is done about bad records, which are always counted and kept");

  private static final Key<StoreDeclaration> STORE =
      Key.optional(
          "store",
          StoreSchema.STORE,
          StoreDeclaration.DEFAULT,
          "keep_batches: 30",
          "how a store, an output of format delta, is kept");
  private static final Key<AlertsDeclaration> ALERTS =
      Key.optional(
          "alerts",
          StoreSchema.ALERTS,
          AlertsDeclaration.NONE,
          "none",
          "what is told of a store's runs after each batch");

  /** The keys that results depend on beside the input. */
  static final List<String> ANALYSIS_KEYS = List.of(RUNS.name(), EQUILIBRIUM.name(), DECAY.name());

  private JobSchema() {}

  /** The whole declaration; {@code defaultName} is the job's name unless it declares one. */
  static Section<Parts> declaration(String defaultName) {
    return new Section<>(
        "a declaration",
        List.of(
            JOB, NAME, INPUT, OUTPUT, RUNS, EQUILIBRIUM, DECAY, REPORT, QUARANTINE, STORE, ALERTS),
        fields -> build(fields, defaultName));
  }

  /** A declaration, and where its inputs are written. */
  record Parts(JobDeclaration declaration, List<Where> inputsAt) {}

  private static Parts build(Fields fields, String defaultName) {
    List<InputSchema.Bound> inputs = fields.value(INPUT).stream().flatMap(List::stream).toList();
    String name = fields.optional(NAME);
    JobDeclaration declaration =
        new JobDeclaration(
            fields.value(JOB),
            name == null ? defaultName : name,
            inputs.stream().map(InputSchema.Bound::input).toList(),
            fields.value(OUTPUT),
            new RunFactsByPattern(fields.value(RUNS)),
            fields.value(EQUILIBRIUM),
            fields.value(DECAY),
            fields.value(REPORT),
            fields.value(QUARANTINE),
            fields.value(STORE),
            fields.value(ALERTS));
    if (declaration.output().format() != OutputFormat.DELTA
        && !declaration.alerts().equals(AlertsDeclaration.NONE)) {
      fields.problem(
          ALERTS,
          "alerts without a store",
          "alerts compare a batch with the one before, and this output has no batches",
          "set output.format to delta, or remove alerts");
    }
    return new Parts(declaration, inputs.stream().map(InputSchema.Bound::at).toList());
  }
}

package io.thermograd.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thermograd.job.declaration.DeclarationBinder;
import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.OutputFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The schedules under submit/schedule, as far as they can be checked without their systems. */
class ScheduleTest {
  private static final Path SCHEDULES = Path.of("submit/schedule");
  private static final Path NIGHTLY = Path.of("jobs/nightly.yaml");

  private static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + told;
  }

  private static JobDeclaration bind(List<String> overrides) throws IOException {
    return DeclarationBinder.bind(Files.readString(NIGHTLY), NIGHTLY.toString(), overrides)
        .declaration();
  }

  @Test
  void theShippedJobKeepsAStore() throws IOException {
    JobDeclaration job = bind(List.of());
    assertThat(job.output().format()).isEqualTo(OutputFormat.DELTA);
    assertThat(job.store().keepBatches()).isEqualTo(30);
    assertThat(job.alerts().rules()).isNotEmpty();
  }

  @Test
  void systemdAcceptsTheUnits(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(isInstalled("systemd-analyze"), "no systemd-analyze here");
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
    for (String unit : List.of("thermograd-nightly.service", "thermograd-nightly.timer")) {
      // It refuses programs and folders that aren't there: only here are there others.
      String text =
          Files.readString(SCHEDULES.resolve(unit))
              .replaceAll("(?m)^ExecStart=.*", "ExecStart=/bin/true")
              .replaceAll("(?m)^User=.*", "User=root")
              .replace("/opt/thermograd", folder.toString());
      command.add(Files.writeString(folder.resolve(unit), text).toString());
    }
    assertThat(run(command)).startsWith("0 ").doesNotContain("thermograd-nightly.");
  }

  @Test
  void pythonAcceptsTheDag() throws IOException, InterruptedException {
    assumeTrue(isInstalled("python3"), "no python3 here");
    String source = SCHEDULES.resolve("thermograd_nightly.py").toString();
    assertThat(
            run(
                List.of(
                    "python3",
                    "-c",
                    "import ast, sys; ast.parse(open(sys.argv[1]).read())",
                    source)))
        .isEqualTo("0 ");
    List<String> overrides =
        Pattern.compile("f\"([a-z0-9_.]+=\\{DATA}[^\"]*)\"")
            .matcher(Files.readString(SCHEDULES.resolve("thermograd_nightly.py")))
            .results()
            .map(match -> match.group(1).replace("{DATA}", "/data"))
            .toList();
    JobDeclaration job = bind(overrides);
    assertThat(overrides).hasSize(4);
    assertThat(job.output().path()).isEqualTo("/data/nightly");
    assertThat(job.inputs().get(0).path()).isEqualTo("/data/traces");
  }

  @Test
  void theCronLineRunsTheShippedJobAtAGivenTime() throws IOException {
    String cron = Files.readString(SCHEDULES.resolve("thermograd.cron"));
    assertThat(cron).containsPattern(Pattern.compile("(?m)^30 2 \\* \\* \\* .*" + NIGHTLY));
  }

  /** The operator's own schema isn't here: what it requires is looked at by name. */
  @Test
  void theKubernetesApplicationGivesTheProgramWhatItTakes() throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Map<String, Object> application =
        yaml.load(Files.readString(SCHEDULES.resolve("scheduled-spark-application.yaml")));
    assertThat(application)
        .containsEntry("kind", "ScheduledSparkApplication")
        .containsEntry("apiVersion", "sparkoperator.k8s.io/v1beta2");
    Map<?, ?> spec = (Map<?, ?>) Objects.requireNonNull(application.get("spec"));
    assertThat(spec.get("concurrencyPolicy")).isEqualTo("Forbid");
    Map<?, ?> template = (Map<?, ?>) Objects.requireNonNull(spec.get("template"));
    assertThat(template.get("mainClass")).isEqualTo("io.thermograd.job.Main");
    List<String> overrides = new ArrayList<>();
    for (Object argument : (List<?>) Objects.requireNonNull(template.get("arguments"))) {
      if (argument.toString().contains("=")) {
        overrides.add(argument.toString());
      }
    }
    JobDeclaration job = bind(overrides);
    assertThat(job.output().path()).isEqualTo("/data/nightly");
    assertThat(job.inputs().get(0).path()).isEqualTo("/data/traces");
  }
}

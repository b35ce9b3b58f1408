package io.thermograd.job.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.TraceInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShippedJobsTest {
  private static JobDeclaration bind(String file, String... overrides) throws IOException {
    return DeclarationBinder.bind(Files.readString(Path.of(file)), file, List.of(overrides))
        .declaration();
  }

  @Test
  void demoReadsTheShippedTraces() throws IOException {
    JobDeclaration demo = bind("jobs/demo.yaml");
    assertThat(demo.name()).isEqualTo("demo");
    assertThat(demo.inputs())
        .extracting(TraceInput::path)
        .containsExactly("examples/traces/*/gradients", "examples/traces/*/losses");
    assertThat(demo.inputs()).extracting(TraceInput::format).containsOnly(InputFormat.JSONL);
    assertThat(demo.inputs().get(1).kind()).isEqualTo(RecordKind.LOSSES);
    assertThat(demo.output().exports()).isEqualTo(Set.of(ExportFormat.CSV));
    assertThat(demo.runs().of("szt_sgd0.1_b256_s2").datasetSize()).isEqualTo(3277);
    assertThat(demo.runs().of("dig_mlp_sgd0.1_b128_s3").datasetSize()).isEqualTo(1437);
  }

  @Test
  void analyzeNeedsOnlyItsInput() throws IOException {
    JobDeclaration job =
        bind(
            "jobs/analyze.yaml",
            "input=[{path: \"traces/*\", format: jsonl}]",
            "output.path=/tmp/x");
    assertThat(job.inputs()).extracting(TraceInput::path).containsExactly("traces/*");
    assertThat(job.output().path()).isEqualTo("/tmp/x");
  }
}

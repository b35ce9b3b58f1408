package io.thermograd.job.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.TraceInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetOptionTest {
  private static final String TEXT =
      """
      job: analyze
      input:
        - {path: a.jsonl, kind: losses}
        - {path: b.jsonl}
      output: {path: out, export: csv}
      """;

  private static JobDeclaration bind(String... overrides) {
    return DeclarationBinder.bind(TEXT, "j.yaml", List.of(overrides)).declaration();
  }

  private static List<String> paths(String... overrides) {
    return bind(overrides).inputs().stream().map(TraceInput::path).toList();
  }

  private static void refuses(String override, String message) {
    assertThatThrownBy(() -> bind(override)).isInstanceOf(UserMistake.class).hasMessage(message);
  }

  @Test
  void aKeyIsReplaced() {
    assertThat(bind("output.path=/tmp/x=y").output().path()).isEqualTo("/tmp/x=y");
  }

  @Test
  void aWholeListIsReplacedByYaml() {
    assertThat(paths("input=[{path: x, format: csv}]")).containsExactly("x");
    assertThat(bind("input=[{path: x, format: csv}]").inputs().get(0).format())
        .isEqualTo(InputFormat.CSV);
  }

  @Test
  void anIndexReplacesAppendsOrRemoves() {
    assertThat(paths("input.0.path=c.csv")).containsExactly("c.csv", "b.jsonl");
    assertThat(paths("input.2={path: c.csv}")).containsExactly("a.jsonl", "b.jsonl", "c.csv");
    assertThat(paths("input.2.path=c.csv", "input.3.path=d.csv"))
        .containsExactly("a.jsonl", "b.jsonl", "c.csv", "d.csv");
    assertThat(paths("input.0=null")).containsExactly("b.jsonl");
  }

  @Test
  void nullRemovesAKeyWhetherItIsThereOrNot() {
    assertThat(bind("output.export=null").output().exports()).isEmpty();
    assertThat(bind("input.0.kind=").inputs().get(0).kind()).isNull();
    assertThat(bind("decay=null").decay()).isEqualTo(io.thermograd.decay.DecaySettings.AUTO);
  }

  @Test
  void missingParentsAreMade() {
    assertThat(bind("equilibrium.bins.count=32").equilibrium().bins())
        .isEqualTo(new io.thermograd.equilibrium.BinRule.Count(32));
  }

  @Test
  void quotedSegmentsMayHoldDotsAndEqualsSigns() {
    assertThat(bind("runs.\"a.b=*\".dataset_size=5").runs().of("a.b=c").datasetSize()).isEqualTo(5);
    assertThat(bind("runs.'szt_*'.lr=0.5").runs().of("szt_1").lr()).isEqualTo(0.5);
    assertThat(bind("runs.szt_*.lr=0.5").runs().of("szt_1").lr()).isEqualTo(0.5);
  }

  @Test
  void laterOptionsWin() {
    assertThat(bind("output.path=a", "output.path=b").output().path()).isEqualTo("b");
  }

  @Test
  void malformedOptionsAreRefused() {
    String remedy =
        "\n  cause: an override is PATH=VALUE with a dotted path"
            + "\n  remedy: write it like --set output.path=/tmp/x or --set 'runs.\"szt_*\".lr=0.1'";
    refuses("output.path", "--set output.path: no `=` in the override" + remedy);
    refuses("a..b=1", "--set a..b=1: the override's path is malformed" + remedy);
    refuses("a.\"b=1", "--set a.\"b=1: no `=` in the override" + remedy);
    refuses("=1", "--set =1: the override's path is malformed" + remedy);
  }

  @Test
  void unusablePathsAreRefused() {
    refuses(
        "input.5.path=c.csv",
        """
        --set input.5.path=c.csv: input.5: no such place in a list of 2
          cause: `5` is no index from 0 to 2 (j.yaml:3)
          remedy: use 0 to 1, or 2 to append""");
    refuses(
        "output.path.x=1",
        """
        --set output.path.x=1: output.path.x: cannot set a key of `out`
          cause: `output.path` is neither a map nor a list (j.yaml:5)
          remedy: set `output.path` as a whole""");
    refuses(
        "ouput.path=1",
        """
        --set ouput.path=1: ouput: unknown key
          cause: a declaration has no key `ouput`
          remedy: did you mean `output`?""");
  }

  @Test
  void yamlMistakesOfAValueNameTheOption() {
    assertThatThrownBy(() -> bind("input=[{path"))
        .isInstanceOf(UserMistake.class)
        .hasMessageStartingWith("--set input=[{path: cannot read this as YAML\n  cause: ");
  }
}

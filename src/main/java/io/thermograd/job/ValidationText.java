package io.thermograd.job;

import io.thermograd.report.DisplayText;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TagMatch;
import io.thermograd.trace.TagMatcher;
import io.thermograd.trace.TagRole;
import io.thermograd.trace.TraceCensus;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.TraceLevel;
import io.thermograd.trace.spark.TraceSample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code validate} prints: a declaration, with what was found as its comments. */
final class ValidationText {
  private static final int MOST_LISTED = 8;

  private final StringBuilder text = new StringBuilder();

  private ValidationText() {}

  /** A declaration of {@code inputs}, ready to run. */
  static String of(List<ValidatedInput> inputs, int strangers) {
    ValidationText text = new ValidationText();
    for (ValidatedInput input : inputs) {
      text.describe(input);
    }
    if (strangers > 0) {
      text.comment(
          strangers + (strangers == 1 ? " other file is" : " other files are") + " no log");
    }
    text.declare(inputs);
    return text.text.toString();
  }

  private void comment(String line) {
    text.append("# ").append(DisplayText.safe(line)).append('\n');
  }

  private void describe(ValidatedInput found) {
    TraceCensus census = found.census();
    comment(
        String.join(", ", found.paths().subList(0, Math.min(3, found.paths().size())))
            + (found.paths().size() > 3 ? ", ..." : "")
            + ": "
            + lower(found.input().format())
            + ", looked at the beginnings of "
            + found.sample().filesRead()
            + (found.files() == 1 ? " file" : " of " + found.files() + " files or runs"));
    if (found.input().tags() != null) {
      describeNames(found.sample());
    }
    if (census.isEmpty()) {
      comment("  no record could be read");
    } else {
      describeRecords(found);
    }
    if (!found.leftOut().isEmpty()) {
      comment("  full losses are left out, full_loss: [], since");
      found.leftOut().forEach(why -> comment("            " + why));
    }
    if (census.rejectedRecords() > 0) {
      comment("  rejected  " + census.rejectedRecords() + ": " + new TreeMap<>(census.rejected()));
      census.examples().forEach(example -> comment("            " + example));
    }
    comment("");
  }

  private void describeNames(TraceSample sample) {
    sample.names().forEach((role, names) -> comment("  " + role.key() + "  is  " + listed(names)));
    for (TagRole role : List.of(TagRole.LOSS, TagRole.LR, TagRole.EPOCH)) {
      if (!sample.names().isEmpty() && !sample.names().containsKey(role)) {
        comment("  " + role.key() + "  was found under no name");
      }
    }
  }

  private void describeRecords(ValidatedInput found) {
    TraceCensus census = found.census();
    comment("  runs      " + census.runs().size() + ": " + listed(census.runs()));
    comment(
        "  records   "
            + census.withLoss()
            + " with a loss, "
            + census.fullLosses()
            + " full losses, "
            + census.gradientRows()
            + " gradient rows"
            + (census.layers().isEmpty()
                ? ""
                : " of "
                    + counted(census.layers().size(), "layer")
                    + ": "
                    + listed(census.layers())));
    comment(
        "  steps     "
            + census.firstStep()
            + " to "
            + census.lastStep()
            + ", epochs "
            + census.epochs().get(0)
            + " to "
            + census.epochs().get(census.epochs().size() - 1));
    levels(census).forEach(line -> comment("  " + line));
    missing(found).forEach(line -> comment("  " + line));
  }

  private static List<String> levels(TraceCensus census) {
    List<String> lines = new ArrayList<>();
    TraceLevel level = census.level();
    if (level == null) {
      lines.add("level     LOSSES: no gradients were logged: no SNR, no half-life from gradients;");
      lines.add("          log grad_sq_norm and grad_dot_prev, see examples/pytorch");
    } else {
      lines.add("level     " + level.name() + ": " + level.advice());
      lines.add("          of the gradients: " + level.identifiable());
      addOtherLevels(census, lines);
    }
    lines.add(
        census.withLoss() + census.fullLosses() == 0
            ? "          no losses: no Boltzmann fit, no entropy and no decay; log the loss at every step"
            : "          of the losses: Boltzmann fit, entropy, its rates and decay, where they are long enough");
    return lines;
  }

  /** The level is the poorest one: a stranger would take it for that of every run. */
  private static void addOtherLevels(TraceCensus census, List<String> lines) {
    List<String> counts = new ArrayList<>();
    long without = census.runs().size();
    for (Map.Entry<TraceLevel, Long> level : census.runsByLevel().entrySet()) {
      counts.add(level.getValue() + " " + level.getKey());
      without -= level.getValue();
    }
    if (without > 0) {
      counts.add(0, without + " LOSSES");
    }
    if (counts.size() > 1) {
      lines.add("          the runs differ: " + String.join(", ", counts));
    }
  }

  private static List<String> missing(ValidatedInput found) {
    TraceCensus census = found.census();
    List<String> lines = new ArrayList<>();
    if (found.isOneEpoch() || found.epochs() == ValidatedInput.Epochs.UNDECLARED) {
      lines.add("one epoch: if epochs weren't logged, declare steps_per_epoch");
    }
    if (!census.hasLr()) {
      lines.add("no learning rate: declare lr, or half-lives are per unit of Langevin time");
    }
    if (!census.hasBatchSize()) {
      lines.add("no batch size: declare batch_size for the noise scale");
    }
    if (census.fallingSteps() > 0) {
      lines.add(
          "steps fall back "
              + counted(census.fallingSteps(), "time")
              + (found.isExportWithFallingSteps()
                  ? ": with sessions: none only repeated steps are superseded"
                  : ": what follows supersedes the steps it repeats, as of a resumed run"));
    }
    return lines;
  }

  private void declare(List<ValidatedInput> inputs) {
    text.append("job: analyze\ninput:\n");
    for (ValidatedInput found : inputs) {
      TraceInput input = found.input();
      List<String> paths = found.paths().stream().map(ValidationText::quoted).toList();
      text.append("  - path: ");
      text.append(paths.size() == 1 ? paths.get(0) : "[" + String.join(", ", paths) + "]");
      text.append("\n    format: ").append(lower(input.format())).append('\n');
      if (!input.columns().isEmpty()) {
        text.append("    columns: ").append(columns(input)).append('\n');
      }
      if (input.tags() != null) {
        text.append("    tags: ").append(tags(found)).append('\n');
      }
      if (found.isExportWithFallingSteps()) {
        text.append("    sessions: none\n");
      }
    }
    text.append("output: {path: out/validated, export: csv}\n");
    boolean needsEpochs =
        inputs.stream().anyMatch(found -> found.epochs() == ValidatedInput.Epochs.UNDECLARED);
    text.append("# what is known of the runs and not logged:");
    text.append(" dataset_size, batch_size, lr, optimizer, steps_per_epoch\n");
    text.append("runs:\n  \"*\": {");
    text.append(needsEpochs ? "steps_per_epoch: " + Integer.MAX_VALUE : "");
    text.append("}\n");
  }

  private static String columns(TraceInput input) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<TraceColumn, String> entry : new TreeMap<>(input.columns()).entrySet()) {
      pairs.add(entry.getKey().key() + ": " + quoted(entry.getValue()));
    }
    return "{" + String.join(", ", pairs) + "}";
  }

  /** The names that were found, but those of layers, which are many: their defaults found them. */
  private static String tags(ValidatedInput found) {
    List<String> pairs = new ArrayList<>();
    if (!found.leftOut().isEmpty()) {
      pairs.add(TagRole.FULL_LOSS.key() + ": []");
    }
    found
        .sample()
        .names()
        .forEach(
            (role, names) -> {
              if (names.size() == 1) {
                String name = names.iterator().next();
                if (!role.isOfLayer() || isOneLayer(role, name)) {
                  pairs.add(role.key() + ": " + quoted(literal(name)));
                }
              }
            });
    return pairs.isEmpty() ? "auto" : "{" + String.join(", ", pairs) + "}";
  }

  private static boolean isOneLayer(TagRole role, String name) {
    TagMatch match = new TagMatcher(TagMapping.DEFAULT).match(name);
    return match != null && match.role() == role && match.layer().equals(TagMapping.ONE_LAYER);
  }

  private static String literal(String name) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      regex.append("\\.[]{}()*+?^$|".indexOf(c) >= 0 ? "\\" + c : c);
    }
    return regex.toString();
  }

  /** A text of YAML in double quotes. */
  static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || (c >= 0x7F && c < 0xA0) || isSpecial(c)) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** What steers a terminal, or isn't printable to YAML. */
  private static boolean isSpecial(char c) {
    return (c >= 0x200B && c <= 0x206F) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
  }

  private static String listed(Collection<String> names) {
    List<String> first = names.stream().limit(MOST_LISTED).map(ValidationText::shortened).toList();
    return String.join(", ", first) + (names.size() > MOST_LISTED ? ", ..." : "");
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String shortened(String name) {
    return name.length() <= 60 ? name : name.substring(0, 60) + "…";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

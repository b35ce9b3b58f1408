package io.thermograd.job;

import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.report.spark.EventFiles;
import io.thermograd.report.spark.ReportFiles;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.TraceInput;
import java.util.List;
import java.util.Locale;

/**
 * What a job would do, for {@code --dry-run}.
 *
 * @param declaration the job
 * @param inputs the files of its inputs
 */
record Plan(JobDeclaration declaration, List<ListedInput> inputs) {
  private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB", "PB");

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("Job ").append(declaration.name());
    text.append(" (").append(lower(declaration.kind())).append(")\n");
    inputs.forEach(found -> text.append(input(found)));
    text.append("  output  ").append(declaration.output().path());
    text.append("  ").append(lower(declaration.output().format()));
    declaration.output().exports().forEach(copy -> text.append(", ").append(lower(copy)));
    text.append(declaration.report().html() ? ", " + ReportFiles.PAGE : "");
    text.append(declaration.report().tensorboard() ? ", " + EventFiles.FOLDER : "");
    return text.append("\nNothing was run (--dry-run).\n").toString();
  }

  private static String input(ListedInput found) {
    TraceInput input = found.input();
    RecordKind kind = input.kind();
    String files = found.files().size() == 1 ? " file, " : " files, ";
    return "  input   "
        + input.path()
        + "  "
        + lower(input.format())
        + ", "
        + (kind == null ? "gradients and losses" : lower(kind))
        + "  "
        + found.files().size()
        + files
        + bytes(found.bytes())
        + "\n";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double scaled = bytes;
    int unit = -1;
    while (scaled >= 999.95 && unit < UNITS.size() - 1) {
      scaled /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS.get(unit));
  }
}

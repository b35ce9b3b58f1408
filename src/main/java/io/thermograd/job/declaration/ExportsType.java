package io.thermograd.job.declaration;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The copies of tables for other programs: {@code none}, or some by name. */
final class ExportsType implements ValueType<Set<ExportFormat>> {
  private static final ValueType<List<ExportFormat>> SOME =
      new Types.OneOrMore<>(new Types.Choice<>(ExportFormat.class));

  @Override
  public String describe() {
    return "none, or a list of "
        + String.join(", ", new Types.Choice<>(ExportFormat.class).names());
  }

  @Override
  public @Nullable Set<ExportFormat> read(YamlValue value, String path, Problems problems) {
    boolean none =
        (value instanceof YamlValue.Scalar scalar && scalar.text().equals("none"))
            || (value instanceof YamlValue.Sequence sequence && sequence.items().isEmpty());
    if (none) {
      return Set.of();
    }
    Problems trial = new Problems();
    List<ExportFormat> some = SOME.read(value, path, trial);
    if (trial.count() > 0) {
      mismatch(value, path, problems);
    }
    return some == null || some.isEmpty() ? null : EnumSet.copyOf(some);
  }
}

package io.thermograd.job.declaration;

import io.thermograd.decay.DecayModel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The candidate decay models: {@code all}, or some by name. */
final class ModelsType implements ValueType<Set<DecayModel>> {
  private static final ValueType<List<DecayModel>> SOME =
      new Types.OneOrMore<>(new Types.Choice<>(DecayModel.class));

  @Override
  public String describe() {
    return "all, or a list of " + String.join(", ", new Types.Choice<>(DecayModel.class).names());
  }

  @Override
  public @Nullable Set<DecayModel> read(YamlValue value, String path, Problems problems) {
    if (value instanceof YamlValue.Scalar scalar && scalar.text().equals("all")) {
      return EnumSet.allOf(DecayModel.class);
    }
    if (value instanceof YamlValue.Sequence sequence && sequence.items().isEmpty()) {
      mismatch(value, path, problems);
      return null;
    }
    List<DecayModel> models = SOME.read(value, path, problems);
    return models == null || models.isEmpty() ? null : EnumSet.copyOf(models);
  }
}

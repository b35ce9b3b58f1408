package io.thermograd.job.declaration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A declaration's text and its overrides to a typed job. Pure: it reads no file. */
public final class DeclarationBinder {
  private DeclarationBinder() {}

  /**
   * Binds a declaration.
   *
   * @param text the YAML
   * @param source what messages call the text, usually its file
   * @param overrides {@code PATH=VALUE}, applied in order before anything is checked
   * @throws UserMistake with every mistake, if there is one
   */
  public static BoundDeclaration bind(String text, String source, List<String> overrides) {
    Problems problems = new Problems();
    YamlValue tree = YamlReader.read(text, line -> new Where(source, line), problems);
    if (problems.count() > 0 && YamlValue.isNull(tree)) {
      problems.throwIfAny();
    }
    for (String override : overrides) {
      tree = SetOption.apply(tree, override, problems);
    }
    JobSchema.Parts parts = null;
    if (YamlValue.isNull(tree)) {
      problems.add(
          tree.where(),
          "",
          "the declaration is empty",
          "it needs at least job, input and output",
          "start from jobs/analyze.yaml");
    } else {
      parts = JobSchema.declaration(nameOf(source)).read(tree, "", problems);
    }
    problems.throwIfAny();
    if (parts == null) {
      throw new IllegalStateException("No declaration and no problem: " + source);
    }
    return new BoundDeclaration(
        parts.declaration(), parts.inputsAt(), fingerprint(tree), fingerprint(analysis(tree)));
  }

  private static String nameOf(String source) {
    String file = source.substring(source.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  /** What results depend on beside the input. */
  private static YamlValue analysis(YamlValue tree) {
    if (!(tree instanceof YamlValue.Mapping mapping)) {
      return tree;
    }
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
    for (String key : JobSchema.ANALYSIS_KEYS) {
      YamlValue.Entry entry = mapping.entries().get(key);
      if (entry != null) {
        entries.put(key, entry);
      }
    }
    return new YamlValue.Mapping(entries, mapping.where());
  }

  private static String fingerprint(YamlValue tree) {
    StringBuilder canonical = new StringBuilder();
    write(tree, canonical);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void write(YamlValue value, StringBuilder out) {
    if (value instanceof YamlValue.Scalar scalar) {
      // The length before the text keeps different trees from being written alike.
      out.append(scalar.text().length()).append(':').append(scalar.text());
    } else if (value instanceof YamlValue.Sequence sequence) {
      out.append('[');
      sequence.items().forEach(item -> write(item, out));
      out.append(']');
    } else if (value instanceof YamlValue.Mapping mapping) {
      out.append('{');
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                out.append(key.length()).append(':').append(key);
                write(entry.value(), out);
              });
      out.append('}');
    }
  }
}

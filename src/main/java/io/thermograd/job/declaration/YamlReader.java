package io.thermograd.job.declaration;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML text to a tree with places. Anchors work; nothing is ever constructed from a tag. */
final class YamlReader {
  private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

  private final IntFunction<Where> place;
  private final Problems problems;
  // An alias is one node met again: converting it once keeps a small text a small tree.
  private final IdentityHashMap<Node, YamlValue> converted = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

  private YamlReader(IntFunction<Where> place, Problems problems) {
    this.place = place;
    this.problems = problems;
  }

  /**
   * The tree of {@code text}; a null scalar when it is empty or not YAML, and then a problem says
   * so.
   *
   * @param place the place of a 1-based line
   */
  static YamlValue read(String text, IntFunction<Where> place, Problems problems) {
    YamlValue.Scalar nothing = new YamlValue.Scalar("", YamlValue.Style.PLAIN, place.apply(1));
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      return root == null ? nothing : new YamlReader(place, problems).convert(root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      notYaml(problems, place.apply(line), e.getProblem());
    } catch (YAMLException e) {
      notYaml(problems, place.apply(1), e.getMessage());
    }
    return nothing;
  }

  private static void notYaml(Problems problems, Where where, @Nullable String message) {
    String said = message == null ? "" : message.lines().findFirst().orElse("").strip();
    problems.add(
        where,
        "",
        "cannot read this as YAML",
        said.isEmpty() ? "the text is malformed" : said,
        "check indentation, quotes and brackets there and on the line before");
  }

  private YamlValue convert(Node node) {
    YamlValue known = converted.get(node);
    if (known != null) {
      return known;
    }
    Where where = at(node);
    if (open.put(node, true) != null) {
      problems.add(
          where, "", "cannot use this anchor", "it contains itself", "write the value out");
      return new YamlValue.Scalar("", YamlValue.Style.PLAIN, where);
    }
    if (!node.getTag().startsWith(STANDARD_TAGS)) {
      problems.add(
          where,
          "",
          "unknown tag `" + node.getTag().getValue() + "`",
          "a declaration holds plain values only",
          "remove the tag, or quote the value if it begins with `!`");
    }
    YamlValue value = convertContent(node, where);
    open.remove(node);
    converted.put(node, value);
    return value;
  }

  private YamlValue convertContent(Node node, Where where) {
    if (node instanceof ScalarNode scalar) {
      boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
      YamlValue.Style style = plain ? YamlValue.Style.PLAIN : YamlValue.Style.QUOTED;
      return new YamlValue.Scalar(scalar.getValue(), style, where);
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlValue> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(convert(item)));
      return new YamlValue.Sequence(items, where);
    }
    if (node instanceof MappingNode mapping) {
      return convertMapping(mapping, where);
    }
    throw new IllegalStateException("Unknown kind of YAML node: " + node.getNodeId());
  }

  private YamlValue convertMapping(MappingNode mapping, Where where) {
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Where keyAt = at(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(
            keyAt, "", "a key must be text", "this key is a list or a map", "write a plain key");
        continue;
      }
      YamlValue.Entry earlier = entries.get(key.getValue());
      if (earlier != null) {
        problems.add(
            keyAt,
            "",
            "duplicate key `" + key.getValue() + "`",
            "it already stands at " + earlier.keyAt(),
            "remove one of the two");
        continue;
      }
      entries.put(key.getValue(), new YamlValue.Entry(keyAt, convert(tuple.getValueNode())));
    }
    return new YamlValue.Mapping(entries, where);
  }

  private Where at(Node node) {
    return place.apply(node.getStartMark().getLine() + 1);
  }
}

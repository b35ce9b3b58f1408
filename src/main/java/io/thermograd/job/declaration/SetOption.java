package io.thermograd.job.declaration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One {@code --set PATH=VALUE}: an override of a declaration's tree, before it is bound. */
final class SetOption {
  private final List<String> path;
  private final YamlValue value;
  private final Where where;
  private final Problems problems;

  private SetOption(List<String> path, YamlValue value, Where where, Problems problems) {
    this.path = path;
    this.value = value;
    this.where = where;
    this.problems = problems;
  }

  /** {@code tree} with the option applied, or as it is when the option adds a problem. */
  static YamlValue apply(YamlValue tree, String option, Problems problems) {
    Where where = new Where("--set " + abbreviated(option), null);
    int equals = KeyPath.equalsSign(option);
    List<String> path = equals < 0 ? null : KeyPath.split(option.substring(0, equals).strip());
    if (path == null) {
      problems.add(
          where,
          "",
          equals < 0 ? "no `=` in the override" : "the override's path is malformed",
          "an override is PATH=VALUE with a dotted path",
          "write it like --set output.path=/tmp/x or --set 'runs.\"szt_*\".lr=0.1'");
      return tree;
    }
    int before = problems.count();
    YamlValue value = YamlReader.read(option.substring(equals + 1), line -> where, problems);
    if (problems.count() > before) {
      return tree;
    }
    return new SetOption(path, value, where, problems).into(tree, 0, "");
  }

  private YamlValue into(@Nullable YamlValue parent, int depth, String at) {
    if (depth == path.size()) {
      return value;
    }
    String segment = path.get(depth);
    String here = KeyPath.join(at, segment);
    if (parent == null || YamlValue.isNull(parent)) {
      YamlValue child = into(null, depth + 1, here);
      return segment.equals("0")
          ? new YamlValue.Sequence(List.of(child), where)
          : new YamlValue.Mapping(Map.of(segment, new YamlValue.Entry(where, child)), where);
    }
    if (parent instanceof YamlValue.Mapping mapping) {
      return intoMapping(mapping, segment, depth, here);
    }
    if (parent instanceof YamlValue.Sequence sequence) {
      return intoSequence(sequence, segment, depth, here);
    }
    problems.add(
        where,
        here,
        "cannot set a key of " + parent.noun(),
        "`" + at + "` is neither a map nor a list (" + parent.where() + ")",
        "set `" + at + "` as a whole");
    return parent;
  }

  private YamlValue intoMapping(YamlValue.Mapping mapping, String segment, int depth, String here) {
    YamlValue.Entry old = mapping.entries().get(segment);
    YamlValue child = into(old == null ? null : old.value(), depth + 1, here);
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.put(segment, new YamlValue.Entry(where, child));
    return new YamlValue.Mapping(entries, mapping.where());
  }

  private YamlValue intoSequence(
      YamlValue.Sequence sequence, String segment, int depth, String here) {
    int length = sequence.items().size();
    int index = segment.matches("\\d{1,6}") ? Integer.parseInt(segment) : -1;
    if (index < 0 || index > length) {
      problems.add(
          where,
          here,
          "no such place in a list of " + length,
          "`" + segment + "` is no index from 0 to " + length + " (" + sequence.where() + ")",
          "use 0 to " + Math.max(0, length - 1) + ", or " + length + " to append");
      return sequence;
    }
    List<YamlValue> items = new ArrayList<>(sequence.items());
    boolean last = depth + 1 == path.size();
    if (index == length) {
      if (!(last && YamlValue.isNull(value))) {
        items.add(into(null, depth + 1, here));
      }
    } else if (last && YamlValue.isNull(value)) {
      items.remove(index);
    } else {
      items.set(index, into(items.get(index), depth + 1, here));
    }
    return new YamlValue.Sequence(items, sequence.where());
  }

  private static String abbreviated(String option) {
    String oneLine = option.replaceAll("\\p{Cntrl}", " ");
    return oneLine.length() <= 60 ? oneLine : oneLine.substring(0, 59) + "…";
  }
}

package io.thermograd.trace;

import java.util.ArrayList;
import java.util.List;

/** The first names of a file that are nothing to the trace: what its user may want to declare. */
final class StrangeNames {
  private static final int MOST = 10;
  private static final int LONGEST = 60;

  private final List<String> names = new ArrayList<>();
  private boolean more;

  void add(String name) {
    if (names.size() < MOST) {
      String shown = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
      if (!names.contains(shown)) {
        names.add(shown);
      }
    } else {
      more = true;
    }
  }

  void clear() {
    names.clear();
    more = false;
  }

  /** What is told of a file that gave no record. */
  String complaint() {
    String found = names.isEmpty() ? "nothing else" : String.join(", ", names);
    return "no name in this file is a loss or a gradient by the declared tags; there are "
        + found
        + (more ? ", ..." : "")
        + (names.isEmpty()
            ? ""
            : ": declare which is, such as tags: {loss: \"" + names.get(0) + "\"}");
  }
}

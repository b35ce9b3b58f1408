package io.thermograd.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.RejectReason;
import io.thermograd.trace.TraceColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LinksDocTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+(?:Test|Study))(?:\\.\\w+)?`");

  @Test
  void everyLinkLeadsToAFile() {
    List<String> broken = new ArrayList<>();
    for (Path page : Pages.all()) {
      Matcher link = LINK.matcher(Pages.read(page));
      while (link.find()) {
        Path folder = Objects.requireNonNull(page.getParent());
        if (!Files.exists(folder.resolve(link.group(1)))) {
          broken.add(page + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyTestThatAPageNamesExists() {
    List<String> names = new ArrayList<>();
    for (Path source : List.of(Path.of("src/test/java"), Path.of("src/main/java"))) {
      names.addAll(Sources.classNames(source));
    }
    List<String> missing = new ArrayList<>();
    for (Path page : Pages.all()) {
      Matcher test = TEST_CLASS.matcher(Pages.read(page));
      while (test.find()) {
        if (!names.contains(test.group(1))) {
          missing.add(page + ": " + test.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyColumnAndEveryReasonOfTheInputStandsInTheFormats() {
    String page = Pages.text("formats.md");
    for (TraceColumn column : TraceColumn.values()) {
      assertThat(page).contains("| `" + column.key() + "` |");
    }
    for (RejectReason reason : RejectReason.values()) {
      assertThat(page).contains("| `" + reason + "` |");
    }
  }
}

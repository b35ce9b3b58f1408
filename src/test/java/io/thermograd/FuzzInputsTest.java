package io.thermograd;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the fuzzer starts from, and what it once found: each file of {@code
 * src/test/resources/fuzz/TARGET} again through its target. {@code submit/fuzz} looks for more.
 */
class FuzzInputsTest {
  private static final Path FOLDER = Path.of("src/test/resources/fuzz");

  static Stream<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).map(FOLDER::relativize).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void everyKnownInputPasses(Path input) throws Throwable {
    Class<?> target = Class.forName(String.valueOf(input.getParent()));
    MethodHandle run =
        MethodHandles.publicLookup()
            .findStatic(
                target, "fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class));
    run.invoke(Files.readAllBytes(FOLDER.resolve(input)));
  }
}

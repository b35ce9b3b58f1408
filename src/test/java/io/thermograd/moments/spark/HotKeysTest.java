package io.thermograd.moments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RunSettings;
import io.thermograd.trace.Series;
import io.thermograd.trace.SessionRule;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that write out {@code equals}: a part that it forgot would merge what is apart. */
class HotKeysTest {
  private static Stream<Class<?>> keys() {
    return Stream.concat(
        Stream.of(MomentsKey.class, Series.class, RunSettings.class),
        Arrays.stream(TraceScan.class.getDeclaredClasses()).filter(Class::isRecord));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keysOfEqualPartsAreEqualAndAnyOtherPartTells(Class<?> type) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Class<?>[] parts = constructor.getParameterTypes();
    Object[] values = Arrays.stream(parts).map(part -> value(part, 0)).toArray();
    Object key = constructor.newInstance(values);
    Object same =
        constructor.newInstance(Arrays.stream(parts).map(part -> value(part, 0)).toArray());
    assertThat(key).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo("another type");
    for (int i = 0; i < parts.length; i++) {
      Object[] changed = values.clone();
      changed[i] = value(parts[i], 1);
      assertThat(key).as(type + ", part " + i).isNotEqualTo(constructor.newInstance(changed));
    }
  }

  /** One of two values of a type, made anew. */
  private static Object value(Class<?> type, int nth) {
    if (type == String.class) {
      return "value " + nth;
    }
    if (type == Series.class) {
      return new Series(RecordKind.GRADIENTS, "fc", null, "a", SessionRule.NONE, nth, 0);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[nth];
    }
    if (type == long.class) {
      return (long) nth;
    }
    return type == Double.class ? (Object) (1000.5 + nth) : (Object) (1000 + nth);
  }
}

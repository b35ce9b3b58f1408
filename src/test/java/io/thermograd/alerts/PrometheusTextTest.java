package io.thermograd.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  @Test
  void everySampleIsALineWithItsLabelsEscaped() {
    Gauge runs =
        new Gauge(
            "runs", "Runs by verdict.", List.of(new Gauge.Sample(Map.of("rule", "a\"b\\c\n"), 2)));
    assertThat(PrometheusText.of("night", List.of(runs, Gauge.of("batch", "The last.", 41))))
        .isEqualTo(
            """
            # HELP runs Runs by verdict.
            # TYPE runs gauge
            runs{job="night",rule="a\\"b\\\\c\\n"} 2.0
            # HELP batch The last.
            # TYPE batch gauge
            batch{job="night"} 41.0
            """);
  }
}

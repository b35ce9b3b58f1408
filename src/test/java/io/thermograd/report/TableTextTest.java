package io.thermograd.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableTextTest {
  private static final TableText TABLE = new TableText(List.of("run", "snr", "flags"));
  private static final List<List<@Nullable Object>> ROWS =
      List.of(
          Arrays.asList("a, \"b\"\n", 0.1, List.of("MOVING", 1)),
          Arrays.asList("", null, Map.of("k", true)),
          Arrays.asList(null, Double.NaN, null));

  private static String csv() throws IOException {
    StringBuilder out = new StringBuilder();
    TABLE.writeCsv(ROWS.iterator(), out);
    return out.toString();
  }

  @Test
  void csvTellsNullFromEmptyAndQuotesWhatItMust() throws IOException {
    assertThat(csv())
        .isEqualTo(
            """
            run,snr,flags
            "a, ""b""
            ",0.1,"[""MOVING"",1]"
            "",,"{""k"":true}"
            ,NaN,
            """);
  }

  @Test
  void markdownTakesNoTextForMarkup() {
    TableText table = new TableText(List.of("run_id", "snr"));
    assertThat(
            table.markdown(
                List.of(
                    Arrays.asList("a|b *c* <img src=x>\n", 0.123456789),
                    Arrays.asList("[d](e)", null))))
        .isEqualTo(
            """
            | run\\_id | snr |
            | --- | ---: |
            | a\\|b \\*c\\* &lt;img src=x>� | 0.123457 |
            | \\[d\\](e) | – |
            """);
  }

  @Test
  void csvDoublesReadBackTheSame() throws IOException {
    StringBuilder out = new StringBuilder();
    new TableText(List.of("x"))
        .writeCsv(List.of(List.of(1.0 / 3), List.of(1e-300)).iterator(), out);
    assertThat(out.toString()).isEqualTo("x\n0.3333333333333333\n1.0E-300\n");
  }

  @Test
  void jsonIsOneArrayWithAnObjectALine() throws IOException {
    StringBuilder out = new StringBuilder();
    TABLE.writeJson(ROWS.iterator(), out);
    assertThat(out.toString())
        .isEqualTo(
            """
            [
            {"run":"a, \\"b\\"\\n","snr":0.1,"flags":["MOVING",1]},
            {"run":"","snr":null,"flags":{"k":true}},
            {"run":null,"snr":"NaN","flags":null}
            ]
            """);
    StringBuilder none = new StringBuilder();
    TABLE.writeJson(List.<List<Object>>of().iterator(), none);
    assertThat(none.toString()).isEqualTo("[]\n");
  }

  @Test
  void alignedNumbersStandRight() {
    TableText table = new TableText(List.of("layer", "n", "snr"));
    assertThat(
            table.aligned(
                List.of(Arrays.asList("*", 12, 0.1234567), Arrays.asList("層1", 3, null)),
                new Layout(80, Colour.NEVER)))
        .isEqualTo(
            """
            layer   n       snr
            *      12  0.123457
            層1     3         –
            """);
  }
}

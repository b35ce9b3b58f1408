package io.thermograd.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayTextTest {
  @Test
  void widthsAreColumns() {
    assertThat(DisplayText.width("run")).isEqualTo(3);
    assertThat(DisplayText.width("β ± é")).isEqualTo(5);
    assertThat(DisplayText.width("e\u0301")).isEqualTo(1);
    assertThat(DisplayText.width("訓練")).isEqualTo(4);
    assertThat(DisplayText.width("😀")).isEqualTo(2);
    assertThat(DisplayText.width("👩‍👩‍👧")).isEqualTo(2);
    assertThat(DisplayText.width("❤️")).isEqualTo(2);
  }

  @Test
  void whatSteersATerminalIsReplaced() {
    assertThat(DisplayText.safe("a\u001b[31m\r\n\u0007b\u009bc\u2028d\u202ee\ud800"))
        .isEqualTo("a�[31m���b�c�d�e�");
    assertThat(DisplayText.safe("👩‍👧 ok")).isEqualTo("👩‍👧 ok");
  }

  @Test
  void cutsKeepWholeCharactersAndTheWidth() {
    assertThat(DisplayText.cutMiddle("abcdefghij", 7)).isEqualTo("abc…hij");
    assertThat(DisplayText.cutMiddle("abcdefghij", 10)).isEqualTo("abcdefghij");
    assertThat(DisplayText.cutMiddle("訓練訓練訓練", 6)).isEqualTo("訓…練");
    assertThat(DisplayText.cutEnd("abcdef", 4)).isEqualTo("abc…");
    assertThat(DisplayText.cutEnd("a😀😀", 4)).isEqualTo("a😀…");
  }
}

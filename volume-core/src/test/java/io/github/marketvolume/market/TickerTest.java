package io.github.marketvolume.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.SafeText;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickerTest {

  @ParameterizedTest
  @ValueSource(strings = {"A", "BRK.B", "^GSPC", "ÜB", "株式", "A\ud83d\udcc8", "=1+1", "'"})
  void visibleCharacters_areATicker(String symbol) {
    assertThat(Ticker.isValid(symbol)).isTrue();
    assertThat(Ticker.of(symbol)).hasToString(symbol);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "A B",
        "A\t",
        "\u001b[1m",
        "A\u0085",
        "A\u009b",
        "A\u00a0",
        "A\u200b",
        "\ufeffA",
        "A\u202eB",
        "A\u2003",
        "A\u3000",
        "\u3164",
        "A\ufe0f",
        "A\ue000",
        "A\uffff",
        "A\ufffd",
        "A\ud83d",
        "\udcc8A",
        "A\udb40\udc41",
        "123456789012345678901234567890123"
      })
  void whatCannotBeSeen_isNone(String symbol) {
    assertThat(Ticker.isValid(symbol)).isFalse();
    assertThatThrownBy(() -> Ticker.of(symbol))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ticker \""
                + SafeText.visible(symbol)
                + "\" is not a symbol; give 1 to 32 visible characters without white space");
  }

  @Test
  void ofAllCharacters_theVisibleOnesAreTickers() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      assertThat(Ticker.isValid(new String(Character.toChars(c))))
          .as("U+%04X", c)
          .isEqualTo(c != 0xfffd && SafeText.isVisible(c));
    }
  }

  @Test
  void ticker_isItsSymbolAndNoText() {
    Ticker ticker = Ticker.of("AAA");
    assertThat(ticker.is("AAA")).isTrue();
    assertThat(ticker.is("aaa")).isFalse();
    assertThat(ticker.isIn(Set.of("AAA", "BBB"))).isTrue();
    assertThat(ticker.isIn(List.of("AA"))).isFalse();
    assertThat((Object) ticker).isNotEqualTo("AAA");
  }
}

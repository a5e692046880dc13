package io.github.marketvolume.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.25, 0.25",
    "999, 999",
    "20000, 20k",
    "-350000000, -350M",
    "1500000000, 1.5bn",
    "2e12, 2tn"
  })
  void numbersAreShort(double number, String text) {
    assertThat(new ShortNumbers().format(number)).isEqualTo(text);
  }
}

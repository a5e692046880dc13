package io.github.marketvolume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts are refused when they are declared, not when the first file turns out unreadable. */
class CsvLayoutTest {

  private static final CsvLayout OWN =
      CsvLayout.named("own").date("day").ticker("symbol").volume("shares");

  @ParameterizedTest
  @ValueSource(strings = {"MM/dd", "uuuu", "HH:mm", "uuuu-MM-bb", "'day'", "", "dd MM '"})
  @DisplayName("a date pattern says day, month and year")
  void datePattern(String pattern) {
    assertThatThrownBy(() -> OWN.datePattern(pattern))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own: \"%s\" is not a pattern of day, month and year; write one such as"
                + " MM/dd/uuuu",
            pattern);
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\n', '\r', '\0', '0', 'e', '-', '.', '§', '，'})
  @DisplayName("a separator is none of the characters that cells and lines are made of")
  void separator(char separator) {
    assertThatThrownBy(() -> OWN.delimiter(separator))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageMatching(
            "layout own: cells cannot be separated by (.|U\\+[0-9A-F]{4}); use a comma, a"
                + " semicolon, a tab or the like");
  }

  @ParameterizedTest
  @ValueSource(chars = {',', ';', '\t', '|', ' ', ':'})
  void usualSeparators(char separator) {
    assertThat(OWN.delimiter(separator).delimiter()).isEqualTo(separator);
  }

  @Test
  @DisplayName("two columns cannot have one header")
  void oneHeaderTwice() {
    assertThatThrownBy(() -> OWN.volume("day"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own reads two columns from one header; name each header once: [day, symbol]");
  }

  @Test
  @DisplayName("a source needs a layout with a date and a volume, and a place")
  void source() {
    assertThatThrownBy(() -> CsvSource.at("prices.csv", CsvLayout.named("own").date("day")))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own lacks a date or a volume; declare both with date(...) and volume(...)");
    assertThatThrownBy(() -> CsvSource.at(List.of(), OWN))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("a CSV source needs at least one file, folder or glob");
  }
}

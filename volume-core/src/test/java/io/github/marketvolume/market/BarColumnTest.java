package io.github.marketvolume.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BarColumnTest {

  private static final Bar EMPTY =
      Bar.builder().ticker(Ticker.of("A")).tradeDate(LocalDate.of(2020, 1, 2)).build();

  static List<BarColumn> fields() {
    return BarColumn.fields();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aField_isReadWhereItWasSet_andNowhereElse(BarColumn field) {
    Bar.Builder builder = Bar.builder().from(EMPTY);
    field.set(builder, 7);
    Bar bar = builder.build();

    Object expected = field.type() == Long.class ? (Object) 7L : (Object) 7.0;
    assertThat(field.valueOn(bar)).contains(expected);
    assertThat(BarColumn.fields())
        .allSatisfy(other -> assertThat(other.valueOn(bar).isPresent()).isEqualTo(other == field));
    assertThat(bar)
        .hasToString("Bar{ticker=A, tradeDate=2020-01-02, " + name(field) + "=" + expected + "}");
  }

  private static String name(BarColumn field) {
    String[] words = field.columnName().split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    return name.toString();
  }

  @Test
  void theKey_isOnEveryBar() {
    assertThat(BarColumn.TRADE_DATE.valueOn(EMPTY)).contains(LocalDate.of(2020, 1, 2));
    assertThat(BarColumn.TICKER.valueOn(EMPTY)).contains("A");
    assertThat(BarColumn.fields()).doesNotContain(BarColumn.TRADE_DATE, BarColumn.TICKER);
  }

  @Test
  void onlyPricesAndSharesHaveABasis() {
    assertThat(BarColumn.fields().stream().filter(field -> !field.unit().hasBasis()))
        .containsExactly(BarColumn.ADJ_CLOSE, BarColumn.SPLIT_COEFFICIENT, BarColumn.TRADES);
  }
}

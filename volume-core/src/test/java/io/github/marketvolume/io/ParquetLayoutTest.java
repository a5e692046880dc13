package io.github.marketvolume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a layout of Parquet files may say. */
class ParquetLayoutTest {

  private static final ParquetLayout OWN = ParquetLayout.named("own").date("d").volume("v");

  @Test
  void source_isDescribedByItsLayout() {
    ParquetSource source = ParquetSource.at("prices", OWN.vwap("w").basis(Basis.SPLIT_ADJUSTED));
    assertThat(source.describe()).isEqualTo("prices (Parquet, own layout)");
    assertThat(source.optionalColumns()).containsExactly(BarColumn.VWAP);
    assertThat(source.basis()).contains(Basis.SPLIT_ADJUSTED);
    assertThat(source)
        .isEqualTo(ParquetSource.at(List.of("prices"), OWN.basis(Basis.SPLIT_ADJUSTED).vwap("w")))
        .isNotEqualTo(
            ParquetSource.at(
                "prices", OWN.vwap("w").basis(Basis.SPLIT_ADJUSTED).zone(ZoneId.of("UTC"))));
  }

  @Test
  void splitCoefficients_makeItRaw() {
    assertThat(ParquetSource.at("prices", OWN.splitCoefficient("s")).basis()).contains(Basis.RAW);
    assertThatThrownBy(() -> OWN.splitCoefficient("s").basis(Basis.SPLIT_ADJUSTED))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own has split coefficients, which turn raw shares into adjusted ones, and is"
                + " not raw; leave the coefficients out");
  }

  @Test
  void columns_areNamedOnce() {
    assertThatThrownBy(() -> OWN.close("V"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own reads two columns of bars from one; name each column once, whatever its"
                + " case: [V, d, v]");
  }

  @Test
  void whatEveryBarNeeds_isNamed() {
    assertThatThrownBy(() -> ParquetSource.at("prices", ParquetLayout.named("own").date("d")))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own lacks a date or a volume; declare both with date(...) and volume(...)");
  }

  @Test
  void optionalColumns_areThoseOfTheLayout() {
    assertThatThrownBy(() -> ParquetSource.at("prices", OWN).having(BarColumn.VWAP))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own names the optional columns of its files; declare them there, with"
                + " vwap(...) and trades(...)");
  }

  @Test
  void pattern_hasDayMonthAndYear() {
    assertThatThrownBy(() -> OWN.datePattern("uuuu-MM"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageStartingWith("layout own: \"uuuu-MM\" is not a pattern of day, month and year");
  }
}

package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The kinds are 0, normal, and 1. */
class KindOffsetsTest {

  private static final int NORMAL = 0;
  private static final int SPECIAL = 1;

  /** So many normal rows of a value. */
  private static void normal(KindOffsets offsets, int year, int count, double x) {
    for (int i = 0; i < count; i++) {
      offsets.push(year, NORMAL, x);
    }
  }

  @Test
  void offset_isTheMedianOfDeparturesFromTheNormalRowsBefore() {
    KindOffsets offsets = new KindOffsets(2, NORMAL, 2);
    normal(offsets, 2010, 10, 5);
    offsets.push(2010, SPECIAL, 6); // 1 above
    normal(offsets, 2010, 20, 7);
    offsets.push(2010, SPECIAL, 10); // 3 above
    assertThat(offsets.offset(2010, SPECIAL)).as("of the year itself").isNaN();
    assertThat(offsets.offset(2011, SPECIAL)).isEqualTo(2);
    assertThat(offsets.offset(2011, NORMAL)).isZero();
  }

  @Test
  void offset_isOfFiveYears_andNeedsSoManyDepartures() {
    KindOffsets offsets = new KindOffsets(2, NORMAL, 2);
    for (int year = 2010; year <= 2012; year++) {
      normal(offsets, year, 20, 5);
      offsets.push(year, SPECIAL, year - 2000);
    }
    assertThat(offsets.offset(2013, SPECIAL)).as("5, 6 and 7").isEqualTo(6);
    assertThat(offsets.offset(2015, SPECIAL)).as("5, 6 and 7").isEqualTo(6);
    assertThat(offsets.offset(2016, SPECIAL)).as("6 and 7").isEqualTo(6.5);
    assertThat(offsets.offset(2017, SPECIAL)).as("7 alone").isNaN();
  }

  @Test
  void departure_needsTenNormalValuesAmongTwentyRows() {
    KindOffsets offsets = new KindOffsets(2, NORMAL, 1);
    normal(offsets, 2010, 9, 5);
    offsets.push(2010, SPECIAL, 6);
    normal(offsets, 2010, 1, 5);
    normal(offsets, 2010, 9, Double.NaN);
    offsets.push(2010, -1, 5); // no kind: it takes a place
    offsets.push(2010, SPECIAL, 6);
    offsets.push(2010, SPECIAL, Double.NaN);
    assertThat(offsets.offset(2011, SPECIAL)).isNaN();
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KindOffsets(2, NORMAL, 0))
        .withMessage("KindOffsets: 0 departures are required; give 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KindOffsets(2, NORMAL, 1).push(2010, 1, Double.POSITIVE_INFINITY))
        .withMessage(
            "KindOffsets: cannot push Infinity; push a finite value, or NaN for a missing one");
  }
}

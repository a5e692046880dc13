package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.Ranking.Ties.COMPETITION;
import static io.github.marketvolume.kernel.Ranking.Ties.DENSE;
import static io.github.marketvolume.kernel.Ranking.Ties.ORDINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.kernel.Ranking.Ties;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static final double MISSING = Double.NaN;

  @Property
  void rank_equalsCountingWhatComesFirst(
      @ForAll(supplier = AdversarialSeries.class) double[] values,
      @ForAll boolean descending,
      @ForAll Ties ties) {
    double[] untouched = values.clone();
    int[] ranks = Ranking.rank(values, descending, ties);
    assertThat(ranks).isEqualTo(slowly(values, descending, ties));
    assertThat(values).isEqualTo(untouched);
  }

  @Test
  void ties_shareARankOrNot() {
    double[] values = {10, 30, 20, 20, 5};
    assertThat(Ranking.rank(values, true, COMPETITION)).containsExactly(4, 1, 2, 2, 5);
    assertThat(Ranking.rank(values, true, DENSE)).containsExactly(3, 1, 2, 2, 4);
    assertThat(Ranking.rank(values, true, ORDINAL)).containsExactly(4, 1, 2, 3, 5);
    assertThat(Ranking.rank(values, false, ORDINAL)).containsExactly(2, 5, 3, 4, 1);
  }

  @Test
  void missingValues_haveNoRank() {
    double[] values = {MISSING, 2, MISSING, 1};
    assertThat(Ranking.rank(values, false, COMPETITION)).containsExactly(0, 2, 0, 1);
    assertThat(Ranking.rank(new double[] {MISSING}, true, DENSE)).containsExactly(0);
  }

  @Test
  void negativeZero_tiesWithZero() {
    double[] values = {-0.0, 0.0, -1};
    assertThat(Ranking.rank(values, true, COMPETITION)).containsExactly(1, 1, 3);
    assertThat(Ranking.rank(values, false, ORDINAL)).containsExactly(2, 3, 1);
  }

  @Test
  void anEmptyColumn_hasNoRanks() {
    assertThat(Ranking.rank(new double[0], true, COMPETITION)).isEmpty();
  }

  private static int[] slowly(double[] values, boolean descending, Ties ties) {
    return IntStream.range(0, values.length)
        .map(
            i ->
                Double.isNaN(values[i])
                    ? 0
                    : 1
                        + switch (ties) {
                          case COMPETITION -> (int) before(values, i, descending).count();
                          case DENSE ->
                              (int)
                                  before(values, i, descending)
                                      .mapToDouble(j -> values[j] + 0.0)
                                      .distinct()
                                      .count();
                          case ORDINAL ->
                              (int)
                                  (before(values, i, descending).count()
                                      + IntStream.range(0, i)
                                          .filter(j -> values[j] == values[i])
                                          .count());
                        })
        .toArray();
  }

  /** The positions of the values that come strictly before the one at {@code i}. */
  private static IntStream before(double[] values, int i, boolean descending) {
    return IntStream.range(0, values.length)
        .filter(j -> descending ? values[j] > values[i] : values[j] < values[i]);
  }
}

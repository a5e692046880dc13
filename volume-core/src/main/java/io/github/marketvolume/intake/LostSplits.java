package io.github.marketvolume.intake;

import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.kernel.Limits;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The splits that rejected rows tell of: the first few by ticker and day, and how many rows there
 * are in all. Those of parts of the input add up to the same, whatever the parts.
 */
final class LostSplits implements Serializable {

  private static final long serialVersionUID = 1L;

  /** How many splits are named. */
  private static final int NAMED = 5;

  /** A split that a row tells of. */
  private record Split(String ticker, int epochDay, double coefficient)
      implements Comparable<Split>, Serializable {

    private static final Comparator<Split> ORDER =
        Comparator.comparing(Split::ticker)
            .thenComparingInt(Split::epochDay)
            .thenComparingDouble(Split::coefficient);

    @Override
    public int compareTo(Split other) {
      return ORDER.compare(this, other);
    }

    String describe(long rows) {
      String coefficientAsWritten =
          Limits.isCoefficient(coefficient)
              ? BigDecimal.valueOf(coefficient).stripTrailingZeros().toPlainString()
              : Double.toString(coefficient);
      return (rows == 1 ? "a rejected row" : String.format(Locale.ROOT, "%,d rejected rows", rows))
          + " of "
          + ticker
          + " on "
          + (epochDay == RawBar.NO_DAY ? "an unknown date" : LocalDate.ofEpochDay(epochDay))
          + (rows == 1 ? " carries" : " carry")
          + " a split coefficient of "
          + coefficientAsWritten
          + ", which is not applied; mend the input, or the bars before that date count in other"
          + " shares";
    }
  }

  /** The first splits, with the number of rows that tell of each. */
  private final TreeMap<Split, Long> first = new TreeMap<>();

  private long rows;

  /** Notes what a row says; nothing, if its coefficient is none or says that nothing was split. */
  void note(String ticker, int epochDay, double coefficient) {
    if (coefficient > 0 && coefficient != 1 && Double.isFinite(coefficient)) {
      String name = ticker.isEmpty() ? "no ticker" : Excerpt.of(ticker);
      rows++;
      add(new Split(name, epochDay, coefficient), 1);
    }
  }

  void add(LostSplits other) {
    rows += other.rows;
    other.first.forEach(this::add);
  }

  private void add(Split split, long more) {
    first.merge(split, more, Long::sum);
    if (first.size() > NAMED) {
      first.pollLastEntry();
    }
  }

  /** The splits up to a day, a line each. */
  List<String> describe(int lastDay) {
    List<String> lines = new ArrayList<>();
    long named = 0;
    for (Map.Entry<Split, Long> split : first.entrySet()) {
      named += split.getValue();
      if (split.getKey().epochDay() <= lastDay) {
        lines.add(split.getKey().describe(split.getValue()));
      }
    }
    if (rows > named) {
      lines.add(
          String.format(
              Locale.ROOT, "%,d more rejected rows carry split coefficients", rows - named));
    }
    return lines;
  }
}

package io.github.marketvolume.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.testing.SyntheticMarket.Series;
import io.github.marketvolume.testing.SyntheticMarket.Shock;
import io.github.marketvolume.testing.SyntheticMarket.Split;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SyntheticMarketTest {

  private static final SyntheticMarket STANDARD = SyntheticMarket.standard();

  /** The market needs to know nothing of the run. */
  private static final RunContext NO_CONTEXT = null;

  @Nested
  class AsSource {

    private final SyntheticMarket market =
        STANDARD.withTickers(40).between(LocalDate.of(2020, 2, 3), LocalDate.of(2020, 2, 14));

    @Test
    void rows_areTheBarsOfEverySeriesInOrder() {
      List<Bar> expected = new ArrayList<>();
      for (int i = 0; i < market.tickerCount(); i++) {
        Series series = market.series(i);
        for (int day = 0; day < series.size(); day++) {
          expected.add(
              Bar.builder()
                  .ticker(Ticker.of(series.ticker()))
                  .tradeDate(series.tradeDate(day))
                  .open(series.open(day))
                  .high(series.high(day))
                  .low(series.low(day))
                  .close(series.close(day))
                  .adjClose(series.adjClose(day))
                  .volume(series.volume(day))
                  .build());
        }
      }
      assertEquals(expected, rows(market, ReadRequest.everything()));
    }

    @Test
    void split_dividesTheRowsAndNothingElse() throws Exception {
      List<RowSource<Bar>> splits = market.split();
      List<Bar> joined = new ArrayList<>();
      for (RowSource<Bar> split : splits) {
        assertEquals(split, serialized(split));
        joined.addAll(rows(split, ReadRequest.everything()));
      }
      assertEquals(rows(market, ReadRequest.everything()), joined);
      assertEquals(
          List.of(
              market.describe() + ", tickers SYN000000 to SYN000015",
              market.describe() + ", tickers SYN000016 to SYN000031",
              market.describe() + ", tickers SYN000032 to SYN000039"),
          splits.stream().map(RowSource::describe).toList());
    }

    @Test
    void request_leavesOtherDaysOut() {
      LocalDate first = LocalDate.of(2020, 2, 12);
      List<Bar> expected =
          rows(market, ReadRequest.everything()).stream()
              .filter(bar -> !bar.tradeDate().isBefore(first))
              .toList();
      assertEquals(expected, rows(market, ReadRequest.everything().from(first)));
      assertEquals(
          List.of(), rows(market, ReadRequest.everything().from(LocalDate.of(2021, 1, 4))));
    }

    private static Object serialized(Object value) throws Exception {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(value);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return in.readObject();
      }
    }

    private static List<Bar> rows(RowSource<Bar> source, ReadRequest request) {
      List<Bar> rows = new ArrayList<>();
      source.rows(request, NO_CONTEXT).forEachRemaining(rows::add);
      return rows;
    }
  }

  @Nested
  class Value {

    @Test
    void standard_isTheDocumentedMarket() {
      assertEquals(
          "SYNTHETIC market of 500 tickers, 2010-01-04 to 2024-12-31, seed 2010",
          STANDARD.toString());
      assertEquals(2010, STANDARD.seed());
      assertEquals(500, STANDARD.tickerCount());
      assertEquals(LocalDate.of(2010, 1, 4), STANDARD.from());
      assertEquals(LocalDate.of(2024, 12, 31), STANDARD.to());
    }

    @Test
    void withers_changeOneThingAndLeaveTheOriginal() {
      SyntheticMarket other =
          STANDARD
              .withSeed(7)
              .withTickers(3)
              .between(LocalDate.of(2012, 2, 1), LocalDate.of(2012, 2, 29));
      assertEquals(
          "SYNTHETIC market of 3 tickers, 2012-02-01 to 2012-02-29, seed 7", other.toString());
      assertEquals(SyntheticMarket.standard(), STANDARD);
    }

    @Test
    void equals_isByValue() {
      SyntheticMarket same = STANDARD.withSeed(1).withSeed(2010);
      assertEquals(STANDARD, same);
      assertEquals(STANDARD.hashCode(), same.hashCode());
      assertNotEquals(STANDARD, STANDARD.withSeed(1));
      assertNotEquals(STANDARD, STANDARD.withTickers(501));
      assertNotEquals(STANDARD, STANDARD.between(STANDARD.from().plusDays(1), STANDARD.to()));
      assertNotEquals(STANDARD, STANDARD.between(STANDARD.from(), STANDARD.to().minusDays(1)));
    }

    @Test
    void serialization_keepsValueAndBars() throws Exception {
      SyntheticMarket market = STANDARD.withTickers(2);
      long before = checksum(market.series(1));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(market);
      }
      assertTrue(bytes.size() < 1000, "the generated state must not travel");
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        SyntheticMarket read = (SyntheticMarket) in.readObject();
        assertEquals(market, read);
        assertEquals(before, checksum(read.series(1)));
      }
    }

    @Test
    void withTickers_outOfRange_saysTheRange() {
      assertEquals(
          "SyntheticMarket: 0 tickers; ask for 1 to 1000000",
          assertThrows(IllegalArgumentException.class, () -> STANDARD.withTickers(0)).getMessage());
      assertThrows(IllegalArgumentException.class, () -> STANDARD.withTickers(1_000_001));
    }

    @Test
    void between_badDates_saysWhatToDo() {
      LocalDate day = LocalDate.of(2015, 1, 2);
      assertEquals(
          "SyntheticMarket: from 2015-01-02 is after to 2015-01-01; swap them",
          assertThrows(
                  IllegalArgumentException.class, () -> STANDARD.between(day, day.minusDays(1)))
              .getMessage());
      assertEquals(
          "SyntheticMarket: no bars for all of 2009-12-31 to 2015-01-02;"
              + " stay within 2010-01-01 to 2029-12-31",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> STANDARD.between(LocalDate.of(2009, 12, 31), day))
              .getMessage());
      assertThrows(
          IllegalArgumentException.class, () -> STANDARD.between(day, LocalDate.of(2030, 1, 1)));
    }

    @Test
    void series_unknownTicker_isRefused() {
      assertThrows(IndexOutOfBoundsException.class, () -> STANDARD.series(500));
      assertThrows(IndexOutOfBoundsException.class, () -> STANDARD.series(-1));
    }
  }

  @Nested
  class Determinism {

    /** A change of this number changes every user's synthetic results: say so in the change log. */
    private static final long GOLDEN = -7392462220412159488L;

    @Test
    void bars_matchTheGoldenChecksum() {
      assertEquals(GOLDEN, checksum(STANDARD.withTickers(25)));
    }

    @Test
    void bars_generatedInParallel_areTheSame() {
      SyntheticMarket market = STANDARD.withTickers(25);
      long[] sums =
          IntStream.range(0, 25).parallel().mapToLong(i -> checksum(market.series(i))).toArray();
      for (int i = 0; i < sums.length; i++) {
        assertEquals(checksum(market.series(i)), sums[i]);
      }
    }

    @Test
    void bars_doNotDependOnTheNumberOfTickers() {
      long inSmallMarket = checksum(STANDARD.withTickers(10).series(9));
      assertEquals(inSmallMarket, checksum(STANDARD.withTickers(10_000).series(9)));
    }

    @Test
    void bars_dependOnTheSeed() {
      assertNotEquals(
          checksum(STANDARD.withTickers(1)), checksum(STANDARD.withTickers(1).withSeed(2011)));
    }

    @Test
    void between_restrictsWithoutChangingABar() {
      LocalDate from = LocalDate.of(2014, 5, 31);
      LocalDate to = LocalDate.of(2015, 9, 6);
      SyntheticMarket part = STANDARD.between(from, to);
      for (int ticker = 0; ticker < 60; ticker++) {
        Series all = STANDARD.series(ticker);
        List<String> expected =
            IntStream.range(0, all.size())
                .filter(i -> !all.tradeDate(i).isBefore(from) && !all.tradeDate(i).isAfter(to))
                .mapToObj(i -> line(all, i))
                .toList();
        Series some = part.series(ticker);
        assertEquals(
            expected, IntStream.range(0, some.size()).mapToObj(i -> line(some, i)).toList());
        assertEquals(all.splits(), some.splits());
      }
    }

    @Test
    void between_aWeekend_hasNoBars() {
      LocalDate saturday = LocalDate.of(2015, 1, 3);
      assertEquals(0, STANDARD.between(saturday, saturday.plusDays(1)).series(0).size());
    }
  }

  @Nested
  class Symbols {

    /** Exchanges in the United States list letters only, at most five and a one-letter class. */
    @Test
    void tickers_cannotBeRealListings() {
      List<String> tickers = STANDARD.tickers();
      assertTrue(tickers.stream().allMatch(ticker -> ticker.matches("SYN\\d{6}")));
      Set<String> real = Set.of("SYN", "SYF", "SYY", "SNPS", "AAPL", "A", "BRK.B", "BF.B");
      assertTrue(tickers.stream().noneMatch(real::contains));
    }

    @Test
    void tickers_areInAscendingOrderAndMatchTheSeries() {
      List<String> tickers = STANDARD.withTickers(SyntheticMarket.MAX_TICKERS).tickers();
      assertEquals(tickers.stream().sorted().toList(), tickers);
      assertEquals("SYN000000", tickers.get(0));
      assertEquals("SYN999999", tickers.get(999_999));
      assertEquals(1_000_000, new HashSet<>(tickers).size());
      assertEquals(tickers.get(42), STANDARD.series(42).ticker());
    }
  }

  @Nested
  class Shocks {

    @Test
    void shocks_areTradingDaysInOrderAndRaiseVolume() {
      List<Shock> shocks = STANDARD.shocks();
      assertEquals(shocks.stream().sorted(Comparator.comparing(Shock::date)).toList(), shocks);
      for (Shock shock : shocks) {
        assertTrue(TradingDays.isOpen(shock.date()), shock.toString());
        assertTrue(shock.volumeFactor() > 1 && shock.decayDays() > 0, shock.toString());
      }
    }

    @Test
    void shocks_areThoseThatBeginWithinTheDates() {
      LocalDate flashCrash = LocalDate.of(2010, 5, 6);
      assertEquals(
          List.of(new Shock(flashCrash, "Flash crash", 2.15, 7)),
          STANDARD.between(flashCrash, flashCrash).shocks());
      assertEquals(
          List.of(), STANDARD.between(flashCrash.plusDays(1), flashCrash.plusDays(90)).shocks());
    }
  }

  @Nested
  class Bars {

    @Test
    void bars_areOnEveryTradingDayFromTheListingOn() {
      List<Integer> sizes = new ArrayList<>();
      for (int ticker = 0; ticker < STANDARD.tickerCount(); ticker++) {
        Series series = STANDARD.series(ticker);
        sizes.add(series.size());
        int last = series.size() - 1;
        assertEquals(LocalDate.of(2024, 12, 31), series.tradeDate(last));
        assertEquals(series.tradeDate(last).toEpochDay(), series.epochDay(last));
        for (int i = 1; i <= last; i++) {
          assertTrue(series.epochDay(i) > series.epochDay(i - 1));
        }
      }
      long listedLate = sizes.stream().filter(size -> size < 3774).count();
      assertEquals(3774, sizes.get(0));
      assertTrue(listedLate >= 30 && listedLate <= 80, "listed late: " + listedLate);
    }

    @Test
    void series_beforeTheListing_isEmpty() {
      int late =
          IntStream.range(0, 500)
              .filter(i -> STANDARD.series(i).size() < 3000)
              .findFirst()
              .orElseThrow();
      LocalDate listing = STANDARD.series(late).tradeDate(0);
      assertEquals(0, STANDARD.between(STANDARD.from(), listing.minusDays(1)).series(late).size());
      assertEquals(1, STANDARD.between(STANDARD.from(), listing).series(late).size());
    }

    @Test
    void prices_areOrderedPositiveAndRoundedToSixDecimals() {
      for (int ticker = 0; ticker < 100; ticker++) {
        Series series = STANDARD.series(ticker);
        for (int i = 0; i < series.size(); i++) {
          double low = series.low(i);
          double high = series.high(i);
          double adjusted = series.adjClose(i);
          boolean ordered =
              0 < low
                  && low <= Math.min(series.open(i), series.close(i))
                  && Math.max(series.open(i), series.close(i)) <= high;
          boolean sane = high < 100_000 && 0 < adjusted && adjusted <= series.close(i);
          boolean rounded =
              Math.rint(low * 1e6) / 1e6 == low && Math.rint(adjusted * 1e6) / 1e6 == adjusted;
          if (!(ordered && sane && rounded)) {
            throw new AssertionError(line(series, i));
          }
        }
      }
    }

    @Test
    void volumes_fewTickersTradeThinly() {
      long thin = 0;
      long untradedBars = 0;
      for (int ticker = 0; ticker < STANDARD.tickerCount(); ticker++) {
        Series series = STANDARD.series(ticker);
        long untraded = 0;
        for (int i = 0; i < series.size(); i++) {
          assertFalse(series.volume(i) < 0);
          if (series.volume(i) == 0) {
            untraded++;
            assertEquals(series.high(i), series.low(i));
          }
        }
        untradedBars += untraded;
        thin += untraded > 100 ? 1 : 0;
      }
      assertTrue(thin >= 1 && thin <= 10, "thin tickers: " + thin);
      assertTrue(untradedBars < 6000, "bars without a trade: " + untradedBars);
    }

    @Test
    void volumes_tieNowAndThen() {
      List<Series> all = IntStream.range(0, 500).mapToObj(STANDARD::series).toList();
      int ties = 0;
      for (int fromEnd = 1; fromEnd <= 100; fromEnd++) {
        Set<Long> seen = new HashSet<>();
        for (Series series : all) {
          long volume = series.volume(series.size() - fromEnd);
          ties += volume > 0 && !seen.add(volume) ? 1 : 0;
        }
      }
      assertTrue(ties >= 10 && ties <= 500, "ties in 50,000 bars: " + ties);
    }

    @Test
    void splits_leaveWholeOldSharesAndCents() {
      Series leader = STANDARD.series(0);
      assertEquals(List.of(7.0, 4.0), leader.splits().stream().map(Split::ratio).toList());
      LocalDate firstSplit = leader.splits().get(0).date();
      LocalDate lastSplit = leader.splits().get(1).date();
      for (int i = 0; i < leader.size(); i++) {
        LocalDate date = leader.tradeDate(i);
        int factor = date.isBefore(firstSplit) ? 28 : date.isBefore(lastSplit) ? 4 : 1;
        assertEquals(0, leader.volume(i) % factor, date.toString());
        double cents = leader.close(i) * factor * 100;
        assertEquals(Math.rint(cents), cents, 0.01, date.toString());
      }
    }

    @Test
    void splits_areRareAndInTheTickersLife() {
      int tickersWithSplits = 0;
      for (int ticker = 0; ticker < STANDARD.tickerCount(); ticker++) {
        Series series = STANDARD.series(ticker);
        tickersWithSplits += series.splits().isEmpty() ? 0 : 1;
        for (Split split : series.splits()) {
          assertTrue(split.date().isAfter(series.tradeDate(0)), split.toString());
        }
      }
      assertTrue(tickersWithSplits >= 30 && tickersWithSplits <= 100, "" + tickersWithSplits);
    }

    @Test
    void adjClose_nearsTheCloseAsDividendsArePaid() {
      SyntheticMarket whole =
          STANDARD.between(LocalDate.of(2010, 1, 1), LocalDate.of(2029, 12, 31));
      int payers = 0;
      for (int ticker = 0; ticker < 100; ticker++) {
        Series series = whole.series(ticker);
        int last = series.size() - 1;
        assertEquals(series.close(last), series.adjClose(last), 2e-6);
        payers += series.adjClose(0) < 0.95 * series.close(0) ? 1 : 0;
      }
      assertTrue(payers >= 60 && payers <= 90, "payers: " + payers);
    }
  }

  private static String line(Series series, int i) {
    return String.join(
        " ",
        series.ticker(),
        series.tradeDate(i).toString(),
        Double.toString(series.open(i)),
        Double.toString(series.high(i)),
        Double.toString(series.low(i)),
        Double.toString(series.close(i)),
        Double.toString(series.adjClose(i)),
        Long.toString(series.volume(i)));
  }

  private static long checksum(SyntheticMarket market) {
    long sum = 0;
    for (int ticker = 0; ticker < market.tickerCount(); ticker++) {
      sum = 31 * sum + checksum(market.series(ticker));
    }
    return sum;
  }

  private static long checksum(Series series) {
    long sum = series.ticker().hashCode();
    for (int i = 0; i < series.size(); i++) {
      sum = 31 * sum + series.epochDay(i);
      sum = 31 * sum + Double.doubleToLongBits(series.open(i));
      sum = 31 * sum + Double.doubleToLongBits(series.high(i));
      sum = 31 * sum + Double.doubleToLongBits(series.low(i));
      sum = 31 * sum + Double.doubleToLongBits(series.close(i));
      sum = 31 * sum + Double.doubleToLongBits(series.adjClose(i));
      sum = 31 * sum + series.volume(i);
    }
    return sum;
  }
}

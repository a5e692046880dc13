package io.github.marketvolume.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.ReadRequest.History;
import io.github.marketvolume.run.HistoryReading.Needed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which of some files are read: each of ten days, from day 0 on. */
class HistoryReadingTest {

  private static final ReadRequest ALL = ReadRequest.everything();

  private static LocalDate day(int day) {
    return LocalDate.ofEpochDay(day);
  }

  private static List<ParquetExtent> files(int count) {
    return IntStream.range(0, count)
        .mapToObj(file -> new ParquetExtent(10 * file, 10 * file + 9, 100, 1_000))
        .toList();
  }

  private static ReadRequest bars(int bars) {
    return ALL.to(day(95)).after(new History(day(95), 0, bars));
  }

  /** Reads as long as tickers with bars of these days want more. */
  private static HistoryReading read(ReadRequest request, int[]... tickers) {
    HistoryReading reading = new HistoryReading(files(12), request);
    while (!reading.next(needed -> Arrays.stream(tickers).map(needed::of).toList()).isEmpty()) {
      // until that is all
    }
    return reading;
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  @Test
  void everything_isAllFiles() {
    assertThat(read(ALL).read()).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    assertThat(read(ALL).pruned()).isEmpty();
  }

  @Test
  void dates_areTheFilesThatHaveAny() {
    assertThat(read(ALL.from(day(30)).to(day(49))).read()).isEqualTo(List.of(3, 4));
    assertThat(read(ALL.from(day(29)).to(day(50))).read()).isEqualTo(List.of(2, 3, 4, 5));
    assertThat(read(ALL.to(day(9))).read()).isEqualTo(List.of(0));
    assertThat(read(ALL.from(day(119))).pruned())
        .contains(new RunReport.Pruned(1, 12, 100, 1_200, 1_000, 12_000));
  }

  @Test
  void bars_areReadBackUntilEachTickerHasEnough() {
    assertThat(read(bars(5), range(0, 96)).read()).isEqualTo(List.of(9));
    assertThat(read(bars(6), range(0, 96)).read()).isEqualTo(List.of(8, 9));
    assertThat(read(bars(5), range(0, 96), new int[] {43, 44, 45, 46, 47, 95}).read())
        .isEqualTo(List.of(4, 5, 6, 7, 8, 9));
  }

  @Test
  void tickersWithoutANeededBar_areNotAsked() {
    assertThat(read(bars(5), range(0, 96), range(0, 95)).read()).isEqualTo(List.of(9));
    assertThat(read(bars(5), range(0, 96), new int[] {96}).read()).isEqualTo(List.of(9));
  }

  @Test
  void aNewTicker_hasAllEarlierFilesRead() {
    assertThat(read(bars(5), new int[] {95}).read())
        .isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  }

  @Test
  void daysWithSeveralBars_doNotCount() {
    int[] twice = {90, 91, 92, 93, 93, 94, 95};
    assertThat(read(bars(4), twice).read()).isEqualTo(List.of(9));
    assertThat(read(bars(5), twice).read()).hasSizeGreaterThan(1);
  }

  @Test
  void barsInFilesThatAreOnlyPartlyCovered_doNotCount() {
    List<ParquetExtent> files =
        List.of(
            new ParquetExtent(0, 40, 1, 1),
            new ParquetExtent(41, 70, 1, 1),
            new ParquetExtent(30, 80, 1, 1),
            new ParquetExtent(81, 99, 1, 1));
    HistoryReading reading =
        new HistoryReading(files, ALL.to(day(95)).after(new History(day(95), 0, 30)));
    assertThat(reading.read()).isEqualTo(List.of(1, 2, 3));
    List<Needed> asked = new ArrayList<>();
    assertThat(
            reading.next(
                needed -> {
                  asked.add(needed);
                  return List.of(needed.of(range(30, 96)));
                }))
        .isEmpty();
    assertThat(asked).isEqualTo(List.of(new Needed(41, 95, 95, 30)));
  }

  @Test
  void daysOfTheMarket_areThoseOfAnyTicker() {
    ReadRequest request = ALL.to(day(95)).after(new History(day(95), 10, 0));
    int[] even = IntStream.range(0, 48).map(day -> 2 * day).toArray();
    assertThat(read(request, even).read()).isEqualTo(List.of(7, 8, 9));
    assertThat(read(request, even, range(85, 95)).read()).isEqualTo(List.of(8, 9));
  }

  @Test
  void tickersOfTheMarketsDays_needTheirBarsBeforeThem() {
    ReadRequest request = ALL.to(day(95)).after(new History(day(95), 10, 5));
    assertThat(read(request, range(0, 96)).read()).isEqualTo(List.of(8, 9));
    assertThat(read(request, range(0, 96), new int[] {50, 51, 52, 53, 54, 90}).read())
        .isEqualTo(List.of(5, 6, 7, 8, 9));
  }

  @Test
  void filesOfUnknownDays_areRead() {
    List<ParquetExtent> files = new ArrayList<>(files(3));
    files.add(new ParquetExtent(Integer.MIN_VALUE, Integer.MAX_VALUE, 7, 7));
    assertThat(new HistoryReading(files, ALL.from(day(25))).read()).isEqualTo(List.of(2, 3));
  }
}

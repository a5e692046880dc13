package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isBetween;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.attendance.SessionDays;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.period.PeriodBars;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.Shaping;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The metrics of one ticker after the other. */
class ScanTest {

  private static final Metric<Bar, Long> TOTAL = VOLUME.total().over(bars(1));
  private static final Rank<Bar> BY_VOLUME = Rank.acrossTickers(VOLUME.descending());
  private static final Rank<Bar> BY_CLOSE = Rank.acrossTickers(CLOSE.descending());

  private static Scan.PassPart part(int pass, int[] days, double[]... columns) {
    return new Scan.PassPart(pass, new DayColumns("A", days, columns));
  }

  @Test
  void run_computesEveryMetricInItsOrder() {
    Scan scan =
        new Scan(List.of(VOLUME.plus(1), TOTAL), List.of(), 0, Volumes.WHOLE, List.of(), null);
    TickerResult result = scan.prepare().run("A", SmallSeries.bars(1, 2, 3), List.of());
    assertThat(result.ticker()).isEqualTo("A");
    assertThat(result.values()[0]).containsExactly(2, 3, 4);
    assertThat(result.values()[1]).containsExactly(NaN, 1, 2);
    assertThat((Object[]) result.wholes()).hasSize(2).containsOnlyNulls();
  }

  @Test
  void rowsBeforeTheFirstDay_areReadButNotPublished() {
    Scan scan = new Scan(List.of(TOTAL), List.of(), 1, Volumes.WHOLE, List.of(), null);
    TickerResult result = scan.prepare().run("A", SmallSeries.bars(1, 2, 3), List.of());
    assertThat(result.from()).isOne();
    assertThat(result.to()).isEqualTo(3);
    assertThat(result.values()[0][1]).isEqualTo(1);
  }

  @Test
  void tickers_doNotKnowOfEachOther() {
    Scan.Prepared scan =
        new Scan(List.of(TOTAL), List.of(), 0, Volumes.WHOLE, List.of(), null).prepare();
    scan.run("A", SmallSeries.bars(7), List.of());
    assertThat(scan.run("B", SmallSeries.bars(1, 2), List.of()).values()[0])
        .containsExactly(NaN, 1);
  }

  @Test
  void whatAPassComputed_standsOnItsDays() {
    Scan scan =
        new Scan(
            List.of(BY_VOLUME), List.of(List.of(BY_VOLUME)), 0, Volumes.WHOLE, List.of(), null);
    TickerResult result =
        scan.prepare()
            .run(
                "A",
                SmallSeries.bars(1, 2, 3, 4),
                List.of(
                    part(0, new int[] {0, 1}, new double[] {8, 9}),
                    part(0, new int[] {3}, new double[] {7})));
    assertThat(result.values()[0]).containsExactly(8, 9, NaN, 7);
  }

  @Test
  void whatAPassCarriedThrough_isNotComputedAgain() {
    Scan scan =
        new Scan(
            List.of(TOTAL), List.of(List.of(BY_VOLUME, TOTAL)), 0, Volumes.WHOLE, List.of(), null);
    TickerResult result =
        scan.prepare()
            .run(
                "A",
                SmallSeries.bars(1, 2),
                List.of(part(0, new int[] {0, 1}, new double[] {1, 1}, new double[] {-1, -2})));
    assertThat(result.values()[0]).containsExactly(-1, -2);
  }

  @Test
  void barsThatAreNotKept_areInNoWindow() {
    List<Shaping> kept =
        List.of(kept(not(VOLUME.atLeast(9))), kept(not(VOLUME.lagged(1).atLeast(9))));
    Scan scan = new Scan(List.of(TOTAL), List.of(), 2, Volumes.WHOLE, kept, null);
    TickerResult result = scan.prepare().run("A", SmallSeries.bars(1, 2, 9, 3, 4), List.of());
    assertThat(result.bars().size()).isEqualTo(4);
    assertThat(result.from()).isEqualTo(2);
    assertThat(result.values()[0]).containsExactly(NaN, 1, 2, 3);
  }

  @Test
  void fractionsOfVolumes_countInWhatIsKept() {
    BarColumns bars = SmallSeries.bars(1, 1, 5, 1);
    double[] volumes = bars.field(RawBar.VOLUME);
    volumes[0] = 0.4;
    volumes[1] = 0.4;
    List<Shaping> kept =
        List.of(kept(not(VOLUME.total().over(bars(2).includingCurrent()).atMost(0.9))));
    Scan scan = new Scan(List.of(TOTAL), List.of(), 0, Volumes.FRACTIONAL, kept, null);
    assertThat(scan.prepare().run("A", bars, List.of()).bars().size()).isEqualTo(3);
  }

  @Test
  void splitOfABarThatIsNotKept_isOfTheNextOne() {
    BarColumns bars = SmallSeries.bars(10, 10, 10, 10);
    double[] coefficients = bars.field(RawBar.place(BarColumn.SPLIT_COEFFICIENT));
    coefficients[1] = 2;
    coefficients[2] = 3;
    List<Shaping> kept =
        List.of(kept(not(isBetween(LocalDate.EPOCH.plusDays(1), LocalDate.EPOCH.plusDays(1)))));
    Metric<Bar, Long> adjusted = VOLUME.splitAdjusted();
    TickerResult result =
        new Scan(List.of(adjusted), List.of(), 0, Volumes.WHOLE, kept, null)
            .prepare()
            .run("A", bars, List.of());
    assertThat(result.bars().toBar("A", 1).splitCoefficient()).hasValue(6);
    assertThat(result.bars().toBar("A", 2).splitCoefficient()).isEmpty();
    assertThat(result.values()[0]).containsExactly(60, 10, 10);
  }

  @Test
  void tickerOfWhichNoBarIsKept_hasNone() {
    Scan scan =
        new Scan(List.of(TOTAL), List.of(), 0, Volumes.WHOLE, List.of(kept(isTicker("B"))), null);
    TickerResult result = scan.prepare().run("A", SmallSeries.bars(1, 2), List.of());
    assertThat(result.bars().size()).isZero();
    assertThat(result.to()).isZero();
  }

  @Test
  void passes_areToldApart() {
    Scan scan =
        new Scan(
            List.of(BY_CLOSE, BY_VOLUME),
            List.of(List.of(BY_VOLUME), List.of(BY_CLOSE)),
            0,
            Volumes.WHOLE,
            List.of(),
            null);
    TickerResult result =
        scan.prepare()
            .run(
                "A",
                SmallSeries.bars(1),
                List.of(
                    part(0, new int[] {0}, new double[] {5}),
                    part(1, new int[] {0}, new double[] {6})));
    assertThat(result.values()[0]).containsExactly(6);
    assertThat(result.values()[1]).containsExactly(5);
  }

  @Test
  void columnsOfOnePass_comeInTheirOrder() {
    Scan scan =
        new Scan(
            List.of(BY_CLOSE, BY_VOLUME),
            List.of(List.of(BY_VOLUME, BY_CLOSE)),
            0,
            Volumes.WHOLE,
            List.of(),
            null);
    TickerResult result =
        scan.prepare()
            .run(
                "A",
                SmallSeries.bars(1),
                List.of(part(0, new int[] {0}, new double[] {5}, new double[] {6})));
    assertThat(result.values()).isDeepEqualTo(new double[][] {{6}, {5}});
  }

  @Test
  void rawBars_areAdjustedForSplitsFirst() {
    Metric<Bar, Long> total = VOLUME.total().over(bars(1));
    assertThat(scanned(total, true)).containsExactly(NaN, 400);
    assertThat(scanned(total, false)).containsExactly(NaN, 100);
  }

  @Test
  void steps_followEachOther() {
    BarColumns days = SmallSeries.bars(1, 2, 4, 8, 16, 32, 64, 128, 256);
    SessionDays sessions = new SessionDays();
    sessions.note(days.epochDays(), days.size());
    BarsNode weekly =
        BarsNode.of(InMemoryBars.of(List.of()))
            .where(not(VOLUME.atMost(1)))
            .aggregated(CalendarPeriod.WEEK, null)
            .where(VOLUME.atLeast(100));
    PeriodBars periods = PeriodBars.of(weekly, sessions).orElseThrow();
    Scan scan = new Scan(List.of(VOLUME.plus(1)), List.of(), weekly, periods);
    TickerResult result = scan.prepare().run("A", days, List.of());
    assertThat(result.bars().size()).isZero();
    BarColumns again = SmallSeries.bars(1, 2, 4, 800, 16, 32, 64, 128, 256);
    assertThat(scan.prepare().run("A", again, List.of()).values()[0]).containsExactly(807);
  }

  @Property(tries = 300)
  void stateBeforeADay_isThatOfASeriesThatCameThere(
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 9) Integer> volumes,
      @ForAll @Size(max = 4) Set<@IntRange(min = -2, max = 33) Integer> days)
      throws IOException {
    List<Shaping> kept =
        List.of(kept(not(VOLUME.atLeast(8))), kept(not(VOLUME.total().over(bars(2)).atLeast(12))));
    Scan.Prepared scan =
        new Scan(
                List.of(TOTAL, VOLUME.mean().over(bars(3)), VOLUME.lagged(2)),
                List.of(),
                0,
                Volumes.WHOLE,
                kept,
                null)
            .prepare();
    int[] cuts = days.stream().mapToInt(Integer::intValue).sorted().toArray();
    List<byte[]> states = new ArrayList<>();
    TickerResult all = scan.start().advance("A", splits(volumes), List.of(), cuts, states::add);
    assertThat(states).hasSameSizeAs(cuts);
    for (int i = 0; i < cuts.length; i++) {
      Scan.Series before = scan.start();
      BarColumns head = splits(volumes);
      head.dropAfter(cuts[i] - 1);
      TickerResult first = before.advance("A", head, List.of());
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      before.write(new DataOutputStream(written));
      assertThat(states.get(i)).as("before day " + cuts[i]).isEqualTo(written.toByteArray());
      BarColumns tail = splits(volumes);
      tail.dropBefore(cuts[i], 0);
      TickerResult rest =
          scan.resume(new DataInputStream(new ByteArrayInputStream(states.get(i))))
              .advance("A", tail, List.of());
      assertThat(first.bars().size() + rest.bars().size()).isEqualTo(all.bars().size());
      for (int metric = 0; metric < all.values().length; metric++) {
        double[] joined =
            DoubleStream.concat(
                    Arrays.stream(first.values()[metric]).limit(first.bars().size()),
                    Arrays.stream(rest.values()[metric]).limit(rest.bars().size()))
                .toArray();
        assertThat(joined).isEqualTo(Arrays.copyOf(all.values()[metric], all.bars().size()));
      }
      for (int row = 0; row < rest.bars().size(); row++) {
        assertThat(rest.bars().toBar("A", row))
            .isEqualTo(all.bars().toBar("A", first.bars().size() + row));
      }
    }
  }

  /** Bars with these volumes, of which each fifth has a split. */
  private static BarColumns splits(List<Integer> volumes) {
    List<Bar> bars = new ArrayList<>();
    for (int day = 0; day < volumes.size(); day++) {
      Bar bar = Bar.of("A", LocalDate.ofEpochDay(day), volumes.get(day));
      bars.add(day % 5 == 3 ? Bar.builder().from(bar).splitCoefficient(2).build() : bar);
    }
    return SmallSeries.bars(bars);
  }

  private static Shaping kept(Condition<? super Bar> condition) {
    return new Shaping.Kept(condition);
  }

  /** What is scanned of two bars; on the second, four new shares come for an old one. */
  private static double[] scanned(Metric<Bar, ?> metric, boolean adjustsForSplits) {
    Bar.Builder second =
        Bar.builder()
            .ticker(Ticker.of("A"))
            .tradeDate(LocalDate.ofEpochDay(1))
            .volume(400)
            .splitCoefficient(4);
    BarColumns bars =
        SmallSeries.bars(List.of(Bar.of("A", LocalDate.ofEpochDay(0), 100), second.build()));
    return new Scan(
            List.of(metric),
            List.of(),
            0,
            adjustsForSplits ? Volumes.ADJUSTED : Volumes.WHOLE,
            List.of(),
            null)
        .prepare()
        .run("A", bars, List.of())
        .values()[0];
  }
}

package io.github.marketvolume.runners;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.quality.InputRule.INPUT_HAS_EVERY_SESSION;
import static io.github.marketvolume.quality.InputRule.LAST_DAY_IS_COMPLETE;
import static io.github.marketvolume.quality.InputRule.TICKERS_HAVE_EVERY_SESSION;
import static io.github.marketvolume.quality.StandardRule.DATE_IS_A_SESSION;
import static io.github.marketvolume.quality.StandardRule.DATE_IS_A_WEEKDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.testing.ReferenceRunner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a runner finds of an input that is compared with sessions. */
public abstract class SessionsContract {

  private static final BarRules RULES = BarRules.standard().expectingSessionsOf(NYSE);
  private static final BarRules OF_MARKET = BarRules.standard().expectingSessionsOfMarket();
  private static final LocalDate FIRST = LocalDate.of(2012, 10, 15);
  private static final LocalDate LAST = LocalDate.of(2012, 11, 30);
  private static final List<String> TICKERS =
      List.of("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L");

  /** The runner that is shown to do so. */
  protected abstract Runner runner();

  /** The bars of twelve tickers on 32 sessions of autumn 2012, but for those left out. */
  private static List<Bar> autumn(Predicate<Bar> left) {
    return bars(TICKERS, NYSE.sessions(FIRST, LAST), left);
  }

  private static List<Bar> bars(List<String> tickers, List<LocalDate> dates, Predicate<Bar> left) {
    List<Bar> bars = new ArrayList<>();
    for (LocalDate date : dates) {
      for (String ticker : tickers) {
        Bar bar = Bar.of(ticker, date, 1_000);
        if (!left.test(bar)) {
          bars.add(bar);
        }
      }
    }
    return bars;
  }

  private static Predicate<Bar> of(String ticker, String from, String to) {
    return bar -> bar.ticker().symbol().equals(ticker) && in(from, to).test(bar);
  }

  private static Predicate<Bar> in(String from, String to) {
    return bar ->
        !bar.tradeDate().isBefore(LocalDate.parse(from))
            && !bar.tradeDate().isAfter(LocalDate.parse(to));
  }

  private static BarsStage stage(List<Bar> bars, BarRules rules) {
    return BarsStage.from(InMemoryBars.of(bars)).checkedBy(rules);
  }

  private RunReport report(BarsStage stage) {
    return VolumePipeline.named("test", stage.into(new InMemorySink<>())).run(runner());
  }

  /** The warnings without the source that each begins with. */
  private List<String> warnings(List<Bar> bars, BarRules rules) {
    return warnings(stage(bars, rules));
  }

  private List<String> warnings(BarsStage stage) {
    return report(stage).warnings().stream()
        .map(line -> line.replaceFirst("^[\\d,]+ bars in memory: ", ""))
        .toList();
  }

  @Test
  @DisplayName("an input with a bar of each ticker on each session is fine")
  void nothingToSay() {
    List<Bar> bars = autumn(bar -> false);
    assertThat(bars).hasSize(12 * 32);
    assertThat(warnings(bars, RULES)).isEmpty();
    assertThat(warnings(bars, OF_MARKET)).isEmpty();
    assertThat(warnings(List.of(), RULES)).isEmpty();
    assertThat(report(stage(bars, RULES)).inputs().get(0).warnedByRule()).isEmpty();
  }

  @Test
  @DisplayName("a bar on a day without a session is kept with a warning, or rejected")
  void daysWithoutSession() {
    List<Bar> bars =
        bars(
            List.of("A", "B"),
            List.of(
                LocalDate.of(2012, 10, 26),
                LocalDate.of(2012, 10, 27),
                LocalDate.of(2012, 10, 29),
                LocalDate.of(2012, 10, 31)),
            of("B", "2012-10-27", "2012-10-28"));

    assertThat(report(stage(bars, RULES)).inputs().get(0).warnedByRule())
        .as("a bar on a weekend counts once")
        .isEqualTo(Map.of("date-is-a-session", 2L, "date-is-a-weekday", 1L));
    assertThat(warnings(bars, RULES))
        .containsExactly(
            "2 bars are on 1 day without a session of NYSE: 2012-10-29 (Hurricane Sandy); check the"
                + " dates, or state the calendar of their exchange");
    assertThat(
            stage(bars, RULES.rejecting(DATE_IS_A_SESSION).withoutLimits())
                .rejected()
                .collect(runner()))
        .extracting(row -> row.rule() + ": " + row.reason())
        .containsExactly(
            "date-is-a-session: NYSE has no session on 2012-10-27",
            "date-is-a-session: NYSE has no session on 2012-10-29 (Hurricane Sandy)",
            "date-is-a-session: NYSE has no session on 2012-10-29 (Hurricane Sandy)");
    assertThat(warnings(bars, RULES.rejecting(DATE_IS_A_SESSION).withoutLimits())).isEmpty();
    assertThat(report(stage(bars, RULES.tradingOnWeekends())).inputs().get(0).warnedByRule())
        .isEqualTo(Map.of("date-is-a-session", 3L));
    assertThat(stage(bars, RULES.rejecting(DATE_IS_A_WEEKDAY)).rejected().collect(runner()))
        .extracting(RejectedRow::reason)
        .containsExactly("date 2012-10-27 is a Saturday");
    assertThatThrownBy(() -> report(stage(bars, RULES.failingAbove(DATE_IS_A_SESSION, 0.25))))
        .isInstanceOf(QualityException.class)
        .hasMessageStartingWith(
            "7 bars in memory: 2 of 7 rows broke rule date-is-a-session, more than the 25 %"
                + " allowed");
  }

  @Test
  @DisplayName("a session of the stated calendar on a weekend is no bar on a weekend")
  void sessionOnAWeekend() {
    LocalDate saturday = LocalDate.of(2012, 10, 27);
    List<Bar> bars = List.of(Bar.of("A", saturday, 1), Bar.of("A", saturday.plusDays(1), 1));
    TradingCalendar calendar = TradingCalendar.of("SAT", List.of(saturday, saturday.plusDays(2)));
    BarRules rules = BarRules.standard().expectingSessionsOf(calendar);
    assertThat(report(stage(bars, rules)).inputs().get(0).warnedByRule())
        .isEqualTo(Map.of("date-is-a-weekday", 1L));
  }

  @Test
  @DisplayName("gaps inside a listing are missing; what is not yet listed or no longer is not")
  void missingBars() {
    List<Bar> bars =
        autumn(
            of("A", "2012-10-15", "2012-10-31") // listed later
                .or(of("B", "2012-11-05", "2012-11-30")) // delisted
                .or(of("C", "2012-11-01", "2012-11-09")) // halted
                .or(of("D", "2012-11-02", "2012-11-02")) // absent
                .or(of("L", "2012-11-19", "2012-11-19")));
    assertThat(warnings(bars, RULES))
        .containsExactly(
            "9 bars are missing on 8 sessions of NYSE on which most tickers have one, such as of C"
                + " on 2012-11-01, of D on 2012-11-02, of L on 2012-11-19; add them, unless trading"
                + " was halted");
    assertThat(warnings(bars, OF_MARKET))
        .containsExactly(
            "9 bars are missing on 8 days on which most tickers have one, such as of C on"
                + " 2012-11-01, of D on 2012-11-02, of L on 2012-11-19; add them, unless trading"
                + " was halted");
    assertThat(warnings(stage(bars, RULES).to(LocalDate.of(2012, 11, 8))))
        .as("C is no longer listed, as far as this goes")
        .containsExactly(
            "1 bar is missing on 1 session of NYSE on which most tickers have one, of D on"
                + " 2012-11-02; add them, unless trading was halted");
  }

  @Test
  @DisplayName("a row without volume is a bar: the input knows of the halt")
  void haltsWithRows() {
    List<Bar> bars = autumn(of("C", "2012-11-01", "2012-11-09"));
    for (LocalDate date : NYSE.sessions(LocalDate.of(2012, 11, 1), LocalDate.of(2012, 11, 9))) {
      bars.add(Bar.builder().ticker(Ticker.of("C")).tradeDate(date).close(5).build());
    }
    assertThat(warnings(bars, RULES)).isEmpty();
  }

  @Test
  @DisplayName("a ticker is listed anew after more than a year without bars")
  void listedAnew() {
    LocalDate first = LocalDate.of(2013, 1, 2);
    List<LocalDate> sessions = NYSE.sessions(first, LocalDate.of(2014, 2, 3));
    Predicate<Bar> others = bar -> !bar.ticker().symbol().equals("C");
    LocalDate year = first.plusDays(365);
    LocalDate more = first.plusDays(366);
    assertThat(
            warnings(
                bars(
                    TICKERS,
                    sessions,
                    others.negate().and(of("C", first.plusDays(1) + "", year.minusDays(1) + ""))),
                RULES))
        .hasSize(1);
    assertThat(
            warnings(
                bars(
                    TICKERS,
                    sessions,
                    others.negate().and(of("C", first.plusDays(1) + "", more.minusDays(1) + ""))),
                RULES))
        .isEmpty();
  }

  @Test
  @DisplayName("a session on which most tickers have no bar is not missing in the others")
  void sessionsOfFew() {
    Predicate<Bar> most = bar -> bar.ticker().symbol().compareTo("G") <= 0; // 7 of 12
    Predicate<Bar> half = bar -> bar.ticker().symbol().compareTo("F") <= 0; // 6 of 12
    assertThat(warnings(autumn(most.and(in("2012-11-06", "2012-11-06"))), RULES)).isEmpty();
    assertThat(warnings(autumn(half.and(in("2012-11-06", "2012-11-06"))), RULES))
        .containsExactly(
            "6 bars are missing on 1 session of NYSE on which most tickers have one, such as of A"
                + " on 2012-11-06, of B on 2012-11-06, of C on 2012-11-06; add them, unless trading"
                + " was halted");
  }

  @Test
  @DisplayName("sessions that the whole input lacks are counted, and of no ticker")
  void emptySessions() {
    List<Bar> bars = autumn(in("2012-11-05", "2012-11-09"));
    assertThat(warnings(bars, RULES))
        .containsExactly(
            "no ticker has a bar on 5 sessions of NYSE, such as 2012-11-05, 2012-11-06, 2012-11-07;"
                + " add these days, or state the calendar of the bars' exchange");
    assertThat(warnings(bars, OF_MARKET)).as("a market has the sessions that it has").isEmpty();
    assertThatThrownBy(() -> report(stage(bars, RULES.failingAbove(INPUT_HAS_EVERY_SESSION, 0.1))))
        .isInstanceOf(QualityException.class)
        .hasMessage(
            "324 bars in memory: no ticker has a bar on 5 sessions of NYSE, such as 2012-11-05,"
                + " 2012-11-06, 2012-11-07, more than the 10 % that rule input-has-every-session"
                + " allows; mend the input, or raise the limit with failingAbove(...)");
    assertThat(warnings(bars, RULES.failingAbove(INPUT_HAS_EVERY_SESSION, 0.2))).hasSize(1);
  }

  @Test
  @DisplayName("a last day with fewer than 90 % of the tickers of the session before is a warning")
  void lastDay() {
    Predicate<Bar> last = in("2012-11-30", "2012-11-30");
    Predicate<Bar> tenth = bar -> bar.ticker().symbol().equals("L");
    List<Bar> cut = autumn(last.and(tenth.or(bar -> bar.ticker().symbol().equals("K"))));
    String text =
        "10 tickers have a bar on the last day, 2012-11-30, and 12 have one on 2012-11-29";
    for (BarRules rules : List.of(RULES, OF_MARKET)) {
      assertThat(warnings(autumn(last.and(tenth)), rules)).as("11 of 12 are 92 %").isEmpty();
      assertThat(warnings(cut, rules))
          .containsExactly(
              text + "; it may not be complete: read it again later, or end with the day before");
      assertThatThrownBy(() -> report(stage(cut, rules.failingAbove(LAST_DAY_IS_COMPLETE, 0.1))))
          .isInstanceOf(QualityException.class)
          .hasMessage(
              "382 bars in memory: "
                  + text
                  + ", more than the 10 % that rule last-day-is-complete allows; mend the input, or"
                  + " raise the limit with failingAbove(...)");
      assertThat(warnings(stage(cut, rules).to(LocalDate.of(2012, 11, 29)))).isEmpty();
    }
    List<Bar> cutTwice = new ArrayList<>(cut);
    cutTwice.removeIf(in("2012-11-29", "2012-11-29").and(bar -> !tenth.test(bar)));
    assertThat(warnings(cutTwice, RULES))
        .as("a session that one of twelve has is none to compare with")
        .containsExactly(
            "10 tickers have a bar on the last day, 2012-11-30, and 12 have one on 2012-11-28; it"
                + " may not be complete: read it again later, or end with the day before");
    List<Bar> weekend = new ArrayList<>(cut);
    weekend.add(Bar.of("A", LocalDate.of(2012, 12, 1), 1));
    assertThat(warnings(weekend, RULES)).as("a Saturday is no last session").hasSize(1);
    assertThat(warnings(weekend, RULES).get(0)).startsWith(text);
  }

  @Test
  @DisplayName("the run fails above a stated share of missing bars")
  void failingAboveMissingBars() {
    List<Bar> bars = autumn(of("C", "2012-11-01", "2012-11-01"));
    assertThatThrownBy(
            () -> report(stage(bars, RULES.failingAbove(TICKERS_HAVE_EVERY_SESSION, 0.002))))
        .isInstanceOf(QualityException.class)
        .hasMessageStartingWith(
            "383 bars in memory: 1 bar is missing on 1 session of NYSE on which most tickers have"
                + " one, of C on 2012-11-01, more than the 0.2 % that rule"
                + " tickers-have-every-session allows");
    assertThat(warnings(bars, RULES.failingAbove(TICKERS_HAVE_EVERY_SESSION, 0.003))).hasSize(1);
  }

  @Test
  @DisplayName("days beyond the coverage are not judged, and one warning a source says so")
  void beyondTheCoverage() {
    List<Bar> bars =
        bars(
            List.of("A", "B"),
            List.of(
                LocalDate.of(1962, 11, 21),
                LocalDate.of(1962, 11, 22), // Thanksgiving
                LocalDate.of(1962, 11, 26),
                LocalDate.of(1962, 11, 27)),
            of("B", "1962-11-22", "1962-11-27"));
    String beyond =
        "bars from 1962-11-21 to 1962-11-27 are not all in the coverage of the calendar NYSE,"
            + " 1999-01-01 to 2030-12-31; the days beyond it have no kind and no effect, no rule"
            + " judges them, and their Mondays to Fridays count as sessions";
    assertThat(warnings(bars, RULES)).containsExactly(beyond);
    assertThat(
            VolumePipeline.named(
                    "both",
                    stage(bars, RULES).measure(DayKindOf.on(NYSE)).into(new InMemorySink<>()))
                .run(runner())
                .warnings())
        .as("also if a metric asks the same calendar")
        .containsExactly("5 bars in memory: " + beyond);
    bars.addAll(
        bars(List.of("A"), NYSE.sessions(NYSE.first(), LocalDate.of(1999, 1, 8)), bar -> false));
    assertThat(warnings(bars, RULES)).as("what is covered is complete").hasSize(1);
    bars.removeIf(in("1999-01-05", "1999-01-05"));
    assertThat(warnings(bars, RULES))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("no ticker has a bar on 1 session of NYSE: 1999-01-05; add");
  }

  @Provide
  Arbitrary<Random> randoms() {
    return Arbitraries.longs().map(Random::new);
  }

  @Property(tries = 15, seed = "20261130")
  void runner_findsWhatTheDefinitionsFind(@ForAll("randoms") Random random) {
    List<Bar> bars = market(random);
    BarRules rules = rules(random);
    BarsStage stage = stage(bars, rules).asOf(LocalDate.of(2100, 1, 1));
    if (random.nextInt(3) == 0) {
      stage = stage.to(bars.get(random.nextInt(bars.size())).tradeDate());
    }
    InMemorySink<RejectedRow> rejected = new InMemorySink<>();
    InMemorySink<RejectedRow> expectedRejected = new InMemorySink<>();
    RunReport actual = run(stage, rejected, runner());
    RunReport expected = run(stage, expectedRejected, ReferenceRunner.create());
    assertThat(actual.warnings()).isEqualTo(expected.warnings());
    assertThat(actual.inputs()).isEqualTo(expected.inputs());
    assertThat(rejected.rows()).isEqualTo(expectedRejected.rows());
  }

  private static RunReport run(BarsStage stage, InMemorySink<RejectedRow> rejected, Runner runner) {
    return VolumePipeline.named(
            "parity",
            stage.measure(Rank.acrossTickers(VOLUME.descending())).into(new InMemorySink<>()),
            stage.rejected().into(rejected))
        .run(runner);
  }

  private static BarRules rules(Random random) {
    BarRules rules = BarRules.standard().withoutLimits();
    rules = random.nextInt(4) == 0 ? rules.tradingOnWeekends() : rules;
    if (random.nextInt(4) == 0) {
      return rules.expectingSessionsOfMarket();
    }
    rules = rules.expectingSessionsOf(NYSE);
    rules = random.nextInt(3) == 0 ? rules.rejecting(DATE_IS_A_SESSION) : rules;
    return random.nextInt(4) == 0 ? rules.rejecting(DATE_IS_A_WEEKDAY) : rules;
  }

  /**
   * Tickers that are listed late, halted, absent, delisted or listed anew, some days that all or
   * most of them lack, some bars on days without a session or beyond the coverage, duplicates and
   * conflicts, and often a last day that is cut off; in any order.
   */
  private static List<Bar> market(Random random) {
    LocalDate first = LocalDate.of(2010, 1, 1).plusDays(random.nextInt(7_000));
    first = random.nextInt(6) == 0 ? LocalDate.of(1998, 11, 1) : first;
    LocalDate last = first.plusDays(20 + random.nextInt(120));
    int tickers = 1 + random.nextInt(16);
    List<Bar> bars = new ArrayList<>();
    double[] absence = new double[tickers];
    int[] halted = new int[tickers];
    LocalDate[] from = new LocalDate[tickers];
    LocalDate[] to = new LocalDate[tickers];
    for (int i = 0; i < tickers; i++) {
      absence[i] = random.nextInt(4) == 0 ? random.nextDouble() : 0.02;
      from[i] = random.nextInt(3) == 0 ? first.plusDays(random.nextInt(60)) : first;
      to[i] = random.nextInt(3) == 0 ? last.minusDays(random.nextInt(60)) : last;
      if (random.nextInt(5) == 0) {
        bars.add(Bar.of(ticker(i), first.minusDays(300 + random.nextInt(90)), 1));
      }
    }
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      boolean isSession =
          NYSE.covers(day) ? NYSE.isSession(day) : day.getDayOfWeek().getValue() < 6;
      double missing = isSession ? 0 : 0.97;
      missing = random.nextInt(25) == 0 ? random.nextDouble() : missing;
      missing = random.nextInt(25) == 0 ? 1 : missing;
      missing = day.equals(last) && random.nextBoolean() ? 0.5 : missing;
      for (int i = 0; i < tickers; i++) {
        halted[i] = random.nextInt(100) == 0 ? 1 + random.nextInt(20) : halted[i] - 1;
        boolean isListed = !day.isBefore(from[i]) && !day.isAfter(to[i]);
        if (isListed
            && halted[i] <= 0
            && random.nextDouble() >= missing
            && random.nextDouble() >= absence[i]) {
          bars.add(Bar.of(ticker(i), day, 1 + random.nextInt(1_000)));
        }
      }
    }
    bars.add(Bar.of("Z", first, 1));
    for (int i = bars.size() / 50; i > 0; i--) {
      Bar bar = bars.get(random.nextInt(bars.size()));
      bars.add(random.nextBoolean() ? bar : Bar.of(bar.ticker().symbol(), bar.tradeDate(), 7_777));
    }
    Collections.shuffle(bars, random);
    return bars;
  }

  private static String ticker(int i) {
    return Character.toString((char) ('A' + (i * 7) % 26));
  }
}

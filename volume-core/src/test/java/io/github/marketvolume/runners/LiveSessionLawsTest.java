package io.github.marketvolume.runners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.live.LiveDay;
import io.github.marketvolume.live.LivePlan;
import io.github.marketvolume.live.LiveSession;
import io.github.marketvolume.live.Outcome;
import io.github.marketvolume.live.Revision;
import io.github.marketvolume.live.Revisions;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A session ends with the rows of one run over all bars, to the last bit, however the bars came:
 * after any part of them as history, a day's in any order and before its time, corrected, repeated,
 * too late, and in sessions that go on from each other's state.
 */
class LiveSessionLawsTest {

  private static final LocalDate AS_OF = LocalDate.of(2100, 1, 1);

  private static final ParityContract DRAWN =
      new ParityContract() {
        @Override
        protected Runner runner() {
          throw new UnsupportedOperationException();
        }
      };

  private final LocalRunner runner = LocalRunner.create().withThreads(1);

  @Property(tries = 25, seed = "20261201")
  void session_endsWithTheRowsOfARun(
      @ForAll("nastyBars") List<Bar> bars,
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics,
      @ForAll long seed) {
    requireEqual(bars, metrics, seed);
  }

  @Property(tries = 10, seed = "20261201")
  void session_endsWithTheRowsOfARunOfModels(
      @ForAll("longBars") List<Bar> bars,
      @ForAll("models") List<NumericMetric<Bar, ?>> metrics,
      @ForAll long seed) {
    requireEqual(bars, metrics, seed);
  }

  private void requireEqual(List<Bar> bars, List<NumericMetric<Bar, ?>> metrics, long seed) {
    Random random = new Random(seed);
    List<Bar> given = ParityContract.withFractions(ParityContract.withSplits(bars, random), random);
    List<LocalDate> dates = given.stream().map(Bar::tradeDate).distinct().sorted().toList();
    LocalDate lastOfHistory =
        dates.isEmpty() || random.nextInt(4) == 0
            ? LocalDate.of(1900, 1, 1)
            : dates.get(random.nextInt(dates.size()));
    List<Bar> history =
        given.stream().filter(bar -> !bar.tradeDate().isAfter(lastOfHistory)).toList();
    Map<LocalDate, Map<Ticker, Bar>> arriving = new TreeMap<>();
    given.stream()
        .filter(bar -> bar.tradeDate().isAfter(lastOfHistory))
        .forEach(
            bar ->
                arriving
                    .computeIfAbsent(bar.tradeDate(), key -> new LinkedHashMap<>())
                    .put(bar.ticker(), bar));
    int correctable = random.nextInt(4);
    LivePlan plan =
        LivePlan.of(stages(history, bars, metrics, seed).toArray(Stage<?>[]::new))
            .correctingLast(correctable);
    Arrival arrival = new Arrival(plan, random);
    arriving.forEach((date, ofDay) -> arrival.day(date, ofDay, correctable));
    arrival.day(LocalDate.of(2099, 12, 31), Map.of(), correctable);
    arrival.take(arrival.session.closeDay(AS_OF));

    List<Bar> all = new ArrayList<>(history);
    all.addAll(arrival.accepted.values());
    List<Stage<?>> whole = stages(all, bars, metrics, seed);
    for (int i = 0; i < whole.size(); i++) {
      if (!(whole.get(i).plan() instanceof RejectedNode)) {
        arrival.requireEqual(whole.get(i), plan.stages().get(i), lastOfHistory);
      }
    }
    assertThat(arrival.session.counts().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(arrival.outcomes.values().stream().mapToLong(n -> n).sum());
    arrival.outcomes.forEach(
        (outcome, count) -> assertThat(arrival.session.counts()).containsEntry(outcome, count));
    assertThat(arrival.late).isEqualTo(arrival.outcomes.getOrDefault(Outcome.LATE, 0L));
    assertThat(arrival.rejected).isEqualTo(arrival.outcomes.getOrDefault(Outcome.REJECTED, 0L));
  }

  /** The stages that days can be computed of, the same for equal seeds. */
  private static List<Stage<?>> stages(
      List<Bar> of, List<Bar> bars, List<NumericMetric<Bar, ?>> metrics, long seed) {
    Random random = new Random(seed);
    FractionalVolume[] treatments = FractionalVolume.values();
    BarsStage all =
        BarsStage.from(new Offered(of))
            .asOf(AS_OF)
            .checkedBy(
                BarRules.standard()
                    .withoutLimits()
                    .fractionalVolume(treatments[random.nextInt(treatments.length)]));
    BarsStage prices = random.nextBoolean() ? all : ParityContract.published(all, bars, random);
    for (int left = random.nextInt(3); left > 0; left--) {
      prices = prices.where(ParityContract.condition(bars, random));
    }
    if (random.nextBoolean()) {
      prices = prices.inBasis(Basis.RAW);
    }
    List<Stage<?>> drawn = new ArrayList<>(ParityContract.stages(prices, metrics));
    for (NumericMetric<Bar, ?> metric : metrics) {
      drawn.add(prices.measure(metric));
    }
    BarsStage others = all.where(ParityContract.condition(bars, random));
    drawn.add(others.measure(metrics.get(0)));
    return drawn.stream().distinct().filter(LiveSessionLawsTest::isKnownDayByDay).toList();
  }

  private static boolean isKnownDayByDay(Stage<?> stage) {
    try {
      return !LivePlan.of(stage).stages().isEmpty();
    } catch (InvalidPlanException e) {
      return false;
    }
  }

  /** Bars under a name that does not depend on them, with every column that bars can have. */
  private record Offered(List<Bar> bars) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      return bars.iterator();
    }

    @Override
    public Set<BarColumn> optionalColumns() {
      return BarColumn.fields().stream()
          .filter(BarColumn::isOptional)
          .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String describe() {
      return "offered bars";
    }
  }

  private record Key(LocalDate date, Ticker ticker) {}

  /** Days that arrive, and what a session makes of them. */
  private final class Arrival {

    private final LivePlan plan;
    private final Random random;
    private LiveSession session;

    /** The rows that each day gave, with their revisions, by stage. */
    private final Map<Stage<?>, Map<LocalDate, List<Object>>> rows = new HashMap<>();

    /** The bars that count, in the end. */
    private final Map<Key, Bar> accepted = new LinkedHashMap<>();

    private final List<Bar> corrections = new ArrayList<>();
    private final List<LocalDate> closed = new ArrayList<>();
    private final Map<Outcome, Long> outcomes = new HashMap<>();
    private long late;
    private long rejected;

    Arrival(LivePlan plan, Random random) {
      this.plan = plan;
      this.random = random;
      this.session = runner.live(plan);
    }

    private Outcome offer(Bar bar) {
      Outcome outcome = session.offer(bar);
      outcomes.merge(outcome, 1L, Long::sum);
      if (outcome != Outcome.REJECTED && outcome != Outcome.LATE) {
        accepted.put(new Key(bar.tradeDate(), bar.ticker()), bar);
      }
      return outcome;
    }

    void day(LocalDate date, Map<Ticker, Bar> ofDay, int correctable) {
      List<Bar> shuffled = new ArrayList<>(ofDay.values());
      Collections.shuffle(shuffled, random);
      for (Bar bar : shuffled) {
        switch (random.nextInt(6)) {
          case 0 -> {
            offer(withMoreVolume(bar));
            corrections.add(bar);
          }
          case 1 -> {
            offer(withMoreVolume(bar));
            offer(bar);
          }
          case 2 -> {
            Outcome first = offer(bar);
            assertThat(offer(bar))
                .isEqualTo(first == Outcome.REJECTED ? Outcome.REJECTED : Outcome.REPEATED);
          }
          case 3 -> corrections.add(bar); // it comes after its day
          default -> offer(bar);
        }
        maybeRestart();
      }
      take(session.closeDay(date));
      closed.add(date);
      Collections.shuffle(corrections, random);
      for (int left = random.nextInt(corrections.size() + 1); left > 0; left--) {
        Bar bar = corrections.remove(corrections.size() - 1);
        boolean isLate = closed.size() - 1 - closed.indexOf(bar.tradeDate()) >= correctable;
        Outcome outcome = offer(bar);
        if (outcome != Outcome.REJECTED) {
          assertThat(outcome == Outcome.LATE).as("%s after %s", bar, closed).isEqualTo(isLate);
        }
        maybeRestart();
      }
      if (random.nextBoolean()) {
        take(session.revise());
      }
    }

    private void maybeRestart() {
      if (random.nextInt(8) == 0) {
        session = runner.live(plan, session.state());
      }
    }

    private Bar withMoreVolume(Bar bar) {
      return Bar.builder().from(bar).volume(bar.volume().orElse(0) / 2 + 17).build();
    }

    private void take(LiveDay day) {
      take(day.revisions());
      for (Stage<?> stage : plan.stages()) {
        if (!(stage.plan() instanceof RejectedNode)) {
          rows.computeIfAbsent(stage, key -> new TreeMap<>())
              .put(day.date(), new ArrayList<>(day.rows(stage)));
        }
      }
      late += day.late().size();
      rejected += day.rejected().size();
    }

    private void take(Revisions revisions) {
      for (Stage<?> stage : plan.stages()) {
        if (!(stage.plan() instanceof RejectedNode)) {
          for (Revision<?> revision : revisions.of(stage)) {
            List<Object> ofDay =
                rows.computeIfAbsent(stage, key -> new TreeMap<>())
                    .computeIfAbsent(revision.date(), key -> new ArrayList<>());
            revision.before().ifPresent(before -> assertThat(ofDay.remove(before)).isTrue());
            revision.after().ifPresent(ofDay::add);
          }
        }
      }
    }

    @SuppressWarnings("unchecked")
    private <S> void requireEqual(Stage<S> whole, Stage<?> live, LocalDate lastOfHistory) {
      List<S> actual = new ArrayList<>();
      rows.getOrDefault(live, Map.of()).values().forEach(ofDay -> actual.addAll((List<S>) ofDay));
      List<S> expected = new ArrayList<>(runner.collect(whole));
      Schema<S> schema = whole.plan().schema();
      List<List<Object>> wanted = ParityContract.cells(schema, (List<Object>) expected);
      List<List<Object>> got = ParityContract.cells(schema, (List<Object>) actual);
      if (whole.plan() instanceof EpisodesNode<?>) {
        wanted = latest(wanted, schema, expected, lastOfHistory);
        got = latest(got, schema, actual, lastOfHistory);
      } else {
        int date = schema.names().indexOf("trade_date");
        wanted =
            wanted.stream()
                .filter(row -> ((LocalDate) row.get(date)).isAfter(lastOfHistory))
                .toList();
      }
      assertThat(got)
          .as(() -> live.explain() + "\n" + accepted.values())
          .containsExactlyInAnyOrderElementsOf(wanted);
    }

    /** The last that was told of every episode that ended after the history. */
    private List<List<Object>> latest(
        List<List<Object>> cells, Schema<?> schema, List<?> rows, LocalDate lastOfHistory) {
      Map<List<Object>, List<Object>> byKey = new LinkedHashMap<>();
      int ticker = schema.names().indexOf("ticker");
      for (int i = 0; i < rows.size(); i++) {
        FlaggedEpisode<?> episode = (FlaggedEpisode<?>) rows.get(i);
        if (episode.end().isAfter(lastOfHistory)) {
          List<Object> key = new ArrayList<>(List.of(episode.start()));
          key.add(ticker < 0 ? "" : cells.get(i).get(ticker));
          byKey.put(key, cells.get(i));
        }
      }
      return List.copyOf(byKey.values());
    }
  }

  @Provide
  Arbitrary<List<Bar>> nastyBars() {
    return DRAWN.nastyBars();
  }

  @Provide
  Arbitrary<List<Bar>> longBars() {
    return DRAWN.longBars();
  }

  @Provide
  Arbitrary<List<NumericMetric<Bar, ?>>> metrics() {
    return DRAWN.metrics();
  }

  @Provide
  Arbitrary<List<NumericMetric<Bar, ?>>> models() {
    return DRAWN.models();
  }
}

package io.github.marketvolume.testing;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.attendance.SessionDays;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.group.Membership;
import io.github.marketvolume.intake.Acceptance;
import io.github.marketvolume.intake.Tally;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.FlagCount;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.metric.Verdict;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.period.PeriodBars;
import io.github.marketvolume.plan.AnomaliesNode;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.FlaggedNode;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.MarketNode;
import io.github.marketvolume.plan.MeasuredNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.PlanVisitor;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.plan.SeriesNode;
import io.github.marketvolume.plan.Shaping;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.plan.WhereNode;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.rows.MeasuredRow;
import io.github.marketvolume.rows.SummaryRow;
import io.github.marketvolume.series.Phases;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of the reference runner: what was read so far, and the rows of plan nodes. */
final class ReferenceEvaluation {

  private final LocalDate today;
  private final String runId = UUID.randomUUID().toString();
  private final List<String> warnings = new ArrayList<>();
  private final Map<Input, ReferenceQuality.Checked> inputs = new LinkedHashMap<>();
  private final Map<BarsNode, ReferenceBarColumns> barColumns = new HashMap<>();

  private final Map<Given, List<Bar>> given = new HashMap<>();

  /** What determines which bars are accepted; equal ones are checked once. */
  private record Input(Source<Bar> source, BarRules rules, LocalDate asOf) {}

  /** What determines which bars there are; equal ones are read once. */
  private record Given(Source<Bar> source, LocalDate asOf) {}

  /**
   * A run that has read nothing yet.
   *
   * @param today the as-of date of bars that name none
   */
  ReferenceEvaluation(LocalDate today) {
    this.today = today;
  }

  String runId() {
    return runId;
  }

  List<String> warnings() {
    return warnings;
  }

  List<RunReport.Input> inputs() {
    List<RunReport.Input> reports = new ArrayList<>();
    inputs.forEach(
        (input, checked) -> reports.add(checked.tally().toReport(input.source().describe())));
    return reports;
  }

  RunContext context(Reading reading) {
    return new RunContext() {
      @Override
      public String runId() {
        return runId;
      }

      @Override
      public LocalDate asOf() {
        return reading.asOf().orElse(today);
      }

      @Override
      public void warn(String message) {
        warnings.add(message);
      }
    };
  }

  /** Reads and checks all bars of a source, unless that was done before. */
  private ReferenceQuality.Checked read(Reading reading) {
    RunContext context = context(reading);
    return inputs.computeIfAbsent(
        new Input(reading.source(), reading.rules(), context.asOf()),
        input -> {
          String origin = input.source().describe();
          return ReferenceQuality.check(
              given(input, context).iterator(), origin, input.rules(), input.asOf());
        });
  }

  private List<Bar> given(Input input, RunContext context) {
    return given.computeIfAbsent(
        new Given(input.source(), input.asOf()),
        key -> {
          List<Bar> bars = new ArrayList<>();
          ((RowSource<Bar>) key.source())
              .rows(ReadRequest.everything(), context)
              .forEachRemaining(bars::add);
          return bars;
        });
  }

  /**
   * Reads and checks for some outputs, unless that was done before.
   *
   * @throws io.github.marketvolume.error.QualityException if more rows were rejected than the rules
   *     allow these outputs
   */
  void read(Reading reading, List<? extends PlanNode<?>> outputs) {
    ReferenceQuality.Checked checked = read(reading);
    Acceptance.require(
        checked.tally(),
        ReferenceSessions.judge(used(reading, SourceOutputs.used(outputs)), reading.rules()),
        reading.limits(outputs),
        reading.source().describe(),
        checked);
  }

  /**
   * The rows of a node, in the order that {@link io.github.marketvolume.Runner#collect} promises.
   */
  @SuppressWarnings("unchecked") // each kind of node yields rows of one kind
  <S> List<S> rows(PlanNode<S> node) {
    return (List<S>) node.accept(new Rows());
  }

  private final class Rows implements PlanVisitor<List<?>> {

    @Override
    public List<?> bars(BarsNode node) {
      return published(columns(node));
    }

    @Override
    public List<?> rejected(RejectedNode node) {
      return read(Reading.of(node.bars())).rejected();
    }

    @Override
    public List<?> market(MarketNode node) {
      return ReferenceEvaluation.measured(columns(node), node.crossSections(), List.of());
    }

    @Override
    public <R extends Dated> List<?> measured(MeasuredNode<R> node) {
      return ReferenceEvaluation.this.measured(node, List.of());
    }

    @Override
    public <R extends Dated> List<?> flagged(FlaggedNode<R> node) {
      return ReferenceEvaluation.this.flagged(node);
    }

    @Override
    public <Q, S> List<?> where(WhereNode<Q, S> node) {
      if (node.rows() instanceof LeaderboardNode leaderboard) {
        return ReferenceEvaluation.this.leaderboard(leaderboard).stream()
            .filter(node.condition()::holds)
            .toList();
      }
      return where(node, node.measured());
    }

    @SuppressWarnings("unchecked") // the condition is on rows of the measured node's series
    private <R extends Dated> List<?> where(WhereNode<?, ?> node, MeasuredNode<R> measured) {
      Condition<? super R> condition = (Condition<? super R>) node.condition();
      ReferenceColumns<R> columns = columns(measured);
      Set<Object> keys =
          columns.publishedRows().stream()
              .filter(place -> holds(condition, columns, place))
              .map(place -> key(columns.rows().get(place)))
              .collect(toSet());
      return ReferenceEvaluation.this.rows(node.rows()).stream()
          .filter(row -> keys.contains(key(row)))
          .toList();
    }

    /** What tells a bar from all others, or a day of the market. */
    private static Object key(Object row) {
      if (row instanceof Anomaly<?> anomaly) {
        return key(anomaly.row());
      }
      if (row instanceof Measured<?> measured) {
        return key(measured.base());
      }
      return row instanceof Bar bar ? List.of(bar.ticker(), bar.tradeDate()) : row;
    }

    @Override
    public <R extends Dated> List<?> anomalies(AnomaliesNode<R> node) {
      return ReferenceEvaluation.this.anomalies(node.flagged());
    }

    @Override
    public <R extends Dated> List<?> episodes(EpisodesNode<R> node) {
      return ReferenceEpisodes.of(
          node,
          ReferenceEvaluation.this.flagged(node.flagged()),
          ReferenceEvaluation.this.anomalies(node.flagged()));
    }

    @Override
    public List<?> leaderboard(LeaderboardNode node) {
      return ReferenceEvaluation.this.leaderboard(node);
    }
  }

  private ReferenceBarColumns columns(BarsNode node) {
    return barColumns.computeIfAbsent(
        node,
        bars -> {
          List<Bar> kept = used(Reading.of(bars), bars.published());
          if (bars.adjustsForSplits()) {
            kept = ReferenceSplits.adjusted(kept);
          }
          for (Shaping shaping : bars.shapings()) {
            kept =
                shaping instanceof Shaping.Kept step
                    ? kept(step.condition(), kept, bars.volumes())
                    : new ReferencePeriods(bars, dates(bars)).of(kept);
          }
          return new ReferenceBarColumns(grouped(kept, bars), bars::publishes, bars.volumes());
        });
  }

  /** The bars with the groups that their tickers are in on their dates, and no others. */
  private static List<Bar> grouped(List<Bar> bars, BarsNode node) {
    List<Membership> members =
        node.grouping().isPresent()
            ? ((Grouping.Members) node.grouping().get().table()).members()
            : List.of();
    return bars.stream()
        .map(bar -> Bar.builder().from(bar).group(groupOf(bar, members)).build())
        .toList();
  }

  private static Optional<String> groupOf(Bar bar, List<Membership> members) {
    return members.stream()
        .filter(member -> member.ticker().equals(bar.ticker()))
        .filter(member -> member.valid().contains(bar.tradeDate()))
        .map(Membership::group)
        .findFirst();
  }

  private static List<Bar> kept(Condition<? super Bar> condition, List<Bar> bars, Volumes volumes) {
    ReferenceBarColumns columns = new ReferenceBarColumns(bars, date -> true, volumes);
    return ReferenceSplits.retained(bars, row -> holds(condition, columns, row));
  }

  @SuppressWarnings("unchecked") // a condition on rows asks flags of such rows
  private static <R extends Dated> boolean holds(
      Condition<? super R> condition, ReferenceColumns<R> columns, int row) {
    R of = columns.rows().get(row);
    return condition.holds(
        of instanceof Bar bar ? bar.ticker().symbol() : "",
        Math.toIntExact(of.tradeDate().toEpochDay()),
        flag -> Boolean.TRUE.equals(columns.column((Flag<R>) flag).get(row)));
  }

  /** The accepted bars up to the last date. */
  private List<Bar> used(Reading reading, DateRange dates) {
    return read(reading).accepted().stream()
        .filter(bar -> !bar.tradeDate().isAfter(dates.last()))
        .toList();
  }

  /** The days on which there are bars of these, ascending. */
  private List<LocalDate> dates(BarsNode bars) {
    return used(Reading.of(bars), bars.published()).stream()
        .map(Bar::tradeDate)
        .sorted()
        .distinct()
        .toList();
  }

  /** Warns of splits that are not applied, unfinished periods and numbers that are too large. */
  void warn(Reading reading, List<? extends PlanNode<?>> outputs) {
    String source = reading.source().describe();
    ReferenceQuality.Checked checked = read(reading);
    List<Bar> used = used(reading, SourceOutputs.used(outputs));
    List<LocalDate> dates = used.stream().map(Bar::tradeDate).sorted().distinct().toList();
    if (!dates.isEmpty()) {
      LocalDate first = dates.get(0);
      LocalDate last = dates.get(dates.size() - 1);
      Phases.calendars(outputs)
          .forEach(
              calendar ->
                  Tally.beyond(calendar, first, last)
                      .ifPresent(line -> warnings.add(source + ": " + line)));
    }
    ReferenceSessions.judge(used, reading.rules())
        .warnings()
        .forEach(line -> warnings.add(source + ": " + line));
    if (Phases.appliesSplits(outputs)) {
      checked
          .lostSplits(SourceOutputs.used(outputs).end())
          .forEach(line -> warnings.add(source + ": " + line));
    }
    if (Phases.adjustsForSplits(outputs)) {
      long beyond = ReferenceSplits.countBeyondAdjustment(used);
      if (beyond > 0) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%s: prices and volumes that are missing, as adjusting them for splits takes them"
                    + " out of range: %,d; check the split coefficients",
                source,
                beyond));
      }
    }
    ReferencePeriods.lostTotals(used, outputs).forEach(line -> warnings.add(source + ": " + line));
    SessionDays days = new SessionDays();
    days.note(dates.stream().mapToInt(date -> (int) date.toEpochDay()).toArray(), dates.size());
    for (BarsNode bars : SourceOutputs.byBars(outputs).keySet()) {
      PeriodBars.of(bars, days)
          .ifPresent(
              periods -> periods.warnings().forEach(line -> warnings.add(source + ": " + line)));
    }
    SourceOutputs.byBars(outputs).forEach((bars, some) -> warnUngrouped(source, bars, some));
    BigDecimal all = ReferenceStatistics.sum(checked.volumes());
    if (all.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) {
      warnings.add(
          source
              + ": all volumes together are more than 9,223,372,036,854,775,807; totals beyond"
              + " that are missing");
    }
  }

  private void warnUngrouped(String source, BarsNode bars, List<PlanNode<?>> outputs) {
    if (bars.grouping().isEmpty() || outputs.stream().allMatch(RejectedNode.class::isInstance)) {
      return;
    }
    Grouping by = bars.grouping().get();
    List<Bar> without =
        published(columns(bars)).stream().filter(bar -> bar.group().isEmpty()).toList();
    long tickers = without.stream().map(Bar::ticker).distinct().count();
    if (!without.isEmpty()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s: %,d bar%s without a %s, of %,d ticker%s, such as that of %s on %s; they are"
                  + " compared with each other, and their %s is missing; add the tickers to %s",
              source,
              without.size(),
              without.size() == 1 ? "" : "s",
              by.name(),
              tickers,
              tickers == 1 ? "" : "s",
              without.get(0).ticker(),
              without.get(0).tradeDate(),
              by.name(),
              by.table().describe()));
    }
  }

  private ReferenceMarketColumns columns(MarketNode market) {
    return new ReferenceMarketColumns(columns(market.bars()), market.bars()::publishes);
  }

  @SuppressWarnings("unchecked") // the columns of a series are of its rows
  private <R extends Dated> ReferenceColumns<R> columns(MeasuredNode<R> node) {
    return (ReferenceColumns<R>)
        node.series()
            .accept(
                new SeriesNode.Visitor<ReferenceColumns<?>>() {
                  @Override
                  public ReferenceColumns<?> bars(BarsNode bars) {
                    return columns(bars);
                  }

                  @Override
                  public ReferenceColumns<?> market(MarketNode market) {
                    return columns(market);
                  }
                });
  }

  private static <R extends Dated> List<R> published(ReferenceColumns<R> columns) {
    return columns.publishedRows().stream().map(columns.rows()::get).toList();
  }

  private <R extends Dated> List<Flagged<R>> flagged(FlaggedNode<R> node) {
    return measured(node.measured(), node.flags());
  }

  private <R extends Dated> List<Flagged<R>> measured(MeasuredNode<R> node, List<Flag<R>> flags) {
    return measured(columns(node), node.shown(), flags);
  }

  private static <R extends Dated> List<Flagged<R>> measured(
      ReferenceColumns<R> columns, List<Metric<R, ?>> metrics, List<Flag<R>> flags) {
    List<Metric<R, ?>> all = new ArrayList<>(metrics);
    all.addAll(flags);
    MeasuredRow.Shape shape = new MeasuredRow.Shape(all);
    List<Flagged<R>> rows = new ArrayList<>();
    for (int row : columns.publishedRows()) {
      Object[] values = all.stream().map(metric -> columns.column(metric).get(row)).toArray();
      rows.add(new MeasuredRow<>(columns.rows().get(row), shape, values));
    }
    return rows;
  }

  private <R extends Dated> List<Anomaly<R>> anomalies(FlaggedNode<R> node) {
    ReferenceColumns<R> columns = columns(node.measured());
    List<Flagged<R>> rows = flagged(node);
    List<Integer> places = columns.publishedRows();
    List<Anomaly<R>> anomalies = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      for (Flag<R> flag : node.flags()) {
        Optional<Verdict> verdict = columns.judge(flag, places.get(i)).filter(Verdict::fires);
        if (verdict.isPresent()) {
          anomalies.add(
              new Anomaly<>(rows.get(i), flag, verdict.get().score(), verdict.get().threshold()));
        }
      }
    }
    return anomalies;
  }

  private List<TickerSummary> leaderboard(LeaderboardNode node) {
    ReferenceBarColumns columns = columns(node.bars());
    Map<Board, List<Integer>> boards =
        columns.publishedRows().stream()
            .collect(groupingBy(row -> Board.of(node, columns.rows().get(row))));
    List<TickerSummary> rows = new ArrayList<>();
    boards.entrySet().stream()
        .sorted(
            comparing((Map.Entry<Board, ?> one) -> one.getKey().period().orElse(LocalDate.MIN))
                .thenComparing(one -> one.getKey().group().isEmpty())
                .thenComparing(one -> one.getKey().group().orElse("")))
        .forEach(one -> rows.addAll(leaderboard(node, columns, one.getKey(), one.getValue())));
    return rows;
  }

  /** What tells a leaderboard from others of one output. */
  private record Board(Optional<LocalDate> period, Optional<String> group) {

    static Board of(LeaderboardNode node, Bar bar) {
      return new Board(node.each().map(period -> period.startOf(bar.tradeDate())), bar.group());
    }
  }

  private static List<TickerSummary> leaderboard(
      LeaderboardNode node, ReferenceBarColumns columns, Board board, List<Integer> ofBoard) {
    Map<Ticker, List<Integer>> published =
        ofBoard.stream()
            .collect(groupingBy(row -> columns.rows().get(row).ticker(), TreeMap::new, toList()));
    Map<Ticker, List<@Nullable Object>> values = new TreeMap<>();
    published.forEach(
        (ticker, rows) -> {
          List<@Nullable Object> ofTicker = new ArrayList<>();
          node.summaries().forEach(s -> ofTicker.add(summarize(ticker, s, columns, rows)));
          values.put(ticker, ofTicker);
        });
    List<Ticker> ranked = new ArrayList<>();
    List<Number> rankedBy = new ArrayList<>();
    values.forEach(
        (ticker, ofTicker) -> {
          if (ofTicker.get(0) instanceof Number first) {
            ranked.add(ticker);
            rankedBy.add(first);
          }
        });
    List<TickerSummary> rows = new ArrayList<>();
    values.forEach(
        (ticker, ofTicker) -> {
          int place = ranked.indexOf(ticker);
          OptionalLong rank =
              place < 0
                  ? OptionalLong.empty()
                  : OptionalLong.of(
                      ReferenceStatistics.rank(
                          rankedBy, place, ReferenceStatistics.BY_VALUE.reversed(), node.ties()));
          boolean isUnfinished =
              ofBoard.stream()
                  .map(columns.rows()::get)
                  .anyMatch(bar -> bar.ticker().equals(ticker) && bar.isUnfinished());
          rows.add(
              new SummaryRow(
                  ticker,
                  board.period(),
                  board.group(),
                  rank,
                  isUnfinished,
                  node.summaries(),
                  ofTicker));
        });
    if (node.top().isPresent()) {
      rows.removeIf(row -> row.rank().orElse(Long.MAX_VALUE) > node.top().getAsInt());
    }
    rows.sort(comparing(row -> row.rank().orElse(Long.MAX_VALUE))); // stable: then by ticker
    return rows;
  }

  @SuppressWarnings("unchecked") // a summary of bars counts a flag of bars
  private static @Nullable Object summarize(
      Ticker ticker, Summary<Bar, ?> summary, ReferenceBarColumns columns, List<Integer> rows) {
    if (summary instanceof FlagCount<?>) {
      List<@Nullable Object> flags = columns.column(((FlagCount<Bar>) summary).flag());
      return rows.stream().filter(row -> (Boolean) flags.get(row)).count();
    }
    SeriesSummary<Bar, ?> series = (SeriesSummary<Bar, ?>) summary;
    List<@Nullable Number> values = columns.numbers(series.series());
    Object result =
        ReferenceColumns.statistic(
            series.statistic(), columns.volumes().typeOf(series), values, rows, ticker.symbol());
    return result == null && StandardStatistic.isCount(series.statistic()) ? (Object) 0L : result;
  }
}

package io.github.marketvolume.series;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.StatedBasis;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.CalendarOffset;
import io.github.marketvolume.metric.Calendars;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.LevelOf;
import io.github.marketvolume.metric.LookBack;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.TickerOfLargest;
import io.github.marketvolume.plan.AnomaliesNode;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.FlaggedNode;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.MarketNode;
import io.github.marketvolume.plan.MeasuredNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.PlanVisitor;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.plan.SeriesNode;
import io.github.marketvolume.plan.Shaping;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.plan.WhereNode;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * The scans and passes by day that compute the metrics of a plan: everything that a ticker's series
 * alone tells is computed in one scan by ticker. What compares a bar with other tickers' needs a
 * pass by day, and a scan after it; where it needs something of that kind itself, one more of both.
 * What the scan before a pass computed is not computed again after it: the pass carries it through.
 *
 * @param wanted all metrics and flags of bars that the outputs need, by definition, each once
 * @param passes the metrics of each pass by day: those that it compares, then those that it carries
 *     through; the scan after the last pass computes all that is wanted
 */
public record Phases(List<Metric<?, ?>> wanted, List<List<Metric<Bar, ?>>> passes) {

  private static final LookBack NONE = new LookBack.Bars(0);

  /** The phases of outputs that are computed from the same bars. */
  public static Phases of(List<? extends PlanNode<?>> outputs) {
    Set<Metric<?, ?>> wanted = new LinkedHashSet<>();
    outputs.forEach(output -> collect(output, wanted));
    List<List<Metric<Bar, ?>>> passes = new ArrayList<>();
    Set<Metric<?, ?>> seen = new LinkedHashSet<>();
    wanted.forEach(metric -> assign(metric, seen, passes));
    if (!passes.isEmpty()) {
      carry(wanted, passes);
    }
    return new Phases(List.copyOf(wanted), passes);
  }

  /** Adds what an output needs to know of each bar. */
  private static void collect(PlanNode<?> node, Set<Metric<?, ?>> wanted) {
    node.accept(new NeedsOfBars(wanted));
  }

  /** What an output needs to know of each bar. */
  private record NeedsOfBars(Set<Metric<?, ?>> wanted) implements PlanVisitor<Void> {

    @Override
    public Void bars(BarsNode node) {
      return null;
    }

    @Override
    public Void rejected(RejectedNode node) {
      return null;
    }

    @Override
    public Void market(MarketNode node) {
      return addInputs(crossSectionsOf(node));
    }

    @Override
    public <R extends Dated> Void measured(MeasuredNode<R> node) {
      return add(node, node.metrics());
    }

    @Override
    public <R extends Dated> Void flagged(FlaggedNode<R> node) {
      node.measured().accept(this);
      return add(node.measured(), node.flags());
    }

    @Override
    public <Q, S> Void where(WhereNode<Q, S> node) {
      node.rows().accept(this);
      if (node.isOfMarket()) {
        return addInputs(crossSectionsOf(node));
      }
      node.condition().flags().forEach(flag -> wanted.add(flag.definition()));
      return null;
    }

    @Override
    public <R extends Dated> Void anomalies(AnomaliesNode<R> node) {
      return node.flagged().accept(this);
    }

    @Override
    public <R extends Dated> Void episodes(EpisodesNode<R> node) {
      return node.flagged().accept(this);
    }

    @Override
    public Void leaderboard(LeaderboardNode node) {
      node.summaries().forEach(s -> s.inputs().forEach(i -> wanted.add(i.definition())));
      return null;
    }

    /** Adds metrics of bars, or what the market's days are computed from. */
    private Void add(MeasuredNode<?> measured, List<? extends Metric<?, ?>> metrics) {
      return measured
          .series()
          .accept(
              new SeriesNode.Visitor<Void>() {
                @Override
                public Void bars(BarsNode node) {
                  metrics.stream()
                      .filter(metric -> !(metric instanceof DayKindOf)) // the date tells it
                      .forEach(this::addOfBar);
                  metrics.stream()
                      .flatMap(metric -> metric.inputs().stream())
                      .filter(CalendarOffset.class::isInstance) // which nobody has to measure
                      .forEach(metric -> wanted.add(metric.definition()));
                  return null;
                }

                private void addOfBar(Metric<?, ?> metric) {
                  if (metric instanceof LevelOf<?> level) {
                    wanted.add(level.flag().definition());
                    level.flag().inputs().forEach(input -> wanted.add(input.definition()));
                  } else {
                    wanted.add(metric.definition());
                  }
                }

                @Override
                public Void market(MarketNode node) {
                  return addInputs(crossSectionsOf(measured));
                }
              });
    }

    private Void addInputs(Collection<? extends Metric<?, ?>> metrics) {
      metrics.forEach(metric -> collectInputs(metric, wanted));
      return null;
    }
  }

  private static void collectInputs(Metric<?, ?> metric, Set<Metric<?, ?>> wanted) {
    metric.inputs().forEach(input -> wanted.add(input.definition()));
  }

  /**
   * The cross-sections that an output of the market needs, by definition: those that it shows, and
   * those that its metrics are computed from.
   */
  public static Set<Metric<MarketDay, ?>> crossSectionsOf(PlanNode<?> node) {
    Set<Metric<MarketDay, ?>> crossSections = new LinkedHashSet<>();
    for (Metric<MarketDay, ?> metric : node.accept(new OfMarket())) {
      addCrossSections(metric, crossSections);
    }
    return crossSections;
  }

  /** The metrics of the market's days that an output shows or computes; none of other outputs. */
  private record OfMarket() implements PlanVisitor<List<Metric<MarketDay, ?>>> {

    @Override
    public List<Metric<MarketDay, ?>> bars(BarsNode node) {
      return List.of();
    }

    @Override
    public List<Metric<MarketDay, ?>> rejected(RejectedNode node) {
      return List.of();
    }

    @Override
    public List<Metric<MarketDay, ?>> market(MarketNode node) {
      return node.crossSections();
    }

    @Override
    public <R extends Dated> List<Metric<MarketDay, ?>> measured(MeasuredNode<R> node) {
      return node.series()
          .accept(
              new SeriesNode.Visitor<>() {
                @Override
                public List<Metric<MarketDay, ?>> bars(BarsNode bars) {
                  return List.of();
                }

                @Override
                @SuppressWarnings("unchecked") // of a market's node, R is MarketDay
                public List<Metric<MarketDay, ?>> market(MarketNode market) {
                  return (List<Metric<MarketDay, ?>>) (List<?>) node.shown();
                }
              });
    }

    @Override
    public <R extends Dated> List<Metric<MarketDay, ?>> flagged(FlaggedNode<R> node) {
      return measured(node.measured());
    }

    @Override
    public <Q, S> List<Metric<MarketDay, ?>> where(WhereNode<Q, S> node) {
      List<Metric<MarketDay, ?>> metrics = new ArrayList<>(node.rows().accept(this));
      if (node.isOfMarket()) {
        node.condition().flags().forEach(flag -> metrics.add(ofMarket(flag)));
      }
      return metrics;
    }

    @SuppressWarnings("unchecked") // a condition on the market's days asks flags of such days
    private static Metric<MarketDay, ?> ofMarket(Flag<?> flag) {
      return (Metric<MarketDay, ?>) (Metric<?, ?>) flag;
    }

    @Override
    public <R extends Dated> List<Metric<MarketDay, ?>> anomalies(AnomaliesNode<R> node) {
      return flagged(node.flagged());
    }

    @Override
    public <R extends Dated> List<Metric<MarketDay, ?>> episodes(EpisodesNode<R> node) {
      return flagged(node.flagged());
    }

    @Override
    public List<Metric<MarketDay, ?>> leaderboard(LeaderboardNode node) {
      return List.of();
    }
  }

  private static void addCrossSections(
      Metric<?, ?> metric, Set<Metric<MarketDay, ?>> crossSections) {
    if (metric instanceof CrossSection<?> crossSection) {
      crossSections.add(crossSection.definition());
    } else if (metric instanceof TickerOfLargest largest) {
      crossSections.add(largest.definition());
    } else {
      metric.inputs().forEach(input -> addCrossSections(input, crossSections));
    }
  }

  /**
   * Puts every metric across tickers that the metric needs into its pass; says how many came
   * before.
   */
  private static int assign(
      Metric<?, ?> metric, Set<Metric<?, ?>> seen, List<List<Metric<Bar, ?>>> passes) {
    int passesBefore = 0;
    for (Metric<?, ?> input : metric.inputs()) {
      passesBefore = Math.max(passesBefore, assign(input.definition(), seen, passes));
    }
    if (Rank.isAcrossTickers(metric)) {
      while (passes.size() <= passesBefore) {
        passes.add(new ArrayList<>());
      }
      if (seen.add(metric)) {
        passes.get(passesBefore).add(ofBars(metric));
      }
      return passesBefore + 1;
    }
    return passesBefore;
  }

  /**
   * Adds to each pass what it is given anyway and a later scan needs too, where a window had to be
   * slid over the bars for it.
   */
  private static void carry(Set<Metric<?, ?>> wanted, List<List<Metric<Bar, ?>>> passes) {
    Set<Metric<?, ?>> neededLater = new LinkedHashSet<>();
    wanted.forEach(metric -> addOfSeries(metric, neededLater));
    Set<Metric<?, ?>> carried = new LinkedHashSet<>();
    for (List<Metric<Bar, ?>> pass : passes) {
      for (Metric<Bar, ?> compared : List.copyOf(pass)) {
        Metric<?, ?> input = compared.inputs().get(0).definition();
        if (neededLater.contains(input) && isCarried(input) && carried.add(input)) {
          pass.add(ofBars(input));
        }
      }
    }
  }

  /** Adds what a scan computes for a metric of one ticker's series. */
  private static void addOfSeries(Metric<?, ?> metric, Set<Metric<?, ?>> needed) {
    if (!SeriesProgram.isGiven(metric) && needed.add(metric)) {
      metric.inputs().forEach(input -> addOfSeries(input.definition(), needed));
    }
  }

  /** Whether a metric is dear enough to be carried, and doubles are all of it. */
  private static boolean isCarried(Metric<?, ?> metric) {
    return metric.type() == Double.class && !metric.lookBack().equals(NONE);
  }

  @SuppressWarnings("unchecked") // what is across tickers and no cross-section is of bars
  private static Metric<Bar, ?> ofBars(Metric<?, ?> metric) {
    return (Metric<Bar, ?>) metric;
  }

  /** The calendars that the outputs of one set of bars ask, and that of its rules, each once. */
  public static Set<TradingCalendar> calendars(List<? extends PlanNode<?>> outputs) {
    List<Metric<?, ?>> metrics = new ArrayList<>();
    outputs.forEach(output -> metrics.addAll(output.accept(new MetricsOf())));
    Set<TradingCalendar> calendars = new LinkedHashSet<>(Calendars.of(metrics));
    for (PlanNode<?> output : outputs) {
      if (output instanceof EpisodesNode<?> episodes) {
        episodes.joinedWithin().unit().calendarAsked().ifPresent(calendars::add);
      }
    }
    for (PlanNode<?> output : outputs) {
      output.bars().rules().sessions().stated().ifPresent(calendars::add);
      calendars.addAll(Calendars.of(output.bars().flagsOfKept()));
      output.bars().conditions().forEach(asked -> calendars.addAll(asked.calendars()));
      output.bars().aggregated().flatMap(Shaping.Aggregated::stated).ifPresent(calendars::add);
      if (output instanceof WhereNode<?, ?> some) {
        calendars.addAll(some.condition().calendars());
      }
    }
    return calendars;
  }

  /** The metrics and flags that an output shows or sums up. */
  private record MetricsOf() implements PlanVisitor<List<Metric<?, ?>>> {

    @Override
    public List<Metric<?, ?>> bars(BarsNode node) {
      return List.of();
    }

    @Override
    public List<Metric<?, ?>> rejected(RejectedNode node) {
      return List.of();
    }

    @Override
    public List<Metric<?, ?>> market(MarketNode node) {
      return List.copyOf(node.crossSections());
    }

    @Override
    public <R extends Dated> List<Metric<?, ?>> measured(MeasuredNode<R> node) {
      return List.copyOf(node.shown());
    }

    @Override
    public <R extends Dated> List<Metric<?, ?>> flagged(FlaggedNode<R> node) {
      List<Metric<?, ?>> metrics = new ArrayList<>(measured(node.measured()));
      metrics.addAll(node.flags());
      return metrics;
    }

    @Override
    public <Q, S> List<Metric<?, ?>> where(WhereNode<Q, S> node) {
      List<Metric<?, ?>> metrics = new ArrayList<>(node.rows().accept(this));
      metrics.addAll(node.condition().flags());
      return metrics;
    }

    @Override
    public <R extends Dated> List<Metric<?, ?>> anomalies(AnomaliesNode<R> node) {
      return flagged(node.flagged());
    }

    @Override
    public <R extends Dated> List<Metric<?, ?>> episodes(EpisodesNode<R> node) {
      return flagged(node.flagged());
    }

    @Override
    public List<Metric<?, ?>> leaderboard(LeaderboardNode node) {
      return node.summaries().stream().flatMap(summary -> summary.inputs().stream()).toList();
    }
  }

  /** The longest look-back of anything that the outputs need, their own series of days included. */
  public static LookBack lookBack(List<? extends PlanNode<?>> outputs) {
    LookBack longest = NONE;
    Set<Metric<?, ?>> wanted = new LinkedHashSet<>();
    for (PlanNode<?> output : outputs) {
      collect(output, wanted);
      for (Metric<MarketDay, ?> metric : output.accept(new OfMarket())) {
        longest = longest.or(metric.lookBack());
      }
    }
    for (Metric<?, ?> metric : wanted) {
      longest = longest.or(metric.lookBack());
    }
    return longest.plus(lookBackOfKept(outputs));
  }

  /** What is looked back on, at each bar, to say whether it is kept. */
  private static LookBack lookBackOfKept(List<? extends PlanNode<?>> outputs) {
    LookBack all = NONE;
    for (PlanNode<?> output : outputs) {
      all = all.or(lookBackOf(output.bars().conditions()));
    }
    return all;
  }

  private static LookBack lookBackOf(List<Condition<? super Bar>> conditions) {
    LookBack all = NONE;
    for (Condition<? super Bar> condition : conditions) {
      LookBack longest = NONE;
      for (Flag<?> flag : condition.flags()) {
        longest = longest.or(flag.lookBack());
      }
      all = all.plus(longest);
    }
    return all;
  }

  /**
   * Whether anything of these outputs is adjusted for splits: the bars, or a field of them beside.
   */
  public static boolean adjustsForSplits(List<? extends PlanNode<?>> outputs) {
    return outputs.stream().anyMatch(Phases::adjustsForSplits);
  }

  /**
   * Whether splits change anything of these outputs: what is adjusted for them, or raw bars of
   * periods, which count in the shares of the period's last day.
   */
  public static boolean appliesSplits(List<? extends PlanNode<?>> outputs) {
    return adjustsForSplits(outputs)
        || outputs.stream()
            .map(PlanNode::bars)
            .anyMatch(
                bars ->
                    bars.aggregated().isPresent() && bars.basis().equals(Optional.of(Basis.RAW)));
  }

  private static boolean adjustsForSplits(PlanNode<?> output) {
    BarsNode bars = output.bars();
    if (bars.adjustsForSplits()) {
      return true;
    }
    Set<Metric<?, ?>> wanted = new LinkedHashSet<>(bars.flagsOfKept());
    collect(output, wanted);
    return bars.basis().equals(Optional.of(Basis.RAW))
        && wanted.stream().anyMatch(Phases::isOfAdjusted);
  }

  private static boolean isOfAdjusted(Metric<?, ?> metric) {
    return (metric instanceof BarField<?> field && field.stated() == StatedBasis.SPLIT_ADJUSTED)
        || metric.inputs().stream().anyMatch(Phases::isOfAdjusted);
  }

  /**
   * What outputs of one source ask of it: its columns, and the dates that their metrics reach back
   * to. How far back a number of bars lies only the bars tell: a ticker may have been halted for a
   * year. So a number of earlier bars is asked for where a metric looks back by bars, and those
   * from a date on where by days or sessions. Of bars of periods that is the first date of the
   * period that it falls in. All earlier bars are asked for where these cannot be counted before
   * the rest is computed: of bars of periods, where conditions leave bars out, where a metric looks
   * back by days before bars, and where it looks back on a comparison of tickers, which needs other
   * tickers' bars, too.
   */
  public static ReadRequest request(List<? extends PlanNode<?>> outputs) {
    return SourceOutputs.byBars(outputs).entrySet().stream()
        .map(bars -> request(bars.getKey(), bars.getValue()))
        .reduce(ReadRequest::and)
        .orElseThrow();
  }

  private static ReadRequest request(BarsNode node, List<? extends PlanNode<?>> outputs) {
    ReadRequest request = ReadRequest.of(node.columnsRead());
    if (node.published().end().isPresent()) {
      request = request.to(node.published().last());
    }
    if (node.published().start().isEmpty()) {
      return request;
    }
    LocalDate first = node.published().first();
    LookBack lookBack = lookBack(outputs).past();
    if (lookBack.equals(NONE)) {
      return request.from(startOf(first, node));
    }
    if (lookBack instanceof LookBack.Span span
        && span.bars() == 0
        && lookBackOf(node.conditionsBeforePeriods()).past().equals(NONE)) {
      return request.from(startOf(span.before(first), node));
    }
    return history(node, outputs).map(request::after).orElse(request);
  }

  /** The first date that a bar of this date may be made of. */
  private static LocalDate startOf(LocalDate date, BarsNode node) {
    return node.aggregated().map(periods -> periods.period().startOf(date)).orElse(date);
  }

  /** How many bars are needed before the first date; empty where that is all, or not known. */
  private static Optional<ReadRequest.History> history(
      BarsNode node, List<? extends PlanNode<?>> outputs) {
    Set<Metric<?, ?>> wanted = new LinkedHashSet<>();
    outputs.forEach(output -> collect(output, wanted));
    if (!node.shapings().isEmpty()
        || wanted.stream().anyMatch(metric -> looksBackOn(metric, Rank::isAcrossTickers))) {
      return Optional.empty();
    }
    LocalDate first = node.published().first();
    List<Optional<ReadRequest.History>> all = new ArrayList<>();
    wanted.forEach(metric -> all.add(history(metric.lookBack().past(), 0, first)));
    for (PlanNode<?> output : outputs) {
      for (Metric<MarketDay, ?> metric : output.accept(new OfMarket())) {
        all.add(historyOfMarket(metric, first));
      }
    }
    return all.stream()
        .reduce((some, more) -> some.flatMap(one -> more.map(one::and)))
        .flatMap(history -> history);
  }

  /**
   * The history of a metric that looks back either by bars or by days. One that does both needs
   * days before bars, of which only these tell where they lie.
   *
   * @param days how many of the bars are days of the market
   */
  private static Optional<ReadRequest.History> history(
      LookBack lookBack, int days, LocalDate first) {
    if (lookBack instanceof LookBack.Bars bars) {
      return Optional.of(new ReadRequest.History(first, days, bars.count() - days));
    }
    return lookBack instanceof LookBack.Span span && span.bars() == 0
        ? Optional.of(new ReadRequest.History(span.before(first), 0, 0))
        : Optional.empty();
  }

  /** The history of a metric of the market: its days, and the bars before them that these need. */
  private static Optional<ReadRequest.History> historyOfMarket(
      Metric<MarketDay, ?> metric, LocalDate first) {
    Set<Metric<MarketDay, ?>> crossSections = new LinkedHashSet<>();
    addCrossSections(metric, crossSections);
    LookBack whole = metric.lookBack().past();
    int least = Integer.MAX_VALUE;
    for (Metric<MarketDay, ?> crossSection : crossSections) {
      if (!(crossSection.lookBack().past() instanceof LookBack.Bars bars)) {
        return history(whole, 0, first).filter(history -> history.bars() == 0);
      }
      least = Math.min(least, bars.count());
    }
    int ofBars = crossSections.isEmpty() ? 0 : least;
    if (whole instanceof LookBack.Bars bars) {
      return history(whole, bars.count() - ofBars, first);
    }
    return whole instanceof LookBack.Span span && span.bars() == ofBars
        ? Optional.of(new ReadRequest.History(span.before(first), 0, span.bars()))
        : Optional.empty();
  }

  /** Whether a metric looks back on another one that is such, or is computed from one that does. */
  private static boolean looksBackOn(Metric<?, ?> metric, Predicate<Metric<?, ?>> such) {
    LookBack ofInputs = NONE;
    for (Metric<?, ?> input : metric.inputs()) {
      if (looksBackOn(input, such)) {
        return true;
      }
      ofInputs = ofInputs.or(input.lookBack().past());
    }
    return !metric.lookBack().past().equals(ofInputs)
        && metric.inputs().stream().anyMatch(input -> isMadeOf(input, such));
  }

  private static boolean isMadeOf(Metric<?, ?> metric, Predicate<Metric<?, ?>> such) {
    return such.test(metric) || metric.inputs().stream().anyMatch(input -> isMadeOf(input, such));
  }

  /** What these outputs ask of their source, if its files have dates: all, or only some of them. */
  public static ReadRequest requestOfFiles(SourceOutputs<PlanNode<?>> source) {
    ReadRequest request = request(source.all());
    return source.readsFilesInPart(source.all()) ? request : ReadRequest.of(request.columns());
  }

  /** Whether the days on which any ticker has a bar tell which bars are scanned. */
  public static boolean countsDays(List<? extends PlanNode<?>> outputs) {
    return SourceOutputs.byBars(outputs).entrySet().stream()
        .flatMap(bars -> request(bars.getKey(), bars.getValue()).history().stream())
        .anyMatch(history -> history.days() > 0);
  }

  /**
   * Which bars of a ticker are scanned.
   *
   * @param firstDay the first day of which all bars are
   * @param earlier how many bars before that are, of a ticker that has one on it or later
   * @param lastDay the last day that is used
   */
  public record Scanned(int firstDay, int earlier, int lastDay) implements Serializable {

    /** All bars up to a day. */
    public static Scanned upTo(int lastDay) {
      return new Scanned(Integer.MIN_VALUE, 0, lastDay);
    }

    /**
     * The bars that outputs of the same bars look back on, whatever else was read.
     *
     * @param days gives the days on which any ticker has a bar, up to one; asked where {@link
     *     #countsDays}
     */
    public static Scanned of(List<? extends PlanNode<?>> outputs, IntFunction<int[]> days) {
      int lastDay = outputs.get(0).bars().published().lastEpochDay();
      ReadRequest request = request(outputs);
      if (request.history().isEmpty()) {
        return new Scanned(request.from().map(Scanned::day).orElse(Integer.MIN_VALUE), 0, lastDay);
      }
      ReadRequest.History history = request.history().get();
      int before = day(history.before());
      if (history.days() > 0) {
        int[] earlier = days.apply(before - 1);
        before =
            earlier.length < history.days()
                ? Integer.MIN_VALUE
                : earlier[earlier.length - history.days()];
      }
      return new Scanned(before, history.bars(), lastDay);
    }

    private static int day(LocalDate date) {
      return Math.toIntExact(date.toEpochDay());
    }

    /** The first day that has to be looked at to find them. */
    public int firstUnpacked() {
      return earlier == 0 ? firstDay : Integer.MIN_VALUE;
    }

    /** Drops the other bars of a ticker, of settled ones. */
    public void drop(BarColumns bars) {
      bars.dropAfter(lastDay);
      bars.dropBefore(firstDay, earlier);
    }
  }

  /**
   * The first day on which tickers have to be compared, and the market's cross-sections computed:
   * the first that is published, unless something looks back on them.
   *
   * @param outputs those that these are the phases of
   * @param scanned the bars of theirs that are scanned
   */
  public int firstComparedDay(List<? extends PlanNode<?>> outputs, Scanned scanned) {
    Set<Metric<?, ?>> given = new LinkedHashSet<>();
    passes.forEach(given::addAll);
    if (wanted.stream()
        .anyMatch(metric -> looksBackOn(metric, each -> given.contains(each.definition())))) {
      return Integer.MIN_VALUE;
    }
    for (PlanNode<?> output : outputs) {
      for (Metric<MarketDay, ?> metric : output.accept(new OfMarket())) {
        Set<Metric<MarketDay, ?>> crossSections = new LinkedHashSet<>();
        addCrossSections(metric, crossSections);
        LookBack own = NONE;
        for (Metric<MarketDay, ?> crossSection : crossSections) {
          own = own.or(crossSection.lookBack().past());
        }
        if (!metric.lookBack().past().equals(own)) {
          return scanned.firstDay();
        }
      }
    }
    return outputs.get(0).bars().published().firstEpochDay();
  }

  /** What cross-sections are computed from, by definition, each once. */
  public static List<Metric<?, ?>> inputsOf(List<Metric<MarketDay, ?>> crossSections) {
    Set<Metric<?, ?>> inputs = new LinkedHashSet<>();
    crossSections.forEach(crossSection -> collectInputs(crossSection, inputs));
    return new ArrayList<>(inputs);
  }

  /** What the scan before a pass computes: what its comparisons are made from. */
  public List<Metric<?, ?>> inputsOf(int pass) {
    Set<Metric<?, ?>> inputs = new LinkedHashSet<>();
    passes.get(pass).stream()
        .filter(Rank::isAcrossTickers)
        .forEach(metric -> collectInputs(metric, inputs));
    return List.copyOf(inputs);
  }
}

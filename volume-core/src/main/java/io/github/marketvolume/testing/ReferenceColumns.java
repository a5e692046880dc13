package io.github.marketvolume.testing;

import static java.util.stream.Collectors.groupingBy;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.EstimatedEffects;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CalendarOffset;
import io.github.marketvolume.metric.Constant;
import io.github.marketvolume.metric.Cumulative;
import io.github.marketvolume.metric.CusumMetric;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Derived;
import io.github.marketvolume.metric.EstimatedOffset;
import io.github.marketvolume.metric.ExpectationMetric;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Lagged;
import io.github.marketvolume.metric.LevelOf;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.SameKindUnit;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.SessionMinutes;
import io.github.marketvolume.metric.SessionUnit;
import io.github.marketvolume.metric.SmoothedMetric;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.StandardUnit;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.Verdict;
import io.github.marketvolume.metric.Volumes;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of metrics on all rows of one shape, published or not, each straight from its
 * definition: a column is a list with a value a row, null where it is missing.
 *
 * <p>What is defined for every shape is here; the two shapes add what only they have: {@link
 * ReferenceBarColumns} the fields of a bar, {@link ReferenceMarketColumns} the cross-sections of a
 * day.
 */
abstract class ReferenceColumns<R extends Dated> {

  private final List<R> rows;
  private final Predicate<LocalDate> published;
  private final Volumes volumes;
  private final Map<Object, List<Integer>> series;
  private final Function<R, Object> seriesOf;
  private final Map<Object, List<Integer>> days;
  private final Map<Metric<R, ?>, List<@Nullable Object>> known = new HashMap<>();

  /**
   * Columns of these rows.
   *
   * @param rows one series after the other, each by date
   * @param seriesOf the series that a row belongs to
   * @param published whether rows of a date are published
   * @param volumes what the volumes of the bars are
   */
  ReferenceColumns(
      List<R> rows, Function<R, Object> seriesOf, Predicate<LocalDate> published, Volumes volumes) {
    this.volumes = volumes;
    this.rows = rows;
    this.published = published;
    this.seriesOf = seriesOf;
    this.series = indices().collect(groupingBy(i -> seriesOf.apply(rows.get(i))));
    this.days = indices().collect(groupingBy(i -> dayOf(rows.get(i))));
  }

  final Volumes volumes() {
    return volumes;
  }

  final List<R> rows() {
    return rows;
  }

  /** The places of the published rows, in the order of the rows. */
  final List<Integer> publishedRows() {
    return indices().filter(this::isPublished).toList();
  }

  /** The date of a row, and its group, within which rows are compared. */
  private static Object dayOf(Dated row) {
    return List.of(row.tradeDate(), groupOf(row));
  }

  /** The group of a row; empty where it has none. */
  static Optional<String> groupOf(Dated row) {
    return row instanceof Bar bar ? bar.group() : ((MarketDay) row).group();
  }

  /** The places of the rows of a row's date and group, in the order of their series. */
  final List<Integer> rowsOf(Dated row) {
    return days.getOrDefault(dayOf(row), List.of());
  }

  /** The values of a metric, by the place of the row. */
  final List<@Nullable Object> column(Metric<R, ?> metric) {
    List<@Nullable Object> column = known.get(metric.definition());
    if (column == null) {
      column = compute(metric);
      known.put(metric.definition(), column);
    }
    return column;
  }

  /** The values of a numeric metric, by the place of the row. */
  final List<@Nullable Number> numbers(NumericMetric<R, ?> metric) {
    return column(metric).stream().map(Number.class::cast).collect(Collectors.toList());
  }

  /**
   * What the flag's rule says of a row; empty where it cannot judge because an input is missing, or
   * what it says is no number.
   */
  final Optional<Verdict> judge(Flag<R> flag, int row) {
    List<@Nullable Number> inputs = new ArrayList<>();
    for (NumericMetric<R, ?> input : flag.rule().inputs()) {
      inputs.add((Number) column(input).get(row));
    }
    if (inputs.contains(null)) {
      return Optional.empty();
    }
    double[] numbers = inputs.stream().mapToDouble(Number::doubleValue).toArray();
    Verdict verdict =
        calling(
            "rule " + flag.rule().name(),
            nameOf(row),
            () ->
                Objects.requireNonNull(flag.rule().judge(numbers), "judge(inputs) returned null"));
    boolean isFinite = Double.isFinite(verdict.score()) && Double.isFinite(verdict.threshold());
    return verdict.fires() && !isFinite ? Optional.empty() : Optional.of(verdict);
  }

  /** Calls a user's code, whose failure is that of a row. */
  static <T> T calling(String extension, String row, Supplier<T> code) {
    try {
      return code.get();
    } catch (RuntimeException e) {
      throw new ExtensionException(extension, row, e);
    }
  }

  /** What messages call a row: its ticker, if it has one, and its date. */
  abstract String nameOf(int row);

  /** A column that only this shape has. */
  abstract List<@Nullable Object> computeOwn(Metric<R, ?> metric);

  @SuppressWarnings("unchecked") // a metric of R is of R, which a pattern with a wildcard forgets
  private List<@Nullable Object> compute(Metric<R, ?> metric) {
    if (metric instanceof Flag<?>) {
      Flag<R> flag = (Flag<R>) metric;
      return onEachRow(row -> judge(flag, row).map(Verdict::fires).orElse(false));
    }
    if (metric instanceof Derived<?>) {
      Derived<R> derived = (Derived<R>) metric;
      return onEachRow(row -> derived(derived, row));
    }
    if (metric instanceof Constant<?> constant) {
      return onEachRow(row -> constant.value());
    }
    if (metric instanceof CalendarOffset<?> offset) {
      CalendarEffects effects = offset.effects();
      return onEachRow(
          row ->
              kindOn(effects.calendar(), rows.get(row).tradeDate())
                  .map(effects::offset)
                  .orElse(0.0));
    }
    if (metric instanceof LevelOf<?>) {
      LevelOf<R> level = (LevelOf<R>) metric;
      return onEachRow(row -> judge(level.flag(), row).flatMap(level::of).orElse(null));
    }
    if (metric instanceof EstimatedOffset<?>) {
      return estimatedOffsets((EstimatedOffset<R>) metric);
    }
    if (metric instanceof SessionMinutes<?> minutes) {
      return onEachRow(row -> minutesOn(minutes.calendar(), rows.get(row).tradeDate()));
    }
    if (metric instanceof DayKindOf<?> kind) {
      return onEachRow(
          row ->
              kindOn(kind.calendar(), rows.get(row).tradeDate()).map(DayKind::name).orElse(null));
    }
    if (metric instanceof Lagged<R, ?> lagged) {
      return onEachRow(row -> lagged(lagged, row));
    }
    if (metric instanceof Cumulative<?>) {
      return cumulative((Cumulative<R>) metric);
    }
    if (metric instanceof CusumMetric<?>) {
      return cusum((CusumMetric<R>) metric);
    }
    if (metric instanceof RollingMetric<R, ?> rolling) {
      List<@Nullable Number> values = numbers(rolling.series());
      return onEachRow(row -> rolling(rolling, values, row));
    }
    if (metric instanceof Score<?>) {
      Score<R> score = (Score<R>) metric;
      List<@Nullable Number> values = numbers(score.series());
      return onEachRow(row -> score(score, values, row));
    }
    if (metric instanceof SmoothedMetric<?>) {
      return smoothed((SmoothedMetric<R>) metric);
    }
    if (metric instanceof ExpectationMetric<?>) {
      ExpectationMetric<R> expectation = (ExpectationMetric<R>) metric;
      List<@Nullable Number> values = numbers(expectation.series());
      return onEachRow(row -> expectation(expectation, values, row));
    }
    if (metric instanceof Rank<?>) {
      Rank<R> rank = (Rank<R>) metric;
      List<@Nullable Number> values = numbers(rank.ordering().series());
      return onEachRow(row -> rank(rank, values, row));
    }
    return computeOwn(metric);
  }

  private @Nullable Object derived(Derived<R> derived, int row) {
    List<@Nullable Number> operands = new ArrayList<>();
    for (NumericMetric<R, ?> operand : derived.operands()) {
      operands.add((Number) column(operand).get(row));
    }
    Number first = operands.get(0);
    if (derived.operation() == Derived.Operation.OR_ELSE) {
      return first == null ? asDouble(operands.get(1)) : asDouble(first);
    }
    if (operands.contains(null)) {
      return null;
    }
    double a = first.doubleValue();
    double b = operands.get(operands.size() - 1).doubleValue();
    return switch (derived.operation()) {
      case PLUS -> computed(a + b);
      case MINUS -> computed(a - b);
      case TIMES -> product(a * b);
      case DIVIDED_BY -> b == 0 ? null : product(a / b);
      case MAX -> a > b ? a + 0.0 : b + 0.0;
      case MIN -> a < b ? a + 0.0 : b + 0.0;
      case LOG -> computed(Math.log(a));
      case ABS -> Math.abs(a);
      case SIGN -> (double) Double.compare(a + 0.0, 0.0);
      case OR_ELSE -> throw new IllegalStateException("answered above");
    };
  }

  private static @Nullable Double asDouble(@Nullable Number number) {
    return number == null ? null : (Double) number.doubleValue();
  }

  /** A product is missing also where it is too small for the arithmetic that follows. */
  private static @Nullable Double product(double value) {
    Double product = computed(value);
    return product == null || product == 0 || Math.abs(product) >= 1e-100 ? product : null;
  }

  /** The value so many rows before in the same series. */
  private @Nullable Object lagged(Lagged<R, ?> lagged, int row) {
    int before = row - lagged.rows();
    return before < seriesAt(row).get(0) ? null : column(lagged.series()).get(before);
  }

  /** The exact sum of what there is, in each series from its beginning or from a date. */
  private List<@Nullable Object> cumulative(Cumulative<R> metric) {
    List<@Nullable Number> values = numbers(metric.series());
    List<@Nullable Object> column = new ArrayList<>(Collections.nCopies(rows.size(), null));
    for (List<Integer> oneSeries : series.values()) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int row : oneSeries) {
        LocalDate date = rows.get(row).tradeDate();
        boolean counts = !date.isBefore(metric.from());
        if (counts && values.get(row) != null) {
          sum = sum.add(ReferenceStatistics.sum(List.of(values.get(row))));
          column.set(row, computed(sum.doubleValue()));
        }
      }
    }
    return column;
  }

  /** Follows each series from its beginning, and starts again after a sum that is large enough. */
  private List<@Nullable Object> cusum(CusumMetric<R> metric) {
    List<@Nullable Number> values = numbers(metric.series());
    List<@Nullable Object> column = new ArrayList<>(Collections.nCopies(rows.size(), null));
    int sign = metric.side() == CusumMetric.Side.UP ? 1 : -1;
    for (List<Integer> oneSeries : series.values()) {
      double sum = 0;
      for (int row : oneSeries) {
        if (values.get(row) != null) {
          double z = sign * values.get(row).doubleValue();
          double before = sum >= metric.decisionInterval() ? 0 : sum;
          sum = Math.max(0, before + z - metric.allowance());
          column.set(row, computed(sum));
        }
      }
    }
    return column;
  }

  private @Nullable Object rolling(
      RollingMetric<R, ?> rolling, List<@Nullable Number> values, int row) {
    List<Integer> window = window(rolling.window(), row);
    return valid(values, window).size() < rolling.window().required()
        ? null
        : statistic(rolling.statistic(), volumes.typeOf(rolling), values, window, nameOf(row));
  }

  /**
   * A statistic as a value of its own type; null where it is undefined, or too large for that.
   *
   * @param type the type of its column
   * @param row what a failure of a user's statistic is said to be on
   */
  static @Nullable Object statistic(
      Statistic<?> statistic,
      Class<?> type,
      List<@Nullable Number> values,
      List<Integer> places,
      String row) {
    if (type == Long.class && statistic instanceof StandardStatistic<?> standard) {
      return whole(
          standard.kind(), places.stream().map(values::get).filter(Objects::nonNull).toList());
    }
    Double result =
        computed(
            calling(
                "statistic " + statistic.name(),
                row,
                () -> ReferenceStatistics.statistic(statistic, valid(values, places))));
    return result == null || type == Double.class
        ? result
        : (Object) whole(new BigDecimal(Math.rint(result)));
  }

  private static @Nullable Long whole(StandardStatistic.Kind kind, List<Number> values) {
    List<BigDecimal> wholes =
        values.stream().map(value -> BigDecimal.valueOf(value.longValue())).toList();
    if (wholes.isEmpty()) {
      return null;
    }
    return whole(
        switch (kind) {
          case TOTAL -> wholes.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
          case MIN -> Collections.min(wholes);
          case MAX -> Collections.max(wholes);
          case COUNT -> BigDecimal.valueOf(wholes.size());
          default -> throw new IllegalStateException(kind + " is not of whole numbers");
        });
  }

  /** A whole number of at most 9,223,372,036,854,775,807 in size; null if it is larger. */
  static @Nullable Long whole(BigDecimal number) {
    return number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? null
        : (Long) number.longValueExact();
  }

  private @Nullable Object score(Score<R> score, List<@Nullable Number> values, int row) {
    RollingWindow wanted = score.window();
    List<Double> window = valid(values, window(wanted, row));
    Number x = values.get(row);
    return x == null || window.size() < wanted.required()
        ? null
        : computed(
            calling(
                "score " + score.formula().name(),
                nameOf(row),
                () ->
                    ReferenceStatistics.score(
                        score.formula(), x.doubleValue() + 0.0, window, wanted.includesCurrent())));
  }

  /** Follows each series from its beginning; a row is shown what was known before it. */
  private List<@Nullable Object> smoothed(SmoothedMetric<R> metric) {
    List<@Nullable Number> values = numbers(metric.series());
    List<@Nullable Object> column = new ArrayList<>(Collections.nCopies(rows.size(), null));
    Smoothing smoothing = metric.smoothing();
    for (List<Integer> oneSeries : series.values()) {
      List<Double> warmUp = new ArrayList<>();
      double mean = Double.NaN;
      double variance = Double.NaN;
      for (int row : oneSeries) {
        double x = values.get(row) == null ? Double.NaN : values.get(row).doubleValue();
        if (!smoothing.includesCurrent()) {
          column.set(row, smoothed(metric.kind(), x, mean, variance));
        }
        if (!Double.isNaN(x)) {
          if (warmUp.size() < smoothing.warmUp()) {
            warmUp.add(x);
            if (warmUp.size() == smoothing.warmUp()) {
              mean = ReferenceStatistics.mean(warmUp);
              variance = ReferenceStatistics.variance(warmUp);
            }
          } else {
            double d = x - mean;
            variance = (1 - smoothing.lambda()) * (variance + smoothing.lambda() * d * d);
            mean += smoothing.lambda() * d;
          }
        }
        if (smoothing.includesCurrent()) {
          column.set(row, smoothed(metric.kind(), x, mean, variance));
        }
      }
    }
    return column;
  }

  private static @Nullable Double smoothed(
      SmoothedMetric.Kind kind, double x, double mean, double variance) {
    double deviation = Math.sqrt(variance);
    return computed(
        switch (kind) {
          case MEAN -> mean;
          case DEVIATION -> deviation;
          case SCORE -> deviation == 0 ? Double.NaN : (x - mean) / deviation;
        });
  }

  /** A fit to the rows before that are complete, and what it says of the row. */
  private @Nullable Object expectation(
      ExpectationMetric<R> metric, List<@Nullable Number> values, int row) {
    HarModel model = metric.model();
    int first = seriesAt(row).get(0);
    int from = model.rows() == 0 ? first : Math.max(first, row - model.rows());
    List<List<BigDecimal>> predictors = new ArrayList<>();
    List<BigDecimal> responses = new ArrayList<>();
    for (int i = from; i < row; i++) {
      List<BigDecimal> of = harPredictors(values, i);
      if (values.get(i) != null && !of.isEmpty()) {
        predictors.add(of);
        responses.add(new BigDecimal(values.get(i).doubleValue()));
      }
    }
    if (responses.size() < model.required()) {
      return null;
    }
    return ReferenceRegression.fit(predictors, responses)
        .map(fit -> expectation(metric.kind(), fit, harPredictors(values, row), values.get(row)))
        .orElse(null);
  }

  private static @Nullable Double expectation(
      ExpectationMetric.Kind kind,
      ReferenceRegression fit,
      List<BigDecimal> predictors,
      @Nullable Number x) {
    if (kind == ExpectationMetric.Kind.DEVIATION) {
      return computed(fit.deviation());
    }
    if (predictors.isEmpty()) {
      return null;
    }
    BigDecimal forecast = fit.predict(predictors);
    if (kind == ExpectationMetric.Kind.FORECAST) {
      return computed(forecast.doubleValue());
    }
    return x == null || fit.deviation() == 0
        ? null
        : computed(
            new BigDecimal(x.doubleValue()).subtract(forecast).doubleValue() / fit.deviation());
  }

  /** The value before, and the means of the 5 and the 22 rows before; empty if one is missing. */
  private List<BigDecimal> harPredictors(List<@Nullable Number> values, int row) {
    List<BigDecimal> predictors = new ArrayList<>();
    for (int[] lengthAndRequired : new int[][] {{1, 1}, {5, 4}, {22, 17}}) {
      List<Double> valid = valid(values, window(RollingWindow.bars(lengthAndRequired[0]), row));
      if (valid.size() < lengthAndRequired[1]) {
        return List.of();
      }
      predictors.add(
          ReferenceStatistics.sum(valid)
              .divide(BigDecimal.valueOf(valid.size()), ReferenceRegression.DIGITS));
    }
    return predictors;
  }

  private @Nullable Object rank(Rank<R> rank, List<@Nullable Number> values, int row) {
    List<Integer> rivals =
        rank.among() instanceof Rank.Trailing trailing
            ? window(trailing.window(), row)
            : rank.among() == Rank.All.TICKERS
                ? rowsOf(rows.get(row))
                : seriesAt(row).stream().filter(this::isPublished).toList();
    List<Integer> ranked = rivals.stream().filter(i -> values.get(i) != null).toList();
    boolean tooFew =
        rank.among() instanceof Rank.Trailing trailing
            && ranked.size() < trailing.window().required();
    if (tooFew || !ranked.contains(row)) {
      return null;
    }
    Comparator<Number> firstToLast =
        rank.ordering().descending()
            ? ReferenceStatistics.BY_VALUE.reversed()
            : ReferenceStatistics.BY_VALUE;
    return ReferenceStatistics.rank(
        ranked.stream().map(values::get).toList(), ranked.indexOf(row), firstToLast, rank.ties());
  }

  /** The places of the rows of a window; fewer near the beginning of a series. */
  private List<Integer> window(RollingWindow window, int row) {
    int end = window.includesCurrent() ? row + 1 : row;
    int first = seriesAt(row).get(0);
    if (window.unit() == StandardUnit.BARS) {
      return IntStream.range(Math.max(first, end - window.length()), end).boxed().toList();
    }
    LocalDate date = rows.get(row).tradeDate();
    if (window.unit() instanceof SameKindUnit kinds) {
      List<Integer> alike =
          IntStream.range(first, end)
              .filter(i -> kindOn(kinds.calendar(), date).isPresent())
              .filter(
                  i ->
                      kindOn(kinds.calendar(), rows.get(i).tradeDate())
                          .equals(kindOn(kinds.calendar(), date)))
              .boxed()
              .toList();
      return alike.subList(Math.max(0, alike.size() - window.length()), alike.size());
    }
    Predicate<LocalDate> isPlace =
        window.unit() instanceof SessionUnit sessions
            ? day -> isSession(sessions.calendar(), day)
            : day -> true;
    if (window.includesCurrent() && !isPlace.test(date)) {
      return List.of();
    }
    Set<LocalDate> places = new HashSet<>();
    LocalDate day = window.includesCurrent() ? date : date.minusDays(1);
    while (places.size() < window.length()) {
      if (isPlace.test(day)) {
        places.add(day);
      }
      day = day.minusDays(1);
    }
    return IntStream.range(first, end)
        .filter(i -> places.contains(rows.get(i).tradeDate()))
        .boxed()
        .toList();
  }

  private static Optional<DayKind> kindOn(TradingCalendar calendar, LocalDate date) {
    return calendar.covers(date) ? calendar.kind(date) : Optional.empty();
  }

  /** The median of the departures on days of the same kind in the five years before the row's. */
  private List<@Nullable Object> estimatedOffsets(EstimatedOffset<R> metric) {
    EstimatedEffects effects = metric.effects();
    List<@Nullable Number> values = numbers(metric.series());
    List<Optional<DayKind>> kinds =
        rows.stream().map(row -> kindOn(effects.calendar(), row.tradeDate())).toList();
    List<@Nullable Double> departures = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      departures.add(departure(values, kinds, row));
    }
    return onEachRow(
        row -> {
          DayKind kind = kinds.get(row).orElse(DayKind.NORMAL);
          if (kind == DayKind.NORMAL) {
            return 0.0;
          }
          int year = rows.get(row).tradeDate().getYear();
          List<Double> before =
              seriesAt(row).stream()
                  .filter(i -> kinds.get(i).equals(kinds.get(row)))
                  .filter(i -> rows.get(i).tradeDate().getYear() >= year - 5)
                  .filter(i -> rows.get(i).tradeDate().getYear() < year)
                  .map(departures::get)
                  .filter(Objects::nonNull)
                  .toList();
          return before.size() < effects.required()
              ? (Double) effects.published().offset(kind)
              : computed(ReferenceStatistics.median(before));
        });
  }

  /** A value less the median of the normal ones among the 20 rows before, 10 or more of them. */
  private @Nullable Double departure(
      List<@Nullable Number> values, List<Optional<DayKind>> kinds, int row) {
    List<Integer> normal =
        window(RollingWindow.bars(20), row).stream()
            .filter(i -> kinds.get(i).equals(Optional.of(DayKind.NORMAL)))
            .toList();
    List<Double> baseline = valid(values, normal);
    return values.get(row) == null || baseline.size() < 10
        ? null
        : (Double) (values.get(row).doubleValue() - ReferenceStatistics.median(baseline));
  }

  private static @Nullable Double minutesOn(TradingCalendar calendar, LocalDate date) {
    return kindOn(calendar, date).isEmpty()
        ? null
        : (Double)
            (double)
                ChronoUnit.MINUTES.between(
                    calendar.openingTime(date).orElseThrow(),
                    calendar.closingTime(date).orElseThrow());
  }

  static boolean isSession(TradingCalendar calendar, LocalDate date) {
    return calendar.covers(date)
        ? calendar.isSession(date)
        : date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
  }

  /** The values on these rows that are not missing; negative zero is zero. */
  static List<Double> valid(List<@Nullable Number> values, List<Integer> places) {
    return places.stream()
        .map(values::get)
        .filter(Objects::nonNull)
        .map(value -> value.doubleValue() + 0.0)
        .toList();
  }

  private List<Integer> seriesAt(int row) {
    return Objects.requireNonNull(series.get(seriesOf.apply(rows.get(row))));
  }

  private boolean isPublished(int row) {
    return published.test(rows.get(row).tradeDate());
  }

  /** What arithmetic cannot answer, such as ln 0 or 0 / 0, is missing, and so is what is huge. */
  static @Nullable Double computed(double value) {
    return Math.abs(value) <= 1e100 ? (Double) value : null;
  }

  final List<@Nullable Object> onEachRow(IntFunction<@Nullable Object> value) {
    List<@Nullable Object> column = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      column.add(value.apply(row));
    }
    return column;
  }

  private Stream<Integer> indices() {
    return IntStream.range(0, rows.size()).boxed();
  }
}

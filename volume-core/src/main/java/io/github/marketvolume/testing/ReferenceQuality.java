package io.github.marketvolume.testing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.intake.Acceptance;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.Tally;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.quality.Rule;
import io.github.marketvolume.quality.StandardRule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks bars by the rules, one rule after the other: the definition of what is accepted.
 *
 * <p>Of rows that are values already, the rules about text hold by themselves.
 */
final class ReferenceQuality {

  private static final long MAX_VOLUME = 999_999_999_999_999L;
  private static final double TOLERANCE = 1e-9;

  private final String origin;
  private final BarRules rules;
  private final LocalDate asOf;
  private final Tally tally = new Tally();
  private final List<Row> admitted = new ArrayList<>();
  private final List<RejectedRow> rejected = new ArrayList<>();
  private final List<Bar> rejectedBars = new ArrayList<>();

  /**
   * What became of a source's rows.
   *
   * @param accepted by ticker and date, one a key
   * @param rejected by place in the source
   * @param rejectedBars the bars that the rejected rows are
   * @param volumes of all rows that obey the rules about one bar
   */
  record Checked(
      List<Bar> accepted,
      List<RejectedRow> rejected,
      List<Bar> rejectedBars,
      List<Double> volumes,
      Tally tally)
      implements Acceptance.Places {

    /** What is to be said of rejected rows that tell of a split: the first five, and the rest. */
    List<String> lostSplits(Optional<LocalDate> to) {
      Map<String, List<Bar>> bySplit =
          rejectedBars.stream()
              .filter(bar -> bar.splitCoefficient().orElse(1) > 0)
              .filter(bar -> bar.splitCoefficient().orElse(1) != 1)
              .sorted(
                  Comparator.comparing((Bar bar) -> bar.ticker().symbol())
                      .thenComparing(Bar::tradeDate)
                      .thenComparing(bar -> bar.splitCoefficient().orElseThrow()))
              .collect(
                  groupingBy(
                      bar -> bar.ticker() + " on " + bar.tradeDate() + bar.splitCoefficient(),
                      LinkedHashMap::new,
                      toList()));
      List<List<Bar>> splits = List.copyOf(bySplit.values());
      List<String> lines = new ArrayList<>();
      for (List<Bar> split : splits.subList(0, Math.min(5, splits.size()))) {
        if (to.isEmpty() || !split.get(0).tradeDate().isAfter(to.get())) {
          lines.add(describe(split.get(0), split.size()));
        }
      }
      if (splits.size() > 5) {
        int more = splits.subList(5, splits.size()).stream().mapToInt(List::size).sum();
        lines.add(
            String.format(Locale.ROOT, "%,d more rejected rows carry split coefficients", more));
      }
      return lines;
    }

    private static String describe(Bar bar, int rows) {
      double coefficient = bar.splitCoefficient().orElseThrow();
      return (rows == 1
                  ? "a rejected row of %s on %s carries"
                  : String.format(Locale.ROOT, "%,d", rows) + " rejected rows of %s on %s carry")
              .formatted(bar.ticker(), bar.tradeDate())
          + " a split coefficient of "
          + (coefficient < 1e-9 || coefficient > 1e9
              ? String.valueOf(coefficient)
              : new BigDecimal(String.valueOf(coefficient)).stripTrailingZeros().toPlainString())
          + ", which is not applied; mend the input, or the bars before that date count in other"
          + " shares";
    }

    @Override
    public Optional<String> file(int part) {
      return Optional.empty();
    }

    @Override
    public RejectedRow locate(Rejection row) {
      return rejected.stream()
          .filter(each -> each.line().orElseThrow() == row.position())
          .findFirst()
          .orElseThrow();
    }

    @Override
    public Optional<String> betterLayout(int part) {
      return Optional.empty();
    }
  }

  /** A bar and its place in the source, from 1. */
  private record Row(long line, Bar bar) {
    Key key() {
      return new Key(bar.ticker(), bar.tradeDate());
    }
  }

  private record Key(Ticker ticker, LocalDate date) {}

  private ReferenceQuality(String origin, BarRules rules, LocalDate asOf) {
    this.origin = origin;
    this.rules = rules;
    this.asOf = asOf;
  }

  /** Checks all rows of a source, which is called {@code origin} in reports. */
  static Checked check(Iterator<Bar> rows, String origin, BarRules rules, LocalDate asOf) {
    ReferenceQuality quality = new ReferenceQuality(origin, rules, asOf);
    for (long line = 1; rows.hasNext(); line++) {
      quality.admit(line, rows.next());
    }
    return quality.settle();
  }

  /** Asks every rule about one bar alone. */
  private void admit(long line, Bar read) {
    tally.countRead();
    Bar bar =
        rules.fractionalVolume() == FractionalVolume.ROUND
            ? Bar.builder().from(read).volume(read.volume()).build()
            : read;
    List<Rule> condoned = new ArrayList<>();
    for (StandardRule rule : StandardRule.values()) {
      Optional<String> breach = breach(rule, bar);
      if (breach.isPresent() && !rules.isRelaxed(rule)) {
        reject(new Row(line, read), rule, breach.get());
        return;
      }
      if (breach.isPresent()) {
        condoned.add(rule);
        bar = mended(rule, bar);
      }
    }
    for (BarRule rule : rules.added()) {
      Optional<String> breach = violation(rule, bar);
      if (breach.isPresent() && !rules.isRelaxed(rule)) {
        reject(new Row(line, read), rule, breach.get());
        return;
      }
      if (breach.isPresent()) {
        condoned.add(rule);
      }
    }
    condoned.forEach(tally::countWarned);
    admitted.add(new Row(line, bar));
  }

  private static Optional<String> violation(BarRule rule, Bar bar) {
    try {
      return Objects.requireNonNull(rule.violation(bar), "violation(bar) returned null");
    } catch (RuntimeException e) {
      throw new ExtensionException(
          "rule " + rule.ruleName(), bar.ticker() + " " + bar.tradeDate(), e);
    }
  }

  private Optional<String> breach(StandardRule rule, Bar bar) {
    return switch (rule) {
      case FILE_IS_READABLE,
          ROW_IS_COMPLETE,
          TICKER_IS_PRESENT,
          TICKER_IS_VALID,
          DATE_IS_PRESENT,
          DATE_IS_VALID,
          PRICE_IS_NUMBER ->
          Optional.empty(); // a Bar cannot break it
      case DATE_IS_NOT_IN_FUTURE ->
          when(bar.tradeDate().isAfter(asOf), "date " + bar.tradeDate() + " is after " + asOf);
      case DATE_IS_A_WEEKDAY -> weekend(bar.tradeDate());
      case DATE_IS_A_SESSION -> noSession(bar.tradeDate());
      case VOLUME_IS_INTEGER -> notWhole(bar.exactVolume());
      case COUNT_IS_INTEGER -> tooLong("trades", bar.trades());
      case SPLIT_COEFFICIENT_IS_POSITIVE ->
          when(
              bar.splitCoefficient().orElse(1) <= 0,
              "split coefficient " + text(bar.splitCoefficient()) + " is not above 0");
      case SPLIT_COEFFICIENT_IS_IN_RANGE ->
          when(
              bar.splitCoefficient().orElse(1) < 1e-9 || bar.splitCoefficient().orElse(1) > 1e9,
              "split coefficient " + text(bar.splitCoefficient()) + " is outside 1e-9 to 1e9");
      case PRICE_IS_NOT_NEGATIVE ->
          firstPrice(bar, price -> price < 0, (name, price) -> name + " " + price + " is negative");
      case PRICE_IS_IN_RANGE ->
          firstPrice(
              bar,
              ReferenceQuality::isUnlikely,
              (name, price) -> name + " " + price + " is outside 1e-20 to 1e20");
      case VOLUME_IS_NOT_NEGATIVE ->
          when(
              bar.exactVolume().orElse(0) < 0,
              "volume " + RawBar.wholeText(bar.exactVolume().orElse(0)) + " is negative");
      case COUNT_IS_NOT_NEGATIVE ->
          when(bar.trades().orElse(0) < 0, "trades " + bar.trades().orElse(0) + " is negative");
      case HIGH_IS_NOT_BELOW_LOW ->
          when(
              isBelow(bar.high(), bar.low()),
              "high " + text(bar.high()) + " is below low " + text(bar.low()));
      case OPEN_IS_IN_RANGE -> outsideRange("open", bar.open(), bar);
      case CLOSE_IS_IN_RANGE -> outsideRange("close", bar.close(), bar);
      case BARS_DO_NOT_CONFLICT -> Optional.empty(); // not for one bar to say: see settle
    };
  }

  private Optional<String> notWhole(OptionalDouble volume) {
    double shares = volume.orElse(0);
    if (shares != Math.rint(shares) && rules.fractionalVolume() == FractionalVolume.REJECT) {
      return Optional.of("volume " + shares + " is not a whole number");
    }
    if (shares != 0 && Math.abs(shares) < 1e-20) {
      return Optional.of("volume " + shares + " is smaller than 1e-20");
    }
    return when(
        Math.abs(shares) > MAX_VOLUME,
        "volume " + RawBar.wholeText(shares) + " has more than 15 digits");
  }

  private static Optional<String> tooLong(String name, OptionalLong number) {
    return when(
        number.orElse(0) > MAX_VOLUME || number.orElse(0) < -MAX_VOLUME,
        name + " " + number.orElse(0) + " has more than 15 digits");
  }

  /** What is said of the first price of a bar that is wrong; empty if none is. */
  private static Optional<String> firstPrice(
      Bar bar, DoublePredicate isWrong, BiFunction<String, Double, String> reason) {
    return BarColumn.fields().stream()
        .filter(column -> column.unit().isPrice())
        .filter(column -> column.valueOn(bar).filter(p -> isWrong.test((Double) p)).isPresent())
        .findFirst()
        .map(column -> reason.apply(column.words(), (Double) column.valueOn(bar).orElseThrow()));
  }

  private static boolean isUnlikely(double price) {
    double size = Math.abs(price);
    return size > 1e20 || (size > 0 && size < 1e-20);
  }

  private Optional<String> weekend(LocalDate date) {
    Optional<TradingCalendar> calendar = rules.sessions().stated();
    boolean isSession = calendar.filter(c -> c.covers(date) && c.isSession(date)).isPresent();
    if (rules.weekendsTrade() || isSession) {
      return Optional.empty();
    }
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> Optional.of("date " + date + " is a Saturday");
      case SUNDAY -> Optional.of("date " + date + " is a Sunday");
      default -> Optional.empty();
    };
  }

  private Optional<String> noSession(LocalDate date) {
    boolean isCountedAsWeekend =
        weekend(date).isPresent() && rules.isRelaxed(StandardRule.DATE_IS_A_SESSION);
    return rules
        .sessions()
        .stated()
        .filter(calendar -> calendar.covers(date) && !calendar.isSession(date))
        .filter(calendar -> !isCountedAsWeekend)
        .map(
            calendar ->
                calendar.name()
                    + " has no session on "
                    + date
                    + calendar.closureName(date).map(name -> " (" + name + ")").orElse(""));
  }

  private static Optional<String> outsideRange(String name, OptionalDouble price, Bar bar) {
    return when(
        isBelow(price, bar.low()) || isBelow(bar.high(), price),
        name + " " + text(price) + " is outside " + text(bar.low()) + " to " + text(bar.high()));
  }

  private static boolean isBelow(OptionalDouble a, OptionalDouble b) {
    if (a.isEmpty() || b.isEmpty()) {
      return false;
    }
    double larger = Math.max(Math.abs(a.getAsDouble()), Math.abs(b.getAsDouble()));
    return b.getAsDouble() - a.getAsDouble() > TOLERANCE * larger;
  }

  private static String text(OptionalDouble price) {
    return price.isPresent() ? Double.toString(price.getAsDouble()) : "?";
  }

  private static Optional<String> when(boolean broken, String reason) {
    return broken ? Optional.of(reason) : Optional.empty();
  }

  /** A bar that is kept although it breaks the rule. */
  private static Bar mended(StandardRule rule, Bar bar) {
    return switch (rule) {
      case VOLUME_IS_INTEGER, VOLUME_IS_NOT_NEGATIVE ->
          with(bar, column -> column != BarColumn.VOLUME);
      case COUNT_IS_INTEGER, COUNT_IS_NOT_NEGATIVE ->
          with(bar, column -> column != BarColumn.TRADES);
      case SPLIT_COEFFICIENT_IS_POSITIVE, SPLIT_COEFFICIENT_IS_IN_RANGE ->
          with(bar, column -> column != BarColumn.SPLIT_COEFFICIENT);
      case PRICE_IS_IN_RANGE ->
          with(bar, column -> !column.unit().isPrice() || !isUnlikely(numberOn(bar, column)));
      default -> bar;
    };
  }

  /** A bar with some of its fields. */
  private static Bar with(Bar bar, Predicate<BarColumn> kept) {
    Bar.Builder builder = Bar.builder().ticker(bar.ticker()).tradeDate(bar.tradeDate());
    BarColumn.fields().stream()
        .filter(column -> column.valueOn(bar).isPresent() && kept.test(column))
        .forEach(column -> column.set(builder, numberOn(bar, column)));
    return builder.build();
  }

  private static double numberOn(Bar bar, BarColumn column) {
    return column.numberOn(bar).orElse(Double.NaN);
  }

  /** Compares the bars of each ticker and date with each other. */
  private Checked settle() {
    List<Bar> accepted = new ArrayList<>();
    Map<Key, List<Row>> byKey = admitted.stream().collect(groupingBy(Row::key));
    byKey.forEach((key, rows) -> keepOne(key, rows).ifPresent(accepted::add));
    accepted.sort(Comparator.comparing(Bar::ticker).thenComparing(Bar::tradeDate));
    rejected.sort(Comparator.comparing(row -> row.line().orElseThrow()));
    List<Double> volumes =
        admitted.stream()
            .filter(row -> row.bar().exactVolume().isPresent())
            .map(row -> row.bar().exactVolume().getAsDouble())
            .toList();
    return new Checked(accepted, rejected, rejectedBars, volumes, tally);
  }

  /** The bar that is kept of those of one ticker and date; empty if they are rejected. */
  private Optional<Bar> keepOne(Key key, List<Row> rows) {
    List<Row> full =
        rows.stream()
            .filter(row -> rows.stream().allMatch(other -> saysAll(row.bar(), other.bar())))
            .toList();
    List<Row> withValues = rows.stream().filter(row -> !isEmpty(row.bar())).toList();
    if (!full.isEmpty() || rules.lastOfRepeatedDays()) {
      tally.countDuplicates(rows.size() - 1);
      if (full.isEmpty()) {
        tally.countWarned(StandardRule.BARS_DO_NOT_CONFLICT);
        return withValues.stream().max(Comparator.comparing(Row::line)).map(Row::bar);
      }
      return Stream.concat(
              full.stream().filter(row -> row.bar().splitCoefficient().isPresent()), full.stream())
          .findFirst()
          .map(Row::bar);
    }
    tally.countDuplicates(rows.size() - withValues.size());
    for (Row row : withValues) {
      reject(
          row,
          StandardRule.BARS_DO_NOT_CONFLICT,
          withValues.size() + " bars of " + key.ticker() + " on " + key.date() + " differ");
    }
    return Optional.empty();
  }

  /** Whether a bar says all that another one does, and nothing else instead. */
  private static boolean saysAll(Bar bar, Bar other) {
    return isEmpty(other)
        || (said(other).allMatch(column -> column.numberOn(bar).equals(column.numberOn(other)))
            && bar.splitCoefficient().orElse(1) == other.splitCoefficient().orElse(1));
  }

  private static boolean isEmpty(Bar bar) {
    return said(bar).findAny().isEmpty() && bar.splitCoefficient().orElse(1) == 1;
  }

  /** The fields that a bar has, but for its split coefficient, of which none and 1 are the same. */
  private static Stream<BarColumn> said(Bar bar) {
    return BarColumn.fields().stream()
        .filter(column -> column != BarColumn.SPLIT_COEFFICIENT)
        .filter(column -> column.valueOn(bar).isPresent());
  }

  private void reject(Row row, Rule rule, String reason) {
    rejectedBars.add(row.bar());
    tally.countRejected(rule.ruleName());
    String text = RawBar.toText(row.bar());
    tally.locateRejected(new Rejection(row.line(), rule.ruleName(), reason, text));
    rejected.add(
        RejectedRow.builder()
            .rule(rule.ruleName())
            .reason(reason)
            .origin(origin)
            .line(row.line())
            .text(text)
            .build());
  }
}

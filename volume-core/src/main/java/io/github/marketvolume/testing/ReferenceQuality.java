package io.github.marketvolume.testing;

import static java.util.stream.Collectors.groupingBy;

import io.github.marketvolume.engine.Acceptance;
import io.github.marketvolume.engine.RawBar;
import io.github.marketvolume.engine.Rejection;
import io.github.marketvolume.engine.Tally;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.Rule;
import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Checks bars by the rules, one rule after the other: the definition of what is accepted.
 *
 * <p>Of rows that are values already, the rules about text hold by themselves.
 */
final class ReferenceQuality {

  private static final long MAX_VOLUME = 999_999_999_999_999L;

  private final String origin;
  private final BarRules rules;
  private final LocalDate asOf;
  private final Tally tally = new Tally();
  private final List<Row> admitted = new ArrayList<>();
  private final List<RejectedRow> rejected = new ArrayList<>();

  /**
   * What became of a source's rows.
   *
   * @param accepted by ticker and date, one a key
   * @param rejected by place in the source
   */
  record Checked(List<Bar> accepted, List<RejectedRow> rejected, Tally tally)
      implements Acceptance.Places {

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
    Bar bar = read;
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
      Optional<String> breach = rule.violation(bar);
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
      case VOLUME_IS_INTEGER ->
          when(
              bar.volume().orElse(0) > MAX_VOLUME || bar.volume().orElse(0) < -MAX_VOLUME,
              "volume " + bar.volume().orElse(0) + " has more than 15 digits");
      case SPLIT_COEFFICIENT_IS_POSITIVE ->
          when(
              bar.splitCoefficient().orElse(1) <= 0,
              "split coefficient " + text(bar.splitCoefficient()) + " is not above 0");
      case PRICE_IS_NOT_NEGATIVE ->
          negative("open", bar.open())
              .or(() -> negative("high", bar.high()))
              .or(() -> negative("low", bar.low()))
              .or(() -> negative("close", bar.close()))
              .or(() -> negative("adj close", bar.adjClose()));
      case VOLUME_IS_NOT_NEGATIVE ->
          when(bar.volume().orElse(0) < 0, "volume " + bar.volume().orElse(0) + " is negative");
      case HIGH_IS_NOT_BELOW_LOW ->
          when(
              isBelow(bar.high(), bar.low()),
              "high " + text(bar.high()) + " is below low " + text(bar.low()));
      case OPEN_IS_IN_RANGE -> outsideRange("open", bar.open(), bar);
      case CLOSE_IS_IN_RANGE -> outsideRange("close", bar.close(), bar);
      case BARS_DO_NOT_CONFLICT -> Optional.empty(); // not for one bar to say: see settle
    };
  }

  private static Optional<String> negative(String name, OptionalDouble price) {
    return when(price.orElse(0) < 0, name + " " + text(price) + " is negative");
  }

  private static Optional<String> outsideRange(String name, OptionalDouble price, Bar bar) {
    return when(
        isBelow(price, bar.low()) || isBelow(bar.high(), price),
        name + " " + text(price) + " is outside " + text(bar.low()) + " to " + text(bar.high()));
  }

  private static boolean isBelow(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() && b.isPresent() && a.getAsDouble() < b.getAsDouble();
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
          Bar.builder().from(bar).volume(OptionalLong.empty()).build();
      case SPLIT_COEFFICIENT_IS_POSITIVE ->
          Bar.builder().from(bar).splitCoefficient(OptionalDouble.empty()).build();
      default -> bar;
    };
  }

  /** Compares the bars of each ticker and date with each other. */
  private Checked settle() {
    List<Bar> accepted = new ArrayList<>();
    Map<Key, List<Row>> byKey = admitted.stream().collect(groupingBy(Row::key));
    byKey.forEach(
        (key, rows) -> {
          if (rows.stream().map(Row::bar).distinct().count() == 1) {
            accepted.add(rows.get(0).bar());
            tally.countDuplicates(rows.size() - 1);
          } else {
            rows.forEach(
                row ->
                    reject(
                        row,
                        StandardRule.BARS_DO_NOT_CONFLICT,
                        rows.size()
                            + " bars of "
                            + key.ticker()
                            + " on "
                            + key.date()
                            + " differ"));
          }
        });
    accepted.sort(Comparator.comparing(Bar::ticker).thenComparing(Bar::tradeDate));
    rejected.sort(Comparator.comparing(row -> row.line().orElseThrow()));
    return new Checked(accepted, rejected, tally);
  }

  private void reject(Row row, Rule rule, String reason) {
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

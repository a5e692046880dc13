package io.github.marketvolume.intake;

import static io.github.marketvolume.quality.StandardRule.CLOSE_IS_IN_RANGE;
import static io.github.marketvolume.quality.StandardRule.COUNT_IS_INTEGER;
import static io.github.marketvolume.quality.StandardRule.COUNT_IS_NOT_NEGATIVE;
import static io.github.marketvolume.quality.StandardRule.DATE_IS_A_SESSION;
import static io.github.marketvolume.quality.StandardRule.DATE_IS_A_WEEKDAY;
import static io.github.marketvolume.quality.StandardRule.DATE_IS_NOT_IN_FUTURE;
import static io.github.marketvolume.quality.StandardRule.HIGH_IS_NOT_BELOW_LOW;
import static io.github.marketvolume.quality.StandardRule.OPEN_IS_IN_RANGE;
import static io.github.marketvolume.quality.StandardRule.PRICE_IS_IN_RANGE;
import static io.github.marketvolume.quality.StandardRule.PRICE_IS_NOT_NEGATIVE;
import static io.github.marketvolume.quality.StandardRule.SPLIT_COEFFICIENT_IS_IN_RANGE;
import static io.github.marketvolume.quality.StandardRule.SPLIT_COEFFICIENT_IS_POSITIVE;
import static io.github.marketvolume.quality.StandardRule.TICKER_IS_PRESENT;
import static io.github.marketvolume.quality.StandardRule.TICKER_IS_VALID;
import static io.github.marketvolume.quality.StandardRule.VOLUME_IS_INTEGER;
import static io.github.marketvolume.quality.StandardRule.VOLUME_IS_NOT_NEGATIVE;

import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.market.WholeVolume;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.ExpectedSessions;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.quality.Rule;
import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets bars in by the rules, one after the other, and counts. Whether bars conflict with each other
 * is not seen here; see {@link TickerBars}.
 */
public final class BarGate {

  /** The places of the prices, and of the whole numbers. */
  private static final int[] PRICES = places(field -> field.unit().isPrice());

  private static final int[] WHOLES = places(field -> field.type() == Long.class);

  /** What a price may be beyond another, as a share of the larger: so much is rounding. */
  private static final double PRICE_TOLERANCE = 1e-9;

  private static final int DAYS_OF_WEEK = 7;

  /** The day of the week of 1970-01-01, counted from a Monday, which is 0. */
  private static final int FIRST_DAY_OF_WEEK = 3;

  private static final int SATURDAY = 5;

  private final BarRules rules;
  private final Set<StandardRule> relaxed = EnumSet.noneOf(StandardRule.class);
  private final int asOfDay;
  private final Set<Rule> condoned = new LinkedHashSet<>();
  private final Tally tally = new Tally();

  /** The fields of the bar at the gate as they were read, for the text of a rejected row. */
  private final double[] asRead = new double[RawBar.FIELDS];

  /**
   * A gate with nothing counted yet.
   *
   * @param asOf the date after which a bar is from the future
   */
  public BarGate(BarRules rules, LocalDate asOf) {
    this.rules = rules;
    this.asOfDay = Math.toIntExact(asOf.toEpochDay());
    for (StandardRule rule : StandardRule.values()) {
      if (rules.isRelaxed(rule)) {
        relaxed.add(rule);
      }
    }
  }

  /** The date after which a bar is from the future. */
  LocalDate asOf() {
    return LocalDate.ofEpochDay(asOfDay);
  }

  private static int[] places(Predicate<BarColumn> kind) {
    return BarColumn.fields().stream().filter(kind).mapToInt(RawBar::place).toArray();
  }

  private static BarColumn field(int place) {
    return BarColumn.fields().get(place);
  }

  /** What was counted so far. */
  public Tally tally() {
    return tally;
  }

  /**
   * Counts a row and checks it by all rules that look at one bar.
   *
   * @return the first rule that it breaks and that is not relaxed; null if it is let in
   */
  public @Nullable Breach admit(RawBar bar) {
    return admit(bar, null, null);
  }

  /**
   * Counts a row and checks it.
   *
   * @param dateBreach what is wrong with the text of the date; null if nothing is
   * @param numberBreach what is wrong with the text of a number; null if nothing is
   */
  public @Nullable Breach admit(
      RawBar bar, @Nullable Breach dateBreach, @Nullable Breach numberBreach) {
    tally.countRead();
    System.arraycopy(bar.fields, 0, asRead, 0, asRead.length);
    Breach breach = breachOf(bar, dateBreach, numberBreach);
    if (breach != null) {
      System.arraycopy(asRead, 0, bar.fields, 0, asRead.length);
      tally.countRejected(breach.rule());
      tally.noteSplit(
          bar.ticker,
          dateBreach == null ? bar.epochDay : RawBar.NO_DAY,
          bar.fields[RawBar.SPLIT_COEFFICIENT]);
      condoned.clear();
      return breach;
    }
    tally.noteBar(bar.epochDay, bar.fields[RawBar.VOLUME]);
    if (!condoned.isEmpty()) {
      condoned.forEach(tally::countWarned);
      condoned.clear();
    }
    return null;
  }

  /** Counts a row that is rejected before it is a bar. */
  public Breach refuse(StandardRule rule, String reason) {
    tally.countRead();
    tally.countRejected(rule.ruleName());
    return Breach.of(rule, reason);
  }

  /**
   * Whether a breach of the rule is only counted; if so it is, once the row turns out to be let in.
   */
  public boolean condones(StandardRule rule) {
    if (relaxed.contains(rule)) {
      condoned.add(rule);
      return true;
    }
    return false;
  }

  private @Nullable Breach breachOf(
      RawBar bar, @Nullable Breach dateBreach, @Nullable Breach numberBreach) {
    if (bar.ticker.isEmpty()) {
      return Breach.of(TICKER_IS_PRESENT, "there is no ticker");
    }
    if (bar.ticker.indexOf('\ufffd') >= 0) {
      return Breach.of(
          TICKER_IS_VALID,
          "ticker \""
              + Excerpt.of(bar.ticker)
              + "\" is not UTF-8; declare the charset of the CSV layout");
    }
    if (!Ticker.isValid(bar.ticker)) {
      return Breach.of(
          TICKER_IS_VALID,
          "ticker \""
              + Excerpt.of(bar.ticker)
              + "\" is not 1 to "
              + Ticker.MAX_LENGTH
              + " visible characters without white space");
    }
    if (dateBreach != null) {
      return dateBreach;
    }
    if (bar.epochDay > asOfDay && !condones(DATE_IS_NOT_IN_FUTURE)) {
      return Breach.of(
          DATE_IS_NOT_IN_FUTURE,
          "date "
              + LocalDate.ofEpochDay(bar.epochDay)
              + " is after "
              + LocalDate.ofEpochDay(asOfDay));
    }
    Breach breach = breachOfDay(bar.epochDay);
    if (breach == null) {
      breach = numberBreach;
    }
    if (breach == null) {
      breach = breachOfFields(bar.fields);
    }
    return breach == null ? breachOfOwnRules(bar) : breach;
  }

  private @Nullable Breach breachOfDay(int epochDay) {
    ExpectedSessions sessions = rules.sessions();
    boolean isOnWeekend = isWeekend(epochDay) && rules.judgesWeekend(epochDay);
    if (isOnWeekend && !condones(DATE_IS_A_WEEKDAY)) {
      LocalDate date = LocalDate.ofEpochDay(epochDay);
      return Breach.of(
          DATE_IS_A_WEEKDAY,
          "date "
              + date
              + " is a "
              + date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }
    if (sessions instanceof ExpectedSessions.OfCalendar of
        && of.excludes(epochDay)
        && !(isOnWeekend && relaxed.contains(DATE_IS_A_SESSION))
        && !condones(DATE_IS_A_SESSION)) {
      return Breach.of(
          DATE_IS_A_SESSION, of.calendar().name() + " has no session on " + of.describe(epochDay));
    }
    return null;
  }

  private static boolean isWeekend(int epochDay) {
    return Math.floorMod(epochDay + FIRST_DAY_OF_WEEK, DAYS_OF_WEEK) >= SATURDAY;
  }

  /** By which rule a whole number is one. */
  static StandardRule ruleOfWhole(BarColumn field) {
    return field.unit() == BarColumn.Unit.SHARES ? VOLUME_IS_INTEGER : COUNT_IS_INTEGER;
  }

  /** What the rules do with a volume that is not a whole number. */
  FractionalVolume fractionalVolume() {
    return rules.fractionalVolume();
  }

  /** Rejects a number that should be whole and is not, or rounds or keeps it as the rules say. */
  private @Nullable Breach breachOfFraction(double[] fields, int place) {
    double number = fields[place];
    if (number == Math.rint(number) || Double.isNaN(number)) {
      return null;
    }
    FractionalVolume treatment =
        place == RawBar.VOLUME ? rules.fractionalVolume() : FractionalVolume.REJECT;
    if (treatment == FractionalVolume.ROUND) {
      fields[place] = WholeVolume.of(number);
      return null;
    }
    boolean isKept = treatment == FractionalVolume.KEEP;
    if (isKept && Math.abs(number) >= Limits.MIN_VOLUME) {
      return null;
    }
    StandardRule rule = ruleOfWhole(field(place));
    if (!condones(rule)) {
      return Breach.of(
          rule,
          field(place).words()
              + " "
              + number
              + (isKept ? " is smaller than 1e-20" : " is not a whole number"));
    }
    fields[place] = Double.NaN;
    return null;
  }

  private @Nullable Breach breachOfFields(double[] fields) {
    for (int place : WHOLES) {
      Breach fraction = breachOfFraction(fields, place);
      if (fraction != null) {
        return fraction;
      }
      double number = fields[place];
      if (Math.abs(number) > Limits.MAX_VOLUME) {
        StandardRule rule = ruleOfWhole(field(place));
        if (!condones(rule)) {
          return Breach.of(
              rule,
              field(place).words() + " " + RawBar.wholeText(number) + " has more than 15 digits");
        }
        fields[place] = Double.NaN;
      }
    }
    Breach breach = breachOfSplitCoefficient(fields);
    breach = breach == null ? breachOfPrices(fields) : breach;
    if (breach != null) {
      return breach;
    }
    for (int place : WHOLES) {
      double number = fields[place];
      if (number < 0) {
        StandardRule rule =
            field(place).unit() == BarColumn.Unit.SHARES
                ? VOLUME_IS_NOT_NEGATIVE
                : COUNT_IS_NOT_NEGATIVE;
        if (!condones(rule)) {
          return Breach.of(
              rule, field(place).words() + " " + RawBar.wholeText(number) + " is negative");
        }
        fields[place] = Double.NaN;
      }
    }
    return breachOfRange(fields);
  }

  private @Nullable Breach breachOfSplitCoefficient(double[] fields) {
    double coefficient = fields[RawBar.SPLIT_COEFFICIENT];
    if (coefficient <= 0) {
      if (!condones(SPLIT_COEFFICIENT_IS_POSITIVE)) {
        return Breach.of(
            SPLIT_COEFFICIENT_IS_POSITIVE, "split coefficient " + coefficient + " is not above 0");
      }
      fields[RawBar.SPLIT_COEFFICIENT] = Double.NaN;
    } else if (coefficient < Limits.MIN_COEFFICIENT || coefficient > Limits.MAX_COEFFICIENT) {
      if (!condones(SPLIT_COEFFICIENT_IS_IN_RANGE)) {
        return Breach.of(
            SPLIT_COEFFICIENT_IS_IN_RANGE,
            "split coefficient " + coefficient + " is outside 1e-9 to 1e9");
      }
      fields[RawBar.SPLIT_COEFFICIENT] = Double.NaN;
    }
    return null;
  }

  private @Nullable Breach breachOfPrices(double[] fields) {
    for (int place : PRICES) {
      double price = fields[place];
      if (price < 0 && !condones(PRICE_IS_NOT_NEGATIVE)) {
        return Breach.of(
            PRICE_IS_NOT_NEGATIVE, field(place).words() + " " + price + " is negative");
      }
    }
    for (int place : PRICES) {
      double price = fields[place];
      if (!Limits.isPrice(price) && !Double.isNaN(price)) {
        if (!condones(PRICE_IS_IN_RANGE)) {
          return Breach.of(
              PRICE_IS_IN_RANGE, field(place).words() + " " + price + " is outside 1e-20 to 1e20");
        }
        fields[place] = Double.NaN;
      }
    }
    return null;
  }

  private @Nullable Breach breachOfRange(double[] fields) {
    double high = fields[RawBar.HIGH];
    double low = fields[RawBar.LOW];
    if (isBelow(high, low) && !condones(HIGH_IS_NOT_BELOW_LOW)) {
      return Breach.of(HIGH_IS_NOT_BELOW_LOW, "high " + high + " is below low " + low);
    }
    if (isOutside(fields[RawBar.OPEN], low, high) && !condones(OPEN_IS_IN_RANGE)) {
      return outside(OPEN_IS_IN_RANGE, "open", fields[RawBar.OPEN], low, high);
    }
    if (isOutside(fields[RawBar.CLOSE], low, high) && !condones(CLOSE_IS_IN_RANGE)) {
      return outside(CLOSE_IS_IN_RANGE, "close", fields[RawBar.CLOSE], low, high);
    }
    return null;
  }

  private @Nullable Breach breachOfOwnRules(RawBar raw) {
    if (rules.added().isEmpty()) {
      return null;
    }
    Bar bar = raw.toBar();
    for (BarRule rule : rules.added()) {
      Optional<String> violation = violation(rule, bar);
      if (violation.isPresent()) {
        if (!rules.isRelaxed(rule)) {
          return Breach.of(rule, violation.get());
        }
        condoned.add(rule);
      }
    }
    return null;
  }

  private static Optional<String> violation(BarRule rule, Bar bar) {
    try {
      return Objects.requireNonNull(rule.violation(bar), "violation(bar) returned null");
    } catch (RuntimeException e) {
      throw new ExtensionException(
          "rule " + rule.ruleName(), bar.ticker() + " " + bar.tradeDate(), e);
    }
  }

  /** Whether the value is outside what is known of the range; a missing one never is. */
  private static boolean isOutside(double value, double low, double high) {
    return isBelow(value, low) || isBelow(high, value);
  }

  /** Whether a price is below another by more than rounding makes it; a missing one never is. */
  private static boolean isBelow(double price, double other) {
    return price < other
        && other - price > PRICE_TOLERANCE * Math.max(Math.abs(price), Math.abs(other));
  }

  private static Breach outside(Rule rule, String what, double value, double low, double high) {
    return Breach.of(rule, what + " " + value + " is outside " + known(low) + " to " + known(high));
  }

  private static String known(double bound) {
    return Double.isNaN(bound) ? "?" : Double.toString(bound);
  }
}

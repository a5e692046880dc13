package io.github.marketvolume.quality;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules for bars, and the treatment of a row that breaks one. By default every {@link
 * StandardRule} holds, a row that breaks one is rejected (a bar on a weekend is kept with a
 * warning), and a run fails, before it publishes anything, if more than half of an input's rows or
 * all rows of one file are rejected. An immutable value.
 *
 * <p>A run whose only output is {@code rejected()} has no limit, because it shows what is wrong
 * with an input.
 *
 * @param added the user's own rules, checked in this order after the standard ones about a single
 *     bar
 * @param relaxed rules that only warn: the row is kept and counted
 * @param fatalShares for each rule named, the share of rows, above which the run fails
 * @param limit the number of rows that may be rejected, by any rule, before the run fails
 * @param weekendsTrade whether {@link StandardRule#DATE_IS_A_WEEKDAY} is not checked
 * @param lastOfRepeatedDays whether the last of several contradicting bars of a ticker and date is
 *     kept
 * @param fractionalVolume the treatment of volumes that are not whole numbers
 * @param sessions which sessions the input is compared with
 */
public record BarRules(
    List<BarRule> added,
    Set<String> relaxed,
    Map<String, Double> fatalShares,
    RejectionLimit limit,
    boolean weekendsTrade,
    boolean lastOfRepeatedDays,
    FractionalVolume fractionalVolume,
    ExpectedSessions sessions)
    implements Serializable {

  /** The rules that only warn by default. */
  private static final Set<String> RELAXED =
      Set.of(StandardRule.DATE_IS_A_WEEKDAY.ruleName(), StandardRule.DATE_IS_A_SESSION.ruleName());

  private static final BarRules STANDARD =
      new BarRules(
          List.of(),
          RELAXED,
          Map.of(),
          RejectionLimit.STANDARD,
          false,
          false,
          FractionalVolume.REJECT,
          new ExpectedSessions.None());

  public BarRules {
    Arguments.requiredAll(added, "added");
    Arguments.requiredAll(relaxed, "relaxed");
    Arguments.required(fatalShares, "fatalShares");
    Arguments.required(limit, "limit");
    Arguments.required(fractionalVolume, "fractionalVolume");
    Arguments.required(sessions, "sessions");
    added = List.copyOf(added);
    relaxed = Set.copyOf(relaxed);
    fatalShares = Map.copyOf(fatalShares);
    fatalShares.values().forEach(RejectionLimit::requireShare);
  }

  /**
   * All standard rules. Each rejects the rows that break it, except the rule about weekends, which
   * only warns; the run fails if more than half of the rows, or all rows of one file, are rejected.
   */
  public static BarRules standard() {
    return STANDARD;
  }

  /**
   * These rules and one more.
   *
   * @throws InvalidPlanException if it is neither a record nor an enum, or its name is taken
   */
  public BarRules and(BarRule rule) {
    Arguments.required(rule, "rule");
    if (!(rule instanceof Record) && !(rule instanceof Enum)) {
      throw new InvalidPlanException(
          "rule "
              + rule.getClass().getName()
              + " does not compare by value; write it as a record or an enum");
    }
    if (names().contains(rule.ruleName())) {
      throw new InvalidPlanException(
          "there are two rules named " + rule.ruleName() + "; give one of them another name");
    }
    List<BarRule> rules = new ArrayList<>(added);
    rules.add(rule);
    return new BarRules(
        rules,
        relaxed,
        fatalShares,
        limit,
        weekendsTrade,
        lastOfRepeatedDays,
        fractionalVolume,
        sessions);
  }

  /**
   * These rules, except that {@code rule} only warns: rows that break it are kept and counted.
   *
   * @throws InvalidPlanException if a row that breaks it could not be kept
   */
  public BarRules relaxing(Rule rule) {
    requireKnown(rule);
    if (rule instanceof InputRule) {
      return this; // it only warns
    }
    if (rule instanceof StandardRule standard && !standard.isRelaxable()) {
      throw new InvalidPlanException(
          "rule "
              + rule.ruleName()
              + " cannot be relaxed: a row that breaks it has no place in a"
              + " series");
    }
    Set<String> names = new LinkedHashSet<>(relaxed);
    names.add(rule.ruleName());
    return withRelaxed(names);
  }

  /**
   * These rules, except that {@code rule} rejects the rows that break it. Every rule does so by
   * default, except {@link StandardRule#DATE_IS_A_WEEKDAY} and {@link
   * StandardRule#DATE_IS_A_SESSION}.
   *
   * @throws InvalidPlanException if it is an {@link InputRule}, which no row breaks, or about
   *     sessions that are not stated
   */
  public BarRules rejecting(Rule rule) {
    requireAsked(rule);
    if (rule instanceof InputRule) {
      throw new InvalidPlanException(
          "rule "
              + rule.ruleName()
              + " is about days that have no row, so it cannot reject one; let it fail the run with"
              + " failingAbove(rule, share)");
    }
    Set<String> names = new LinkedHashSet<>(relaxed);
    names.remove(rule.ruleName());
    return withRelaxed(names);
  }

  private BarRules withRelaxed(Set<String> names) {
    return new BarRules(
        added,
        names,
        fatalShares,
        limit,
        weekendsTrade,
        lastOfRepeatedDays,
        fractionalVolume,
        sessions);
  }

  /**
   * These rules for a market that trades on weekends, such as that of crypto currencies: {@link
   * StandardRule#DATE_IS_A_WEEKDAY} is not checked.
   */
  public BarRules tradingOnWeekends() {
    return new BarRules(
        added, relaxed, fatalShares, limit, true, lastOfRepeatedDays, fractionalVolume, sessions);
  }

  /**
   * These rules for a market with this calendar. They compare the input with its sessions, and warn
   * of bars on other days ({@link StandardRule#DATE_IS_A_SESSION}), and of what is missing ({@link
   * InputRule}), one line a rule. Days beyond the coverage are not judged, of which there is one
   * warning a source.
   */
  public BarRules expectingSessionsOf(TradingCalendar calendar) {
    return withSessions(new ExpectedSessions.OfCalendar(Arguments.required(calendar, "calendar")));
  }

  /**
   * These rules for a market without a stated calendar: its sessions are the days on which it
   * trades. They warn of bars that a ticker lacks on a day on which most others have one, and of a
   * last day that is not complete, as the {@link InputRule}s define; there is no day without a
   * session.
   */
  public BarRules expectingSessionsOfMarket() {
    return withSessions(new ExpectedSessions.OfMarket());
  }

  private BarRules withSessions(ExpectedSessions expected) {
    return new BarRules(
        added,
        relaxed,
        fatalShares,
        limit,
        weekendsTrade,
        lastOfRepeatedDays,
        fractionalVolume,
        expected);
  }

  /**
   * These rules, except that the last of several contradicting bars of one ticker and date is kept,
   * as for files with appended corrections. The others are counted as duplicates, and the kept bar
   * as one that broke {@link StandardRule#BARS_DO_NOT_CONFLICT}.
   *
   * <p>The last bar is in the last line of the file whose path is last or, of Java values, the last
   * value. A table or a Parquet dataset has no order: a stage that reads one is refused.
   */
  public BarRules keepingLastOfRepeatedDays() {
    return new BarRules(
        added, relaxed, fatalShares, limit, weekendsTrade, true, fractionalVolume, sessions);
  }

  /**
   * These rules with another treatment of volumes that are not whole numbers, such as those of
   * crypto currencies, of fractional shares, and of vendors who adjust for splits. By default such
   * a row breaks {@link StandardRule#VOLUME_IS_INTEGER}.
   */
  public BarRules fractionalVolume(FractionalVolume treatment) {
    return new BarRules(
        added,
        relaxed,
        fatalShares,
        limit,
        weekendsTrade,
        lastOfRepeatedDays,
        Arguments.required(treatment, "treatment"),
        sessions);
  }

  /**
   * These rules, with a run that fails if more than {@code share} of all rows break {@code rule},
   * relaxed or not. Of an {@link InputRule} it is a share of what the rule judges.
   *
   * @param share from 0, where the first row is fatal, to 1; 0.01 is one row in a hundred
   * @throws InvalidPlanException if the rule is not among these, or about sessions that are not
   *     stated
   */
  public BarRules failingAbove(Rule rule, double share) {
    requireAsked(rule);
    Map<String, Double> shares = new LinkedHashMap<>(fatalShares);
    shares.put(rule.ruleName(), share);
    return new BarRules(
        added,
        relaxed,
        shares,
        limit,
        weekendsTrade,
        lastOfRepeatedDays,
        fractionalVolume,
        sessions);
  }

  /**
   * These rules, with a run that fails if more than {@code share} of all rows, or all of them, are
   * rejected. This replaces the default limit, so that all rows of one file may be rejected.
   *
   * @param share from 0, where the first row is fatal, to 1; 0.01 is one row in a hundred
   */
  public BarRules failingAbove(double share) {
    return new BarRules(
        added,
        relaxed,
        fatalShares,
        RejectionLimit.above(share),
        weekendsTrade,
        lastOfRepeatedDays,
        fractionalVolume,
        sessions);
  }

  /**
   * These rules, with a run that never fails because of rejected rows, not even if all are
   * rejected.
   */
  public BarRules withoutLimits() {
    return new BarRules(
        added,
        relaxed,
        Map.of(),
        RejectionLimit.NONE,
        weekendsTrade,
        lastOfRepeatedDays,
        fractionalVolume,
        sessions);
  }

  /** Whether rows that break this rule are kept. */
  public boolean isRelaxed(Rule rule) {
    return relaxed.contains(Arguments.required(rule, "rule").ruleName());
  }

  /**
   * Whether {@link StandardRule#DATE_IS_A_WEEKDAY} judges a day on a weekend: not where weekends
   * trade, nor where the stated calendar has a session.
   */
  public boolean judgesWeekend(int epochDay) {
    return !weekendsTrade && !(sessions.stated().isPresent() && sessions.includes(epochDay));
  }

  /** The names of all rules, in the order in which they are checked. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (StandardRule rule : StandardRule.values()) {
      if (rule == StandardRule.BARS_DO_NOT_CONFLICT) {
        added.forEach(own -> names.add(own.ruleName()));
      }
      names.add(rule.ruleName());
    }
    for (InputRule rule : InputRule.values()) {
      names.add(rule.ruleName());
    }
    return names;
  }

  /** The rules in an analyst's words. */
  public String describe() {
    StringBuilder text = new StringBuilder("standard bar rules");
    if (!added.isEmpty()) {
      text.append(" and ")
          .append(added.stream().map(Rule::ruleName).collect(Collectors.joining(", ")));
    }
    String alsoRelaxed =
        relaxed.stream()
            .filter(name -> !RELAXED.contains(name))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!alsoRelaxed.isEmpty()) {
      text.append("; only warning: ").append(alsoRelaxed);
    }
    if (weekendsTrade) {
      text.append("; trading on weekends");
    } else if (!isRelaxed(StandardRule.DATE_IS_A_WEEKDAY)) {
      text.append("; rejecting weekends");
    }
    if (sessions instanceof ExpectedSessions.OfCalendar of) {
      text.append("; expecting the sessions of ").append(of.calendar());
      if (!isRelaxed(StandardRule.DATE_IS_A_SESSION)) {
        text.append(", rejecting other days");
      }
    } else if (sessions instanceof ExpectedSessions.OfMarket) {
      text.append("; expecting the sessions of the market");
    }
    if (lastOfRepeatedDays) {
      text.append("; keeping the last of repeated days");
    }
    switch (fractionalVolume) {
      case REJECT -> {} // as usual
      case ROUND -> text.append("; rounding fractional volumes");
      case KEEP -> text.append("; keeping fractional volumes");
    }
    fatalShares.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            e ->
                text.append("; fatal above ")
                    .append(percent(e.getValue()))
                    .append(isOfInput(e.getKey()) ? ": " : " of rows: ")
                    .append(e.getKey()));
    return text.append("; ").append(limit.describe()).toString();
  }

  private void requireKnown(Rule rule) {
    if (!names().contains(Arguments.required(rule, "rule").ruleName())) {
      throw new InvalidPlanException(
          "rule " + rule.ruleName() + " is not among the rules; add it with and(...) first");
    }
  }

  /** Fails if the rule is not known, or not asked because the sessions are not stated. */
  private void requireAsked(Rule rule) {
    requireKnown(rule);
    boolean isAsked =
        rule == StandardRule.DATE_IS_A_SESSION
            ? sessions instanceof ExpectedSessions.OfCalendar
            : !(rule instanceof InputRule) || !(sessions instanceof ExpectedSessions.None);
    if (!isAsked) {
      throw new InvalidPlanException(
          "rule "
              + rule.ruleName()
              + " is not asked without sessions; state them first with"
              + " expectingSessionsOf(calendar)"
              + (rule instanceof InputRule ? " or expectingSessionsOfMarket()" : ""));
    }
  }

  private static boolean isOfInput(String rule) {
    return Arrays.stream(InputRule.values()).anyMatch(of -> of.ruleName().equals(rule));
  }

  /** A share as text: 0.07 is {@code 7 %}. */
  public static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }
}

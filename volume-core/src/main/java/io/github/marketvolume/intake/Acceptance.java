package io.github.marketvolume.intake;

import io.github.marketvolume.attendance.SessionFindings;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.InputRule;
import io.github.marketvolume.quality.RejectionLimit;
import io.github.marketvolume.quality.StandardRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides whether an input is good enough to go on with, and says of one that is not what is wrong
 * with most of it.
 */
public final class Acceptance {

  /** What a message can say of the parts of an input. */
  public interface Places {

    /** The file that a part of the input belongs to; empty if the input is not files. */
    Optional<String> file(int part);

    /** A rejected row as a value; its text does not matter. */
    RejectedRow locate(Rejection row);

    /**
     * The layout that fits the header of a part's file better than the one it is read by; empty if
     * there is none.
     */
    Optional<String> betterLayout(int part);
  }

  /** The rule that a quarantined file is rejected under. */
  private static final String QUARANTINE = StandardRule.FILE_IS_READABLE.ruleName();

  private final Tally tally;
  private final String source;
  private final Places places;

  private Acceptance(Tally tally, String source, Places places) {
    this.tally = tally;
    this.source = source;
    this.places = places;
  }

  /**
   * Fails if more rows than the rules allow broke one, or more of an input as a whole.
   *
   * @param sessions what is found of the input's sessions
   * @param source the source in words, for the message
   * @throws QualityException if the input is not good enough
   */
  public static void require(
      Tally tally, SessionFindings sessions, BarRules rules, String source, Places places) {
    Acceptance acceptance = new Acceptance(tally, source, places);
    new TreeMap<>(rules.fatalShares()).forEach(acceptance::requireRule);
    acceptance.requireLimit(rules.limit());
    for (InputRule rule : InputRule.values()) {
      Double share = rules.fatalShares().get(rule.ruleName());
      if (share != null && isAbove(sessions.broken(rule), sessions.judged(rule), share)) {
        throw new QualityException(
            source
                + ": "
                + sessions.describe(rule)
                + ", more than the "
                + BarRules.percent(share)
                + " that rule "
                + rule.ruleName()
                + " allows",
            true);
      }
    }
  }

  private void requireRule(String rule, double share) {
    long rows = tally.rowsThatBroke(rule);
    if (isAbove(rows, tally.rowsRead(), share)) {
      Tally.Reason reason = tally.reasons().get(rule);
      throw new QualityException(
          tooMany(rows, tally.rowsRead(), "broke rule " + rule, share)
              + (reason == null ? "" : ", such as " + example(reason)),
          true);
    }
  }

  private void requireLimit(RejectionLimit limit) {
    // A quarantined file is one row in the counts, but its owner has allowed for it.
    NavigableMap<String, Tally.Reason> reasons = tally.reasons();
    reasons.remove(QUARANTINE);
    long rejected = tally.rejectedRows();
    long quarantined = tally.rowsThatBroke(QUARANTINE);
    long rows = tally.rowsRead() - quarantined;
    if (isAbove(rejected - quarantined, rows, limit.share())) {
      throw new QualityException(
          tooMany(rejected - quarantined, rows, "were rejected", limit.share())
              + commonest(reasons),
          true);
    }
    if (limit.failsOnNothing() && rejected > 0 && tally.acceptedRows() == 0) {
      throw new QualityException(
          String.format(
              Locale.ROOT,
              "%s: no bar was accepted, %,d of %,d rows were rejected%s",
              source,
              rejected,
              tally.rowsRead(),
              commonest(tally.reasons())),
          false);
    }
    if (limit.failsOnWholeFile()) {
      partsByFile().forEach(this::requireFile);
    }
  }

  /** Whether so many rows are more than a share of all, exactly. */
  private static boolean isAbove(long rows, long all, double share) {
    BigDecimal most = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(all));
    return BigDecimal.valueOf(rows).compareTo(most) > 0;
  }

  private String tooMany(long rows, long all, String what, double share) {
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d rows %s, more than the %s allowed",
        source,
        rows,
        all,
        what,
        BarRules.percent(share));
  }

  private Map<String, List<Integer>> partsByFile() {
    Map<String, List<Integer>> parts = new TreeMap<>();
    for (int part : tally.readByPart().keySet()) {
      places
          .file(part)
          .ifPresent(file -> parts.computeIfAbsent(file, name -> new ArrayList<>()).add(part));
    }
    return parts;
  }

  private void requireFile(String file, Collection<Integer> parts) {
    NavigableMap<String, Tally.Reason> reasons = tally.reasons(parts);
    if (reasons.containsKey(QUARANTINE)) {
      return;
    }
    long read = parts.stream().mapToLong(tally.readByPart()::get).sum();
    long rejected = reasons.values().stream().mapToLong(Tally.Reason::rows).sum();
    if (read > 0 && rejected == read) {
      throw new QualityException(
          String.format(
              Locale.ROOT,
              "%s: all of its %,d rows were rejected%s",
              file,
              read,
              commonest(reasons)),
          true);
    }
  }

  /** The rule that most rows broke, the first of these, and perhaps why so many did. */
  private String commonest(NavigableMap<String, Tally.Reason> reasons) {
    Map.Entry<String, Tally.Reason> most = null;
    for (Map.Entry<String, Tally.Reason> reason : reasons.entrySet()) {
      if (most == null || reason.getValue().rows() > most.getValue().rows()) {
        most = reason;
      }
    }
    if (most == null) {
      return "";
    }
    Tally.Reason reason = most.getValue();
    String text =
        String.format(
            Locale.ROOT,
            "; commonest reason: %s (%,d %s), such as %s",
            most.getKey(),
            reason.rows(),
            reason.rows() == 1 ? "row" : "rows",
            example(reason));
    int part = CsvSplit.splitOf(reason.first().position());
    Optional<String> layout = places.betterLayout(part);
    return layout.isEmpty()
        ? text
        : text
            + "; the header of "
            + places.file(part).orElse(source)
            + " fits the "
            + layout.get()
            + " layout better";
  }

  /** A row that was rejected: where it is and what is wrong. */
  private String example(Tally.Reason reason) {
    RejectedRow row = places.locate(reason.first());
    return row.origin()
        + (row.line().isPresent() ? ":" + row.line().getAsLong() : "")
        + ": "
        + row.reason();
  }
}

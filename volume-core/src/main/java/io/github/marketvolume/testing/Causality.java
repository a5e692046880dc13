package io.github.marketvolume.testing;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.quality.BarRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The law that a pipeline does not look ahead: a published row does not change when later bars
 * arrive. An episode that says that it is open may be extended; one that is closed may not. Trading
 * on a flag, or training a model on a score, relies on it.
 */
public final class Causality {

  /** The largest number of prefixes that are replayed. */
  private static final int MAX_PREFIXES = 50;

  /**
   * How far apart numbers may be, relative to their size: sums in parallel differ by their order.
   */
  private static final double TOLERANCE = 1e-12;

  /** The columns that identify a row of a stage, if it has them. */
  private static final Set<String> KEY = Set.of("trade_date", "start_date", "ticker", "flag");

  /** What may only grow of an episode that was open. */
  private static final Set<String> GROWING = Set.of("end_date", "sessions", "flagged_days");

  private Causality() {}

  /**
   * Replays history: runs the pipeline on the bars up to one date, then on those up to the next,
   * and fails if a published row has changed, vanished, or appeared late.
   *
   * <p>Every date is replayed if the bars have at most 50 dates; otherwise 50 evenly spread dates,
   * including the first and the last. Equal bars give equal rows up to the order of summation:
   * numbers may differ by 1e-12 of their size.
   *
   * @param pipeline the stage to test, made from the bars
   * @param bars in any order; the as-of date is the last of their dates, so that none is from the
   *     future
   * @throws AssertionError if the pipeline looks ahead; the message names the date that revealed it
   *     and the row that it changed
   */
  public static void assertCausal(
      Function<BarsStage, ? extends Stage<?>> pipeline, List<Bar> bars, Runner runner) {
    List<Bar> byDate = bars.stream().sorted(Comparator.comparing(Bar::tradeDate)).toList();
    List<LocalDate> dates = byDate.stream().map(Bar::tradeDate).distinct().toList();
    Rows before = null;
    for (LocalDate last : spread(dates)) {
      List<Bar> prefix = byDate.stream().filter(bar -> !bar.tradeDate().isAfter(last)).toList();
      BarsStage stage =
          BarsStage.from(new Replay(prefix))
              .asOf(last)
              .checkedBy(BarRules.standard().withoutLimits());
      Rows now = Rows.of(pipeline.apply(stage), last, runner);
      if (before != null) {
        before.requireUnchanged(now);
      }
      before = now;
    }
  }

  private static List<LocalDate> spread(List<LocalDate> dates) {
    if (dates.size() <= MAX_PREFIXES) {
      return dates;
    }
    List<LocalDate> some = new ArrayList<>();
    for (int i = 0; i < MAX_PREFIXES; i++) {
      some.add(dates.get(i * (dates.size() - 1) / (MAX_PREFIXES - 1)));
    }
    return some;
  }

  /** The bars known at some date, under a name that is the same at all dates. */
  private record Replay(List<Bar> bars) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      return bars.iterator();
    }

    @Override
    public String describe() {
      return "replayed bars";
    }
  }

  /**
   * What a stage yields.
   *
   * @param last the last date that was known
   * @param byKey the rows' values by column, under the values that tell the row apart
   * @param areEpisodes whether the rows may be open
   */
  private record Rows(
      LocalDate last, Map<Map<String, Object>, Map<String, Object>> byKey, boolean areEpisodes) {

    static <S> Rows of(Stage<S> stage, LocalDate last, Runner runner) {
      Schema<S> schema = stage.plan().schema();
      Map<Map<String, Object>, Map<String, Object>> byKey = new LinkedHashMap<>();
      for (S row : stage.collect(runner)) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Column<S> column : schema.columns()) {
          values.put(column.name(), column.valueOn(row));
        }
        Map<String, Object> key = new LinkedHashMap<>(values);
        key.keySet().retainAll(keyOf(stage, schema));
        byKey.put(key.isEmpty() ? values : key, values);
      }
      return new Rows(last, byKey, stage.plan() instanceof EpisodesNode);
    }

    /** The group is of the key, but for episodes of a ticker, whose peak may be in a later one. */
    private static Set<String> keyOf(Stage<?> stage, Schema<?> schema) {
      Set<String> key = new HashSet<>(KEY);
      if (!(stage.plan() instanceof EpisodesNode && schema.names().contains("ticker"))) {
        stage.plan().bars().grouping().ifPresent(by -> key.add(by.name()));
      }
      return key;
    }

    void requireUnchanged(Rows later) {
      byKey.forEach(
          (key, values) -> {
            Map<String, Object> changed = later.byKey.get(key);
            if (changed == null) {
              throw lookAhead(later, key, "is gone");
            }
            values.forEach(
                (column, value) -> {
                  boolean isKept =
                      isOpen(values)
                          ? isStillPossible(column, value, changed.get(column))
                          : isSame(value, changed.get(column));
                  if (!isKept) {
                    throw lookAhead(
                        later,
                        key,
                        column + " was " + text(value) + " and is " + text(changed.get(column)));
                  }
                });
          });
      later.byKey.keySet().stream()
          .filter(key -> !byKey.containsKey(key) && wasDue(key))
          .findFirst()
          .ifPresent(
              key -> {
                throw lookAhead(later, key, "was not there");
              });
    }

    private boolean wasDue(Map<String, Object> key) {
      Object due = key.getOrDefault("trade_date", key.get("start_date"));
      return due instanceof LocalDate date && !date.isAfter(last);
    }

    private boolean isOpen(Map<String, Object> values) {
      return areEpisodes && Boolean.TRUE.equals(values.get("is_open"));
    }

    /** Whether a cell of an open episode may have become another. */
    @SuppressWarnings("unchecked") // both are of one column
    private static boolean isStillPossible(
        String column, @Nullable Object before, @Nullable Object now) {
      if (!GROWING.contains(column)) {
        return true;
      }
      return before instanceof Comparable<?> value
          && now != null
          && ((Comparable<Object>) value).compareTo(now) <= 0;
    }

    private AssertionError lookAhead(Rows later, Map<String, Object> key, String change) {
      return new AssertionError(
          "the pipeline looks ahead: once bars of "
              + later.last
              + " are known, row "
              + key.entrySet().stream()
                  .map(e -> e.getKey() + "=" + text(e.getValue()))
                  .collect(Collectors.joining(", "))
              + ", out by "
              + last
              + ", changes: "
              + change);
    }

    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
      if (a instanceof Double x && b instanceof Double y) {
        return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
      }
      return Objects.equals(a, b);
    }

    private static String text(@Nullable Object value) {
      return value == null ? "missing" : value.toString();
    }
  }
}

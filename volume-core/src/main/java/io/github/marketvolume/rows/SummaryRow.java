package io.github.marketvolume.rows;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A ticker's row in a leaderboard, as runners hand it to users.
 *
 * @param summaries what the leaderboard shows
 * @param values their values in that order, null where missing
 */
public record SummaryRow(
    Ticker ticker,
    Optional<LocalDate> period,
    Optional<String> group,
    OptionalLong rank,
    boolean isUnfinished,
    List<Summary<Bar, ?>> summaries,
    List<@Nullable Object> values)
    implements TickerSummary {

  @Override
  public <T extends Number> Optional<T> get(Summary<Bar, T> summary) {
    return Optional.ofNullable(
        summary.type().cast(MeasuredRow.typed(summary.type(), valueOf(summary))));
  }

  @Override
  public OptionalDouble exact(Summary<Bar, ?> summary) {
    return MeasuredRow.number(valueOf(summary));
  }

  private @Nullable Object valueOf(Summary<Bar, ?> summary) {
    for (int i = 0; i < summaries.size(); i++) {
      if (summaries.get(i) == summary) { // as the schema asks; no definition has to be made
        return values.get(i);
      }
    }
    for (int i = 0; i < summaries.size(); i++) {
      if (summaries.get(i).definition().equals(summary.definition())) {
        return values.get(i);
      }
    }
    throw new InvalidPlanException(
        "this leaderboard has no "
            + summary.name()
            + " ("
            + summary.describe()
            + "); add it to leaderboard(...)");
  }
}

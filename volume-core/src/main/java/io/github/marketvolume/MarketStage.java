package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.plan.MarketNode;
import io.github.marketvolume.plan.MeasuredNode;
import java.util.List;

/** The market's own series, one row per day. It can be measured and flagged like a ticker's. */
public final class MarketStage extends Stage<Measured<MarketDay>> {

  private final MarketNode node;

  MarketStage(MarketNode node) {
    super(node);
    this.node = node;
  }

  /** Adds columns to every day: {@code measure(total(VOLUME).modifiedZScore().over(bars(60)))}. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final MeasuredStage<MarketDay> measure(Metric<MarketDay, ?>... metrics) {
    return measuring().measureAll(Arguments.list(metrics, "metrics"));
  }

  /** Adds flags that judge by the cross-sections. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final FlaggedStage<MarketDay> flag(Flag<MarketDay>... flags) {
    return measuring().flagAll(Arguments.list(flags, "flags"));
  }

  /** Measures the inputs of a rule, and flags the days that it calls anomalies: shocks. */
  public FlaggedStage<MarketDay> flagAnomalies(AnomalyRule<MarketDay> rule) {
    return measuring().flagAnomalies(rule);
  }

  private MeasuredStage<MarketDay> measuring() {
    return new MeasuredStage<>(new MeasuredNode<>(node, List.of()));
  }
}

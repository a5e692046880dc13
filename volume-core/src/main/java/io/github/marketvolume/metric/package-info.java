/**
 * The metrics of a series, as typed handles.
 *
 * <p>Begin with a series: a field of a bar ({@link io.github.marketvolume.metric.BarMetrics}) or a
 * figure of the whole market ({@link io.github.marketvolume.metric.CrossSection}). Choose a
 * statistic or a score and a {@link io.github.marketvolume.metric.RollingWindow}; the result is a
 * series again. Rank it ({@link io.github.marketvolume.metric.Rank}), or judge it by a rule to get
 * a {@link io.github.marketvolume.metric.Flag}.
 *
 * <p>Handles are immutable values that compare by what they compute. They hold no numbers; rows do:
 * {@link io.github.marketvolume.metric.Measured}, {@link io.github.marketvolume.metric.Flagged},
 * {@link io.github.marketvolume.metric.Anomaly}, {@link
 * io.github.marketvolume.metric.TickerSummary}.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume.metric;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

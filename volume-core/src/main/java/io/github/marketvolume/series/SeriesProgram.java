package io.github.marketvolume.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Constant;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.LevelOf;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.TickerOfLargest;
import io.github.marketvolume.metric.Volumes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Which steps compute some metrics of one series, in which order: an immutable recipe, that any
 * number of {@linkplain SeriesRun runs} are started from. What several metrics need is computed
 * once: definitions are compared, not names, and all that is asked of one series over one window is
 * read off one sliding window in one pass. What is computed is within {@link Limits}.
 */
public final class SeriesProgram {

  /** The recipe of every step, before those that need it, and the metrics that it computes. */
  private final Map<StepRecipe, List<Metric<?, ?>>> steps = new LinkedHashMap<>();

  private final Volumes volumes;

  private final Set<Metric<?, ?>> planned = new LinkedHashSet<>();

  /** Computed when it is first asked for, which may be twice; it is not 0 then. */
  private long fingerprint;

  /**
   * A program that computes these metrics and their inputs.
   *
   * @param wanted what {@link SeriesColumns#get} will be asked for
   */
  public SeriesProgram(List<? extends Metric<?, ?>> wanted) {
    this(wanted, List.of(), Volumes.WHOLE);
  }

  /**
   * A program that need not compute some of the metrics.
   *
   * @param given what its runs find in the {@link SeriesColumns} already, by definition
   * @param volumes what the volumes of the bars are
   */
  public SeriesProgram(
      List<? extends Metric<?, ?>> wanted, List<? extends Metric<?, ?>> given, Volumes volumes) {
    this.volumes = volumes;
    planned.addAll(given);
    for (Metric<?, ?> metric : wanted) {
      plan(metric.definition());
    }
  }

  /**
   * Whether values of this metric come from outside the series: across tickers, or from the date.
   */
  public static boolean isGiven(Metric<?, ?> metric) {
    return metric instanceof CrossSection
        || metric instanceof DayKindOf
        || metric instanceof TickerOfLargest
        || Rank.isAcrossTickers(metric);
  }

  private void plan(Metric<?, ?> metric) {
    if (metric instanceof LevelOf<?> level) {
      plan(level.flag().definition()); // which tells it, row by row
      return;
    }
    boolean isOfBarItself = metric instanceof BarField<?> field && field.isOfBarItself();
    if (isOfBarItself || metric instanceof Constant || isGiven(metric) || !planned.add(metric)) {
      return;
    }
    for (Metric<?, ?> input : metric.inputs()) {
      plan(input.definition());
    }
    steps.computeIfAbsent(StepRecipe.of(metric), recipe -> new ArrayList<>()).add(metric);
  }

  /** A run that has seen no row. */
  public SeriesRun start() {
    return new SeriesRun(this);
  }

  /**
   * A run that goes on from a state.
   *
   * @param state what {@link SeriesRun#state} gave, of a program of the same metrics
   * @throws io.github.marketvolume.error.SourceException if it is of other metrics, of another
   *     version, or damaged
   */
  public SeriesRun resume(byte[] state) {
    return start().read(state);
  }

  Step[] startSteps() {
    return steps.entrySet().stream()
        .map(step -> step.getKey().start(step.getValue(), volumes))
        .toArray(Step[]::new);
  }

  /** A metric that is hindsight, described; null if there is none. */
  @Nullable String hindsight() {
    for (Map.Entry<StepRecipe, List<Metric<?, ?>>> step : steps.entrySet()) {
      if (step.getKey().start(step.getValue(), volumes).isHindsight()) {
        return step.getValue().get(0).describe();
      }
    }
    return null;
  }

  /** A number that is another one for other metrics. */
  long fingerprint() {
    if (fingerprint == 0) {
      fingerprint = computeFingerprint();
    }
    return fingerprint;
  }

  private long computeFingerprint() {
    CRC32 checksum = new CRC32();
    for (List<Metric<?, ?>> metrics : steps.values()) {
      for (Metric<?, ?> metric : metrics) {
        checksum.update((metric.getClass().getSimpleName() + metric.describe()).getBytes(UTF_8));
      }
    }
    return checksum.getValue();
  }
}

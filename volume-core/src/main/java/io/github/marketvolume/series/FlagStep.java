package io.github.marketvolume.series;

import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.LevelOf;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Verdict;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a rule about each row. */
public final class FlagStep extends Step {

  private final Flag<?> flag;

  FlagStep(Metric<?, ?> metric) {
    this.flag = (Flag<?>) metric;
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[][] inputs = inputs(flag.rule(), columns);
    double[] values = new double[inputs.length];
    double[] result = columns.output(flag).numbers;
    for (int i = from; i < to; i++) {
      Verdict verdict = verdict(flag.rule(), inputs, values, columns.key(i), i);
      result[i] = verdict == null ? Double.NaN : verdict.fires() ? 1 : 0;
    }
  }

  /** What a rule says of a row that it can judge, as of one that is flagged. */
  public static Verdict verdict(AnomalyRule<?> rule, SeriesColumns columns, int row) {
    double[][] inputs = inputs(rule, columns);
    return Objects.requireNonNull(
        verdict(rule, inputs, new double[inputs.length], columns.key(row), row));
  }

  /** The level of a row; empty where its flag is not set, and below the lowest. */
  public static Optional<String> level(LevelOf<?> level, SeriesColumns columns, int row) {
    return columns.get(level.flag())[row] == 1
        ? level.of(verdict(level.flag().rule(), columns, row))
        : Optional.empty();
  }

  private static double[][] inputs(AnomalyRule<?> rule, SeriesColumns columns) {
    return rule.inputs().stream().map(columns::get).toArray(double[][]::new);
  }

  /** What a rule says of a row; null where it cannot judge. */
  private static @Nullable Verdict verdict(
      AnomalyRule<?> rule, double[][] inputs, double[] values, int key, int row) {
    for (int k = 0; k < inputs.length; k++) {
      values[k] = inputs[k][row];
      if (Double.isNaN(values[k])) {
        return null;
      }
    }
    Verdict verdict = judge(rule, values, key);
    boolean isFinite = Double.isFinite(verdict.score()) && Double.isFinite(verdict.threshold());
    return verdict.fires() && !isFinite ? null : verdict;
  }

  private static Verdict judge(AnomalyRule<?> rule, double[] values, int key) {
    try {
      return Objects.requireNonNull(rule.judge(values), "judge(inputs) returned null");
    } catch (RuntimeException e) {
      throw new ExtensionException("rule " + rule.name(), LocalDate.ofEpochDay(key).toString(), e);
    }
  }
}

package io.github.marketvolume.testing;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.quality.BarRules;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The law that a pipeline gives the same rows on every runner. The library's own metrics keep it;
 * use this class to test your own statistics, rules and sources.
 */
public final class Parity {

  private static final double RELATIVE = 1e-9;
  private static final double ABSOLUTE = 1e-12;

  private Parity() {}

  /**
   * Runs the stage on each runner, and fails if the rows of one differ from those of {@link
   * ReferenceRunner}: in their number, in their order, or in a value. Decimal numbers may differ by
   * 1e-9 of their size, or by 1e-12 near 0; all else must be equal.
   *
   * @param pipeline the stage to test, made from the bars
   * @param bars in any order
   * @param runners at least one
   * @throws AssertionError if rows differ; the message names the runner, the row and the column
   * @throws IllegalArgumentException if there is no runner
   */
  public static void assertSameOnAll(
      Function<BarsStage, ? extends Stage<?>> pipeline, List<Bar> bars, Runner... runners) {
    if (runners.length == 0) {
      throw new IllegalArgumentException("give at least one runner to compare");
    }
    compare(
        pipeline.apply(
            BarsStage.from(InMemoryBars.of(bars)).checkedBy(BarRules.standard().withoutLimits())),
        runners);
  }

  private static <S> void compare(Stage<S> stage, Runner... runners) {
    Schema<S> schema = stage.plan().schema();
    List<S> expected = stage.collect(ReferenceRunner.create());
    for (Runner runner : runners) {
      String name = runner.getClass().getSimpleName();
      List<S> actual = stage.collect(runner);
      for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
        for (Column<S> column : schema.columns()) {
          Object wanted = column.valueOn(expected.get(i));
          Object found = column.valueOn(actual.get(i));
          if (!isSame(wanted, found)) {
            throw new AssertionError(
                name
                    + " differs: row "
                    + (i + 1)
                    + " ("
                    + text(schema, expected.get(i))
                    + "), column "
                    + column.name()
                    + ": expected "
                    + text(wanted)
                    + " but was "
                    + text(found));
          }
        }
      }
      if (expected.size() != actual.size()) {
        throw new AssertionError(
            name + " differs: expected " + expected.size() + " rows but got " + actual.size());
      }
    }
  }

  private static boolean isSame(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return Math.abs(x - y) <= Math.max(ABSOLUTE, RELATIVE * Math.max(Math.abs(x), Math.abs(y)));
    }
    return Objects.equals(a, b);
  }

  private static <S> String text(Schema<S> schema, S row) {
    return schema.columns().stream()
        .limit(2)
        .map(column -> column.name() + "=" + text(column.valueOn(row)))
        .collect(Collectors.joining(", "));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "missing" : value.toString();
  }
}

package io.github.marketvolume.examples;

import com.amazon.randomcutforest.RandomCutForest;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.metric.ScoreFormula;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleUnaryOperator;

/**
 * How far a value is above those in the window, by a random cut forest (Guha, Mishra, Roy and
 * Schrijvers 2016, Robust Random Cut Forest Based Anomaly Detection on Streams): the part of its
 * anomaly score that comes from being large. Values like the others score well below 1, outliers 1
 * and more.
 *
 * <pre>{@code
 * LOG_VOLUME.score(RandomCutForestScore.standard()).over(bars(10_000).requiring(60))
 * }</pre>
 *
 * <p>A forest takes in values one after the other and cannot let one go, so a window that slides
 * has its forest grown anew for each row, which takes some {@code 0.05 ms} for each value in the
 * window. A window longer than the series never slides. The same values give the same scores in any
 * run; a forest knows them to seven digits.
 *
 * @param trees how many trees the score is the mean of
 * @param sample how many of the values each tree holds, the later ones more likely
 * @param seed of the random cuts
 */
public record RandomCutForestScore(int trees, int sample, long seed) implements ScoreFormula {

  private static final int STANDARD_TREES = 50;
  private static final int STANDARD_SAMPLE = 256;

  public RandomCutForestScore {
    if (trees < 1 || sample < 2) {
      throw new IllegalArgumentException(
          "a forest of "
              + trees
              + " trees of "
              + sample
              + " values is not possible; give 1 tree and 2 values or more");
    }
  }

  /** The score of 50 trees of 256 values. */
  public static RandomCutForestScore standard() {
    return new RandomCutForestScore(STANDARD_TREES, STANDARD_SAMPLE, 1);
  }

  @Override
  public String name() {
    return "random_cut_forest";
  }

  @Override
  public DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent) {
    Grown grown = new Grown();
    window.attach(grown);
    return grown::score;
  }

  /** The forest of the values in a window. */
  private final class Grown implements WindowKernel {

    private final Deque<Double> values = new ArrayDeque<>();
    private RandomCutForest forest = seedling();
    private boolean isStale;

    private RandomCutForest seedling() {
      return RandomCutForest.builder()
          .dimensions(1)
          .numberOfTrees(trees)
          .sampleSize(sample)
          .outputAfter(1)
          .randomSeed(seed)
          .parallelExecutionEnabled(false)
          .build();
    }

    private static float[] point(double value) {
      return new float[] {(float) value};
    }

    @Override
    public void add(double value) {
      values.addLast(value);
      if (!isStale) {
        forest.update(point(value));
      }
    }

    @Override
    public void evict(double value) {
      values.removeFirst();
      isStale = true;
    }

    private double score(double value) {
      if (isStale) {
        forest = seedling();
        values.forEach(each -> forest.update(point(each)));
        isStale = false;
      }
      return values.isEmpty() ? Double.NaN : forest.getAnomalyAttribution(point(value)).high[0];
    }

    /** The score of the newest value, by the forest with it. */
    @Override
    public double result() {
      return values.isEmpty() ? Double.NaN : score(values.getLast());
    }
  }
}

package io.github.marketvolume.kernel;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one bar costs, by the length of the window: a score of log-normal volumes against the window
 * before each of them. {@code volume-examples/bench/kernels.sh} runs it and compares the lengths.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class KernelBenchmark {

  /** Long enough that no branch predictor learns the series by heart. */
  private static final int BARS = 1 << 17;

  /** Bars. */
  @Param({"20", "252"})
  private int window;

  private double[] volumes;

  /** The spread of ln(volume) is that of a large stock. */
  @Setup
  public void drawVolumes() {
    Random random = new Random(2021);
    volumes = new double[BARS];
    for (int i = 0; i < BARS; i++) {
      volumes[i] = Math.rint(Math.exp(15 + 0.5 * random.nextGaussian()));
    }
  }

  @Benchmark
  @OperationsPerInvocation(BARS)
  public double meanAndDeviation() {
    SlidingWindow rows = new SlidingWindow(window);
    Moments moments = rows.moments();
    double total = 0;
    for (double volume : volumes) {
      double score = Scores.zScore(volume, moments.mean(), moments.standardDeviation());
      total += Math.abs(score) < 100 ? score : 0;
      rows.push(volume);
    }
    return total;
  }

  @Benchmark
  @OperationsPerInvocation(BARS)
  public double medianAndMad() {
    SlidingWindow rows = new SlidingWindow(window);
    OrderStatistics order = rows.order();
    double total = 0;
    for (double volume : volumes) {
      double score = Scores.modifiedZScore(volume, order);
      total += Math.abs(score) < 100 ? score : 0;
      rows.push(volume);
    }
    return total;
  }
}

package io.github.marketvolume.examples.extending;

import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.metric.Statistic;

record ShareAbove(long limit) implements Statistic<Double> {

  @Override
  public String name() {
    return "share_above_" + limit;
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public WindowKernel kernel(int window) {
    return new WindowKernel() {
      private int values;
      private int above;

      @Override
      public void add(double value) {
        values++;
        above += value > limit ? 1 : 0;
      }

      @Override
      public void evict(double value) {
        values--;
        above -= value > limit ? 1 : 0;
      }

      @Override
      public double result() {
        return (double) above / values;
      }
    };
  }
}

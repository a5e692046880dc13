package io.github.marketvolume.spark;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.LookBackContract;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

@FullBuild // without it the local runner has these
class SparkLookBackTest extends LookBackContract {

  /** Every fourth kind of stage: which bars are scanned is told to both runners by one class. */
  private static final int SHARE = 4;

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }

  protected static Stream<Arguments> stages() {
    List<Arguments> all = LookBackContract.stages().toList();
    return IntStream.range(0, all.size()).filter(i -> i % SHARE == 0).mapToObj(all::get);
  }
}

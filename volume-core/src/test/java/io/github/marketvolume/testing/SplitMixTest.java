package io.github.marketvolume.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitMixTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.75, 0.6744897502",
    "0.975, 1.9599639845",
    "0.999, 3.0902323062",
    "0.01, -2.3263478740",
    "1e-9, -5.9978070150",
    "1e-15, -7.9413453262"
  })
  void normalQuantile_matchesTables(double p, double expected) {
    assertEquals(expected, SplitMix.normalQuantile(p), 1e-6);
  }

  @Test
  void normal_hasMeanZeroAndVarianceOne() {
    SplitMix random = SplitMix.stream(1, 0);
    int draws = 200_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      double normal = random.normal();
      sum += normal;
      squares += normal * normal;
    }
    assertEquals(0, sum / draws, 0.01);
    assertEquals(1, squares / draws, 0.02);
  }

  @Test
  void exponential_hasMeanOneAndIsPositive() {
    SplitMix random = SplitMix.stream(1, 0);
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      double exponential = random.exponential();
      assertTrue(exponential > 0);
      sum += exponential;
    }
    assertEquals(1, sum / 100_000, 0.02);
  }

  @Test
  void between_reachesBothEndsAndNothingElse() {
    SplitMix random = SplitMix.stream(1, 0);
    int seen = 0;
    for (int i = 0; i < 1000; i++) {
      seen |= 1 << random.between(3, 6);
    }
    assertEquals(0b1111000, seen);
  }

  @Test
  void stream_dependsOnSeedAndNumber() {
    long first = SplitMix.stream(1, 0).next();
    assertEquals(first, SplitMix.stream(1, 0).next());
    assertNotEquals(first, SplitMix.stream(1, 1).next());
    assertNotEquals(first, SplitMix.stream(2, 0).next());
    assertNotEquals(first, SplitMix.stream(1, -1).next());
  }
}

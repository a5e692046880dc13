package io.github.marketvolume.kernel;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Tuple;

/**
 * Series made to break a sliding window: stretches of different character, one after the other, so
 * that a window always slides from one kind of trouble into the next. NaN is a missing row.
 */
final class AdversarialSeries implements ArbitrarySupplier<double[]> {

  @Override
  public Arbitrary<double[]> get() {
    return Arbitraries.oneOf(
            List.of(
                noiseOnAnOffset(),
                logVolumes(),
                volumes(),
                constants(),
                spikes(),
                mixedMagnitudes(),
                ties(),
                gaps()))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(stretches -> stretches.stream().flatMap(List::stream).mapToDouble(v -> v).toArray());
  }

  /** A handful of neighbouring values far from zero; squares cancel in all their digits. */
  private static Arbitrary<List<Double>> noiseOnAnOffset() {
    return Arbitraries.of(1e9, -1e9, 1e12, 1e15, 0.1, 4e18)
        .flatMap(
            offset ->
                stretch(
                    Arbitraries.integers()
                        .between(0, 5)
                        .map(step -> offset + step * Math.max(1, Math.ulp(offset)))));
  }

  private static Arbitrary<List<Double>> logVolumes() {
    return stretch(Arbitraries.randomValue(random -> 15 + random.nextGaussian()));
  }

  private static Arbitrary<List<Double>> volumes() {
    return stretch(Arbitraries.longs().between(1, 5_000_000_000L).map(Long::doubleValue));
  }

  private static Arbitrary<List<Double>> constants() {
    return Arbitraries.of(0.1, -0.0, 5.0, 1e15 / 3, 1e-20).flatMap(v -> stretch(value(v)));
  }

  private static Arbitrary<List<Double>> spikes() {
    return stretch(
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.doubles().between(999, 1001)),
            Tuple.of(1, Arbitraries.of(1e15, -1e15, 1e30, 1.880998e9))));
  }

  private static Arbitrary<List<Double>> mixedMagnitudes() {
    return stretch(
        Arbitraries.randomValue(
            random -> random.nextGaussian() * Math.pow(10, random.nextInt(61) - 30)));
  }

  private static Arbitrary<List<Double>> ties() {
    return stretch(Arbitraries.of(-1.0, -0.0, 0.0, 1.0, 2.0));
  }

  private static Arbitrary<List<Double>> gaps() {
    return stretch(Arbitraries.of(Double.NaN, Double.NaN, Double.NaN, 7.0, 8.5));
  }

  private static Arbitrary<Double> value(double value) {
    return Arbitraries.just(value);
  }

  private static Arbitrary<List<Double>> stretch(Arbitrary<Double> values) {
    return values.list().ofMinSize(1).ofMaxSize(60);
  }
}

package io.github.marketvolume.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What comes out of a packer, and how much room it takes meanwhile. */
class BarPackerTest {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);

  /** The tickers of bars as they come: in runs, long and short. */
  @Provide
  Arbitrary<List<Integer>> orders() {
    Arbitrary<List<Integer>> run =
        Arbitraries.integers()
            .between(0, 30)
            .flatMap(
                ticker ->
                    Arbitraries.frequencyOf(
                            Tuple.of(3, Arbitraries.integers().between(1, 3)),
                            Tuple.of(1, Arbitraries.integers().between(1, 400)))
                        .map(length -> Collections.nCopies(length, ticker)));
    return run.list().ofMaxSize(40).map(runs -> runs.stream().flatMap(List::stream).toList());
  }

  @Property(tries = 300)
  void room_goesByBars_howeverTheyAreOrdered(@ForAll("orders") List<Integer> tickers) {
    Map<String, List<Long>> came = new TreeMap<>();
    Map<String, List<Long>> packed = new TreeMap<>();
    List<Integer> rooms = new ArrayList<>();
    BarPacker packer =
        new BarPacker(
            new BarPacker.Receiver() {
              @Override
              public void bars(String ticker, long number, BarColumns bars) {
                List<Long> positions = packed.computeIfAbsent(ticker, t -> new ArrayList<>());
                for (int i = 0; i < bars.size(); i++) {
                  positions.add(bars.position(i));
                }
                rooms.add(bars.epochDays().length);
              }

              @Override
              public void rejected(long number, List<Rejection> rows) {
                throw new AssertionError("nothing was rejected");
              }
            },
            0);
    RawBar raw = new RawBar();
    for (int i = 0; i < tickers.size(); i++) {
      String ticker = "T" + tickers.get(i);
      raw.set(Bar.of(ticker, DAY.plusDays(i), i + 1));
      packer.add(raw, i);
      came.computeIfAbsent(ticker, t -> new ArrayList<>()).add((long) i);
    }
    packer.finish();
    assertThat(packed).isEqualTo(came);
    int room = rooms.stream().mapToInt(Integer::intValue).sum();
    assertThat(room).isLessThanOrEqualTo(5 * tickers.size());
  }
}

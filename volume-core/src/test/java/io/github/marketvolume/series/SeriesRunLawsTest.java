package io.github.marketvolume.series;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sameKind;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static io.github.marketvolume.metric.Smoothing.span;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.EstimatedOffset;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Statistic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A series that is computed in pieces, by several processes, is the same as one in one piece. */
class SeriesRunLawsTest {

  private static final int FIRST_DAY = (int) LocalDate.of(2019, 9, 16).toEpochDay();

  @TempDir Path folder;

  @Property(tries = 400)
  void inPieces_isToTheBitAsInOne(
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics, @ForAll Random random) {
    BarColumns bars = series(random, 1 + random.nextInt(90));
    SeriesProgram program = new SeriesProgram(metrics);
    SeriesColumns whole = SeriesColumns.of(bars);
    program.start().advance(whole, 0, bars.size());

    SeriesColumns pieces = SeriesColumns.of(bars);
    SeriesRun run = program.start();
    int row = 0;
    while (row < bars.size()) {
      int to = Math.min(bars.size(), row + 1 + random.nextInt(random.nextBoolean() ? 1 : 40));
      run.advance(pieces, row, to);
      row = to;
      if (random.nextBoolean()) {
        run = new SeriesProgram(metrics).resume(run.state());
      }
    }
    assertThat(run.rows()).isEqualTo(bars.size());
    assertSame(metrics, whole, pieces, 0, bars.size());
  }

  @Property(tries = 100)
  void rowsBeforeTheStateAreNotLookedAt(
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics, @ForAll Random random) {
    BarColumns bars = series(random, 60);
    int cut = 1 + random.nextInt(59);
    SeriesProgram program = new SeriesProgram(metrics);
    SeriesColumns whole = SeriesColumns.of(bars);
    SeriesRun first = program.start();
    first.advance(whole, 0, cut);
    byte[] state = first.state();
    first.advance(whole, cut, 60);

    for (BarField<?> field : List.of(VOLUME, CLOSE)) {
      Arrays.fill(bars.field(RawBar.place(field.column())), 0, cut, 1e9);
    }
    SeriesColumns rest = SeriesColumns.of(bars);
    program.resume(state).advance(rest, cut, 60);
    assertSame(metrics, whole, rest, cut, 60);
  }

  @Property(tries = 200)
  void aDamagedState_isRefusedOrIsOne(
      @ForAll("metrics") List<NumericMetric<Bar, ?>> metrics, @ForAll Random random) {
    BarColumns bars = series(random, 30);
    SeriesProgram program = new SeriesProgram(metrics);
    SeriesRun run = program.start();
    run.advance(SeriesColumns.of(bars), 0, 30);
    byte[] state = run.state();

    byte[] cut = Arrays.copyOf(state, random.nextInt(state.length));
    assertThatThrownBy(() -> program.resume(cut))
        .isInstanceOf(SourceException.class)
        .hasMessageNotContaining("\n");
    byte[] longer = Arrays.copyOf(state, state.length + 1);
    assertThatThrownBy(() -> program.resume(longer)).isInstanceOf(SourceException.class);
    byte[] newer = state.clone();
    newer[0]++;
    assertThatThrownBy(() -> program.resume(newer))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("version 2");
    List<NumericMetric<Bar, ?>> others = new ArrayList<>(metrics);
    others.add(VOLUME.mean().over(bars(77)));
    assertThatThrownBy(() -> new SeriesProgram(others).resume(state))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("other metrics");
  }

  @Test
  @DisplayName("hindsight wants all rows in one call, and has no state")
  void hindsight() {
    BarColumns bars = series(new Random(1), 10);
    for (NumericMetric<Bar, ?> metric :
        List.of(Rank.inHindsight(VOLUME.descending()), VOLUME.splitAdjusted().lagged(2))) {
      SeriesProgram program = new SeriesProgram(List.of(metric));
      SeriesRun run = program.start();
      assertThatThrownBy(() -> run.advance(SeriesColumns.of(bars), 0, 5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("looks at all rows");
      run.advance(SeriesColumns.of(bars), 0, 10);
      assertThatThrownBy(run::state)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is hindsight");
    }
  }

  @Test
  @DisplayName("a kernel of one's own that depends on how values came goes on where it was")
  void ownKernels() {
    NumericMetric<Bar, Double> drifting = VOLUME.summary(new Drifting()).over(bars(7));
    BarColumns bars = series(new Random(3), 80);
    SeriesProgram program = new SeriesProgram(List.of(drifting));
    SeriesColumns whole = SeriesColumns.of(bars);
    program.start().advance(whole, 0, 80);
    SeriesColumns pieces = SeriesColumns.of(bars);
    SeriesRun run = program.start();
    for (int i = 0; i < 80; i++) {
      run.advance(pieces, i, i + 1);
      run = program.resume(run.state());
    }
    assertSame(List.of(drifting), whole, pieces, 0, 80);
  }

  @Test
  @DisplayName("another process goes on from a state that was written to a file")
  void freshProcess() throws Exception {
    Random random = new Random(20261129);
    List<NumericMetric<Bar, ?>> metrics = new ArrayList<>();
    for (int kind = 0; kind <= LAST_KIND; kind++) {
      metrics.add(metric(VOLUME, bars(9).requiring(3), kind));
      metrics.add(metric(DOLLAR_VOLUME, bars(6).includingCurrent(), kind));
    }
    BarColumns bars = series(random, 120);
    SeriesColumns whole = SeriesColumns.of(bars);
    SeriesRun run = new SeriesProgram(metrics).start();
    run.advance(whole, 0, 77);
    Files.write(folder.resolve("state"), run.state());
    Files.write(folder.resolve("bars"), bars.toBytes());
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(written)) {
      out.writeObject(new ArrayList<>(metrics));
    }
    Files.write(folder.resolve("metrics"), written.toByteArray());
    run.advance(whole, 77, 120);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Resumes.class.getName(),
                folder.toString(),
                "77")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.trim()).isEqualTo(bits(metrics, whole, 77, 120));
  }

  /** Goes on from a state, and prints the bits of what it computes. */
  static final class Resumes {

    private Resumes() {}

    @SuppressWarnings("unchecked") // what the test wrote
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      int from = Integer.parseInt(arguments[1]);
      List<NumericMetric<Bar, ?>> metrics;
      try (ObjectInputStream in =
          new ObjectInputStream(
              new ByteArrayInputStream(Files.readAllBytes(folder.resolve("metrics"))))) {
        metrics = (List<NumericMetric<Bar, ?>>) in.readObject();
      }
      BarColumns bars = BarColumns.ofBytes(List.of(Files.readAllBytes(folder.resolve("bars"))));
      SeriesColumns columns = SeriesColumns.of(bars);
      new SeriesProgram(metrics)
          .resume(Files.readAllBytes(folder.resolve("state")))
          .advance(columns, from, bars.size());
      System.out.println(bits(metrics, columns, from, bars.size()));
    }
  }

  private static String bits(
      List<NumericMetric<Bar, ?>> metrics, SeriesColumns columns, int from, int to) {
    long hash = 0;
    for (Metric<?, ?> metric : metrics) {
      for (int i = from; i < to; i++) {
        hash = 31 * hash + Double.doubleToLongBits(columns.get(metric)[i]);
      }
    }
    return Long.toHexString(hash);
  }

  private static void assertSame(
      List<NumericMetric<Bar, ?>> metrics,
      SeriesColumns expected,
      SeriesColumns actual,
      int from,
      int to) {
    for (Metric<?, ?> metric : metrics) {
      for (int i = from; i < to; i++) {
        assertThat(Double.doubleToLongBits(actual.get(metric)[i]))
            .as("%s on row %d", metric.describe(), i)
            .isEqualTo(Double.doubleToLongBits(expected.get(metric)[i]));
        assertThat(whole(actual, metric, i)).isEqualTo(whole(expected, metric, i));
      }
    }
  }

  private static long whole(SeriesColumns columns, Metric<?, ?> metric, int row) {
    return columns.wholes(metric) == null
        ? Wholes.toLong(columns.get(metric)[row])
        : columns.wholes(metric)[row];
  }

  /** Bars of one ticker: usual volumes, missing ones, and some near the largest that there is. */
  private static BarColumns series(Random random, int size) {
    BarColumns bars = new BarColumns(size);
    boolean isLarge = random.nextInt(4) == 0;
    int day = FIRST_DAY;
    RawBar row = new RawBar();
    for (int i = 0; i < size; i++) {
      Bar.Builder bar = Bar.builder().ticker(Ticker.of("A"));
      day += 1 + random.nextInt(3);
      bar.tradeDate(LocalDate.ofEpochDay(day));
      if (random.nextInt(8) > 0) {
        long volume =
            isLarge ? 999_999_999_999_999L - random.nextInt(5) : 1 + random.nextInt(5_000_000);
        bar.volume(random.nextInt(5) == 0 ? 1000 : volume);
      }
      if (random.nextInt(9) > 0) {
        bar.close(1 + random.nextInt(10_000) / 100.0);
      }
      row.set(bar.build());
      bars.add(row, i);
    }
    return bars;
  }

  @Provide
  Arbitrary<List<NumericMetric<Bar, ?>>> metrics() {
    Arbitrary<NumericMetric<Bar, ?>> series =
        Arbitraries.of(VOLUME, LOG_VOLUME, DOLLAR_VOLUME, CLOSE);
    Arbitrary<RollingWindow> windows =
        Combinators.combine(
                Arbitraries.integers().between(1, 30),
                Arbitraries.integers().between(1, 30),
                Arbitraries.of(true, false),
                Arbitraries.frequency(
                    Tuple.of(6, bars(1).unit()),
                    Tuple.of(1, days(1).unit()),
                    Tuple.of(1, sessions(1).on(NYSE).unit()),
                    Tuple.of(1, sameKind(1).on(NYSE).unit())))
            .as(
                (length, required, inclusive, unit) -> {
                  RollingWindow window =
                      new RollingWindow(length, unit, false, Math.min(required, length));
                  return inclusive ? window.includingCurrent() : window;
                });
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, LAST_KIND);
    Arbitrary<NumericMetric<Bar, ?>> one =
        Combinators.combine(series, windows, kinds).as(SeriesRunLawsTest::metric);
    Arbitrary<NumericMetric<Bar, ?>> nested =
        Combinators.combine(one, windows, kinds).as(SeriesRunLawsTest::metric);
    return Arbitraries.oneOf(one, nested).list().ofMinSize(1).ofMaxSize(6);
  }

  private static final int LAST_KIND = 36;

  /** A window that has a spread. */
  private static RollingWindow ofTwo(RollingWindow window) {
    int length = Math.max(2, window.length());
    return new RollingWindow(length, window.unit(), window.includesCurrent(), window.required());
  }

  private static NumericMetric<Bar, ?> metric(
      NumericMetric<Bar, ?> series, RollingWindow window, int kind) {
    return switch (kind) {
      case 0, 1 -> series.total().over(window);
      case 2 -> series.mean().over(window);
      case 3, 4 -> series.standardDeviation().over(window);
      case 5 -> series.min().over(window);
      case 6 -> series.max().over(window);
      case 7 -> series.median().over(window);
      case 8 -> series.mad().over(window);
      case 9 -> series.quantile(0.9).over(window);
      case 10 -> series.zScore().over(ofTwo(window));
      case 11 -> series.modifiedZScore().over(ofTwo(window));
      case 12 -> series.ratioToMean().over(window);
      case 13 -> series.percentileRank().over(window);
      case 14 -> series.smoothed(ewma(0.2).startingAfter(3)).mean();
      case 15 -> series.smoothed(ewma(0.2).startingAfter(30)).score();
      case 16 -> series.smoothed(span(4).includingCurrent()).deviation();
      case 17 -> Rank.trailing(series.ascending(), window).ties(Ties.DENSE);
      case 18 -> Rank.trailing(series.descending(), window);
      case 19 -> Rank.trailing(series.descending(), window).ties(Ties.ORDINAL);
      case 20 -> series.lagged(window.length());
      case 21 -> series.change();
      case 22 -> series.change().sign().times(VOLUME).cumulative();
      case 23 -> series.cumulativeFrom(LocalDate.of(2020, 2, 3));
      case 24 -> series.minus(series.median().over(window)).abs();
      case 25 -> series.lagged(2).orElse(series).max(3);
      case 26 -> series.ratioToLagged(window.length()).log();
      case 27 -> series.adjustedFor(CalendarEffects.published(NYSE));
      case 28 -> series.expectedBy(har(window)).forecast();
      case 29 -> series.expectedBy(har(window)).score();
      case 30 -> series.expectedBy(HarModel.expanding(6)).score();
      case 31 -> series.zScore().over(ofTwo(window)).cusumUp(0.5, 3);
      case 32 -> series.cusumDown(0, 1e7);
      case 33 -> series.perMinute(NYSE);
      case 34 -> series.adjustedFor(CalendarEffects.estimated(NYSE).requiring(1));
      case 35 -> EstimatedOffset.of(series, CalendarEffects.estimated(NYSE).requiring(2));
      default -> series.plus(VOLUME).dividedBy(7);
    };
  }

  private static HarModel har(RollingWindow window) {
    return HarModel.rolling(window.length() + 5).requiring(window.required() + 4);
  }

  /** The mean by a sum that drifts, as one that is kept by additions and subtractions does. */
  private record Drifting() implements Statistic<Double> {

    @Override
    public String name() {
      return "drifting";
    }

    @Override
    public Class<Double> type() {
      return Double.class;
    }

    @Override
    public WindowKernel kernel(int window) {
      return new WindowKernel() {

        private double sum = 0.1;
        private int count;

        @Override
        public void add(double value) {
          sum += Math.sqrt(value);
          count++;
        }

        @Override
        public void evict(double value) {
          sum -= Math.sqrt(value);
          count--;
        }

        @Override
        public double result() {
          return sum / count;
        }

        @Override
        public double[] state() {
          return new double[] {sum};
        }

        @Override
        public void resume(double[] values, double[] state) {
          sum = state[0];
          count = values.length;
        }
      };
    }
  }
}

package io.github.marketvolume.runners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.update.UpdatePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/**
 * Outputs that are updated end as those of one run over all bars, to the last bit, however the bars
 * came: a market in pieces of days in any order, with bars that are wrong at first, come twice,
 * come late, or are gone in a complete input; a ticker that a split restates meanwhile. What the
 * reports of the updates count adds up to what is in the outputs, and what one run counts.
 */
public abstract class UpdateLawsContract {

  private static final LocalDate AS_OF = LocalDate.of(2100, 1, 1);

  private static final ParityContract DRAWN =
      new ParityContract() {
        @Override
        protected Runner runner() {
          throw new UnsupportedOperationException();
        }
      };

  private static final AtomicInteger RESUMED = new AtomicInteger();
  private static final AtomicInteger BEGUN = new AtomicInteger();
  private static final AtomicInteger REFUSED = new AtomicInteger();

  /** Keeps out what the rules keep out, so that a market of what counted can be made. */
  private final LocalRunner checking = LocalRunner.create().withThreads(2);

  /** The runner that updates, and makes the one run. */
  protected abstract Runner runner();

  /** What the runner reads the bars of a piece from; one that knows nothing of them. */
  protected Source<Bar> source(List<Bar> piece) {
    return new Offered(piece);
  }

  /** Brings the outputs up to date. */
  protected RunReport update(VolumePipeline pipeline, RunStore store) {
    return pipeline.update(runner(), store);
  }

  /** Whether an update that is refused may be left at that, and others follow. */
  protected boolean mayBeRefused() {
    return true;
  }

  /** Whether a rejected row has its place in the piece, and its text. */
  protected boolean showsPlaces() {
    return true;
  }

  /** How many outputs a pipeline has at most: some runners take long to write each. */
  protected int mostOutputs() {
    return Integer.MAX_VALUE;
  }

  /** Fails unless both ways of updating were drawn; for after all tries. */
  protected static void requireBothWays() {
    assertThat(RESUMED.getAndSet(0)).isPositive();
    assertThat(BEGUN.getAndSet(0)).isPositive();
  }

  /** Fails unless an update that is refused was drawn. */
  protected static void requireRefused() {
    assertThat(REFUSED.getAndSet(0)).isPositive();
  }

  private record Key(LocalDate date, Ticker ticker) {}

  protected final void requireEqual(List<Bar> given, List<NumericMetric<Bar, ?>> metrics, long seed)
      throws IOException, SQLException {
    Random random = new Random(seed);
    Map<Key, Bar> market = new LinkedHashMap<>();
    int stretched = 1 + random.nextInt(8);
    List<Bar> drawn =
        ParityContract.withFractions(ParityContract.withSplits(given, random), random).stream()
            .map(bar -> stretched(bar, stretched))
            .toList();
    drawn.forEach(bar -> market.put(new Key(bar.tradeDate(), bar.ticker()), bar));
    Path folder = Files.createTempDirectory("updates");
    try {
      Updates updates = new Updates(folder, drawn, metrics, seed);
      List<List<Bar>> pieces = pieces(market, random);
      int restatedBefore = random.nextInt(2 * pieces.size());
      Optional<Ticker> restated = Optional.empty();
      for (int i = 0; i < pieces.size(); i++) {
        if (i == restatedBefore) {
          restated = updates.restateOne(random);
        }
        updates.take(restatedOf(pieces.get(i), restated), random);
      }
      updates.requireThoseOfOneRun();
      updates.requireCountsOfOneRun();
    } finally {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Updates of one store, and what counts after them. */
  private final class Updates {

    private final Path updated;
    private final Path whole;
    private final RunStore store;
    private final List<Bar> drawn;
    private final List<NumericMetric<Bar, ?>> metrics;
    private final long seed;
    private final boolean rebuildsSome;

    private final Map<Key, Bar> counted = new LinkedHashMap<>();
    private final List<Bar> given = new ArrayList<>();
    private final Set<String> rejectedRows = new HashSet<>();
    private boolean removesSome;
    private long accepted;
    private long rejected;
    private long newlyRejected;
    private long added;
    private long removed;

    Updates(Path folder, List<Bar> drawn, List<NumericMetric<Bar, ?>> metrics, long seed) {
      this.updated = folder.resolve("updated");
      this.whole = folder.resolve("whole");
      this.store = RunStore.at(updated.resolve("state").toString());
      this.drawn = drawn;
      this.metrics = metrics;
      this.seed = seed;
      this.rebuildsSome = new Random(seed).nextInt(4) == 0;
    }

    void take(List<Bar> piece, Random random) {
      RunStore with = store;
      if (random.nextInt(6) == 0 && !piece.isEmpty()) {
        with = with.withCompleteInput();
        LocalDate first = piece.stream().map(Bar::tradeDate).min(Comparator.naturalOrder()).get();
        LocalDate last = piece.stream().map(Bar::tradeDate).max(Comparator.naturalOrder()).get();
        List<Bar> taken = taken(piece, seed);
        if (taken.isEmpty()) {
          return; // which days an input without a bar has, nobody knows
        }
        LocalDate from = taken.stream().map(Bar::tradeDate).min(Comparator.naturalOrder()).get();
        LocalDate to = taken.stream().map(Bar::tradeDate).max(Comparator.naturalOrder()).get();
        assertThat(from).isBetween(first, last);
        removesSome |=
            counted.keySet().removeIf(key -> !key.date.isBefore(from) && !key.date.isAfter(to));
      }
      if (random.nextInt(8) == 0) {
        with = with.rebuilding();
      }
      update(piece, with);
      if (random.nextInt(3) == 0) {
        assertThat(update(piece, store).isPublished()).as("the same input again").isFalse();
      }
    }

    private RunReport.Updated update(List<Bar> piece, RunStore with) {
      RunReport report =
          UpdateLawsContract.this.update(
              pipeline(source(piece), drawn, metrics, seed, rebuildsSome, updated), with);
      RunReport.Input input = report.inputs().get(0);
      assertThat(report.inputs()).hasSize(1);
      assertThat(input.rowsRead()).isEqualTo(piece.size());
      RunReport.Updated update = report.updated().orElseThrow();
      assertThat(update.added() + update.changed() + update.repeated())
          .isEqualTo(input.rowsAccepted());
      if (update.isPublished()) {
        (update.isResumed() ? RESUMED : BEGUN).incrementAndGet();
        newlyRejected += Ledger.find(store).orElseThrow().lastRun().orElseThrow().rejected();
      }
      List<Bar> taken = taken(piece, seed);
      assertThat(input.rowsAccepted()).isEqualTo(taken.size());
      taken.forEach(bar -> counted.put(new Key(bar.tradeDate(), bar.ticker()), bar));
      checking
          .collect(all(new Offered(piece), new Random(seed)).rejected())
          .forEach(row -> rejectedRows.add(textOf(row)));
      given.addAll(piece);
      accepted += input.rowsAccepted();
      rejected += input.rowsRejected();
      added += update.added();
      removed += update.removed();
      assertThat(added - removed).isEqualTo(counted.size());
      return update;
    }

    /**
     * Restates all kept bars of a ticker, after a part of them was refused.
     *
     * @return the ticker, if there is one
     */
    Optional<Ticker> restateOne(Random random) {
      List<Ticker> tickers = counted.keySet().stream().map(Key::ticker).distinct().toList();
      if (tickers.isEmpty()) {
        return Optional.empty();
      }
      Optional<Ticker> ticker = Optional.of(tickers.get(random.nextInt(tickers.size())));
      List<Bar> kept =
          counted.values().stream()
              .filter(bar -> ticker.get().equals(bar.ticker()))
              .sorted(Comparator.comparing(Bar::tradeDate))
              .toList();
      List<Bar> all = restatedOf(kept, ticker);
      boolean isAdjusted =
          !all(new Offered(all), new Random(seed))
              .plan()
              .bars()
              .basis()
              .equals(Optional.of(Basis.RAW));
      if (isAdjusted && mayBeRefused()) {
        requirePartRefused(all, random);
      }
      assertThat(update(all, store).added()).isZero();
      return ticker;
    }

    private void requirePartRefused(List<Bar> all, Random random) {
      List<Bar> part = new ArrayList<>(all);
      Bar left = part.remove(random.nextInt(part.size()));
      if (part.stream().filter(bar -> bar.close().orElse(0) > 0).count() < 2) {
        return; // too few closes to tell a split from a correction
      }
      REFUSED.incrementAndGet();
      Map<String, String> before = FolderContent.of(updated);
      assertThatThrownBy(
              () ->
                  UpdateLawsContract.this.update(
                      pipeline(source(part), drawn, metrics, seed, rebuildsSome, updated), store))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining(
              "(closes are 0.25 times as high, as after a split), and its bar of "
                  + left.tradeDate()
                  + " did not come; give its whole history");
      assertThat(FolderContent.of(updated)).isEqualTo(before);
    }

    void requireThoseOfOneRun() throws IOException, SQLException {
      List<Bar> bars = new ArrayList<>(counted.values());
      pipeline(new Offered(bars), drawn, metrics, seed, rebuildsSome, whole).run(runner());
      requireSameRows(whole, updated);
      assertThat(Ledger.find(store).orElseThrow().days().values())
          .extracting(Ledger.Day::bars)
          .satisfies(
              days -> assertThat(days.stream().mapToLong(n -> n).sum()).isEqualTo(bars.size()));
    }

    /** One run over all that was given, of which the last of a ticker and day counts. */
    void requireCountsOfOneRun() {
      BarsStage all = all(new Offered(given), new Random(seed));
      BarsStage last = all.checkedBy(all.plan().bars().rules().keepingLastOfRepeatedDays());
      RunReport.Input one =
          VolumePipeline.named("counts", last.into(new InMemorySink<>()))
              .run(checking)
              .inputs()
              .get(0);
      assertThat(one.rowsRead()).isEqualTo(accepted + rejected);
      assertThat(one.rowsRejected()).isEqualTo(rejected);
      assertThat(one.rowsAccepted() + one.duplicatesDropped()).isEqualTo(accepted);
      if (!removesSome) {
        assertThat(one.rowsAccepted()).isEqualTo(counted.size());
      }
      if (!showsPlaces()) {
        return;
      }
      List<String> rows =
          DuckDbQueries.query(
              "select line || '|' || rule || '|' || text from '%s/*.parquet'",
              updated.resolve("rejected"));
      assertThat(rows).containsExactlyInAnyOrderElementsOf(rejectedRows);
      assertThat(newlyRejected).isEqualTo(rows.size());
    }
  }

  private static String textOf(RejectedRow row) {
    return row.line().orElseThrow() + "|" + row.rule() + "|" + row.text().orElseThrow();
  }

  /** Bars of which those of a ticker are restated, as after a split of four for one. */
  private static List<Bar> restatedOf(List<Bar> bars, Optional<Ticker> ticker) {
    return bars.stream()
        .map(bar -> ticker.equals(Optional.of(bar.ticker())) ? restated(bar) : bar)
        .toList();
  }

  private static Bar restated(Bar bar) {
    return Bar.builder()
        .from(bar)
        .open(quarter(bar.open()))
        .high(quarter(bar.high()))
        .low(quarter(bar.low()))
        .close(quarter(bar.close()))
        .adjClose(quarter(bar.adjClose()))
        .exactVolume(
            bar.exactVolume().isPresent()
                ? OptionalDouble.of(4 * bar.exactVolume().getAsDouble())
                : OptionalDouble.empty())
        .build();
  }

  private static OptionalDouble quarter(OptionalDouble price) {
    return price.isPresent() ? OptionalDouble.of(price.getAsDouble() / 4) : price;
  }

  /** A bar of a market that has a day every few days, so that it lasts for months. */
  private static Bar stretched(Bar bar, int factor) {
    LocalDate base = LocalDate.of(2020, 1, 1);
    long days = Math.floorMod(ChronoUnit.DAYS.between(base, bar.tradeDate()), 1000L);
    return Bar.builder().from(bar).tradeDate(base.plusDays(factor * days)).build();
  }

  /** The market in pieces, in which bars are wrong at first, and some come twice. */
  private static List<List<Bar>> pieces(Map<Key, Bar> market, Random random) {
    List<LocalDate> dates =
        market.values().stream().map(Bar::tradeDate).distinct().sorted().toList();
    int count = 1 + random.nextInt(4);
    List<Map<Key, Bar>> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(new LinkedHashMap<>());
    }
    List<Bar> bars = new ArrayList<>(market.values());
    Collections.shuffle(bars, random);
    for (Bar bar : bars) {
      Key key = new Key(bar.tradeDate(), bar.ticker());
      int usual = Math.min(count - 1, dates.indexOf(bar.tradeDate()) * count / dates.size());
      switch (random.nextInt(150)) {
        case 0 -> {
          pieces.get(usual).put(key, wrong(bar));
          pieces.get(random.nextInt(count)).put(key, bar);
        }
        case 1 -> pieces.get(random.nextInt(count)).put(key, bar);
        case 2 -> pieces.forEach(piece -> piece.put(key, bar));
        default -> pieces.get(usual).put(key, bar);
      }
    }
    return pieces.stream().<List<Bar>>map(piece -> new ArrayList<>(piece.values())).toList();
  }

  private static Bar wrong(Bar bar) {
    return Bar.builder().from(bar).volume(bar.volume().orElse(0) / 2 + 17).build();
  }

  /** The bars of a piece that the rules let in, as they are. */
  private List<Bar> taken(List<Bar> piece, long seed) {
    return checking.collect(all(new Offered(piece), new Random(seed)));
  }

  private static BarsStage all(Source<Bar> of, Random random) {
    FractionalVolume[] treatments = FractionalVolume.values();
    BarsStage all =
        BarsStage.from(of)
            .asOf(AS_OF)
            .checkedBy(
                BarRules.standard()
                    .withoutLimits()
                    .fractionalVolume(treatments[random.nextInt(treatments.length)]));
    return random.nextBoolean() ? all.inBasis(Basis.RAW) : all;
  }

  /** The same pipeline for equal seeds. */
  private VolumePipeline pipeline(
      Source<Bar> of,
      List<Bar> drawn,
      List<NumericMetric<Bar, ?>> metrics,
      long seed,
      boolean rebuildsSome,
      Path folder) {
    Random random = new Random(seed);
    BarsStage all = all(of, random);
    BarsStage prices = random.nextBoolean() ? all : ParityContract.published(all, drawn, random);
    for (int left = random.nextInt(3); left > 0; left--) {
      prices = prices.where(ParityContract.condition(drawn, random));
    }
    List<Stage<?>> stages = new ArrayList<>(ParityContract.stages(prices, metrics));
    for (NumericMetric<Bar, ?> metric : metrics) {
      stages.add(prices.measure(metric));
    }
    stages.add(all.where(ParityContract.condition(drawn, random)).measure(metrics.get(0)));
    stages.add(all);
    List<Output<?>> outputs = new ArrayList<>();
    List<Stage<?>> distinct = new ArrayList<>(stages.stream().distinct().toList());
    if (mostOutputs() < distinct.size()) {
      Collections.shuffle(distinct, random);
    }
    for (Stage<?> stage : distinct) {
      if (outputs.size() == mostOutputs()) {
        break;
      }
      if (stage.plan() instanceof RejectedNode) {
        continue; // that of all rows is added below
      }
      ParquetSink sink = ParquetSink.at(folder.resolve("output" + outputs.size()).toString());
      boolean isDated = stage.plan().schema().firstDate().isPresent();
      Output<?> output = stage.into(isDated ? sink.byMonth() : sink);
      if (isUpdated(output)) {
        outputs.add(output);
      } else if (rebuildsSome) {
        outputs.add(output.rebuiltByUpdates());
      }
    }
    outputs.add(all.rejected().into(ParquetSink.at(folder.resolve("rejected").toString())));
    return VolumePipeline.named("drawn", outputs.toArray(Output<?>[]::new));
  }

  private static boolean isUpdated(Output<?> output) {
    try {
      return !UpdatePlan.of(VolumePipeline.named("one", output), RunStore.at("nowhere"))
          .resumed()
          .isEmpty();
    } catch (InvalidPlanException e) {
      return false;
    }
  }

  private static void requireSameRows(Path whole, Path updated) throws IOException, SQLException {
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement();
        Stream<Path> folders = Files.list(whole)) {
      for (Path folder : folders.sorted().toList()) {
        String name = folder.getFileName().toString();
        if (name.equals("rejected")) {
          continue; // one run over what counted in the end rejects nothing
        }
        String expected = "(select * from '" + folder + "/*.parquet')";
        String actual = "(select * from '" + updated.resolve(name) + "/*.parquet')";
        try (ResultSet rows =
            statement.executeQuery(
                "select 'missing', * from (%1$s except all %2$s)"
                    .concat(" union all select 'extra', * from (%2$s except all %1$s) limit 5")
                    .formatted(expected, actual))) {
          List<String> differing = new ArrayList<>();
          while (rows.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              row.append(rows.getString(i)).append(' ');
            }
            differing.add(row.toString());
          }
          assertThat(differing).as(name).isEmpty();
        }
      }
    }
  }

  /** Bars under a name that does not depend on them, with every column that bars can have. */
  private record Offered(List<Bar> bars) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      return bars.iterator();
    }

    @Override
    public Set<BarColumn> optionalColumns() {
      return BarColumn.fields().stream()
          .filter(BarColumn::isOptional)
          .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String describe() {
      return "offered bars";
    }
  }

  @Provide
  Arbitrary<List<Bar>> nastyBars() {
    return DRAWN.nastyBars();
  }

  @Provide
  Arbitrary<List<Bar>> longBars() {
    return DRAWN.longBars();
  }

  @Provide
  Arbitrary<List<NumericMetric<Bar, ?>>> metrics() {
    return DRAWN.metrics();
  }

  @Provide
  Arbitrary<List<NumericMetric<Bar, ?>>> models() {
    return DRAWN.models();
  }
}

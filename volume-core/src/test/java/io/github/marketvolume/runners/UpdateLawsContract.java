package io.github.marketvolume.runners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Outputs that are updated end as those of one run over all bars, to the last bit, however the bars
 * came: a market in pieces of days in any order, with bars that are wrong at first, come twice,
 * come late, or are gone in a complete input.
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

  /** How many outputs a pipeline has at most: some runners take long to write each. */
  protected int mostOutputs() {
    return Integer.MAX_VALUE;
  }

  @AfterContainer
  static void bothWaysAreDrawn() {
    assertThat(RESUMED.getAndSet(0)).isPositive();
    assertThat(BEGUN.getAndSet(0)).isPositive();
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
      Map<Key, Bar> counted = new LinkedHashMap<>();
      Path updated = folder.resolve("updated");
      RunStore store = RunStore.at(updated.resolve("state").toString());
      boolean rebuildsSome = random.nextInt(4) == 0;
      for (List<Bar> piece : pieces(market, random)) {
        RunStore with = store;
        if (random.nextInt(6) == 0 && !piece.isEmpty()) {
          with = with.withCompleteInput();
          LocalDate first = piece.stream().map(Bar::tradeDate).min(Comparator.naturalOrder()).get();
          LocalDate last = piece.stream().map(Bar::tradeDate).max(Comparator.naturalOrder()).get();
          List<Bar> taken = taken(piece, seed);
          if (taken.isEmpty()) {
            continue; // which days an input without a bar has, nobody knows
          }
          LocalDate from = taken.stream().map(Bar::tradeDate).min(Comparator.naturalOrder()).get();
          LocalDate to = taken.stream().map(Bar::tradeDate).max(Comparator.naturalOrder()).get();
          assertThat(from).isBetween(first, last);
          counted.keySet().removeIf(key -> !key.date.isBefore(from) && !key.date.isAfter(to));
        }
        if (random.nextInt(8) == 0) {
          with = with.rebuilding();
        }
        RunReport report =
            update(pipeline(source(piece), drawn, metrics, seed, rebuildsSome, updated), with);
        assertThat(report.rowsRead()).isEqualTo(piece.size());
        RunReport.Updated update = report.updated().orElseThrow();
        if (update.isPublished()) {
          (update.isResumed() ? RESUMED : BEGUN).incrementAndGet();
        }
        for (Bar bar : taken(piece, seed)) {
          counted.put(new Key(bar.tradeDate(), bar.ticker()), bar);
        }
      }
      Path whole = folder.resolve("whole");
      Source<Bar> all = new Offered(new ArrayList<>(counted.values()));
      pipeline(all, drawn, metrics, seed, rebuildsSome, whole).run(runner());
      requireSameRows(whole, updated);
    } finally {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
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
        continue; // one run over what counted in the end rejects nothing
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

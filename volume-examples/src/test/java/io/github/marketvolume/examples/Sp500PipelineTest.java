package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.testing.ReferenceRunner;
import io.github.marketvolume.testing.SyntheticMarket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Sp500PipelineTest {

  private static final BarsStage PRICES =
      BarsStage.from(
          SyntheticMarket.standard()
              .withTickers(MarketShocks.MIN_TICKERS)
              .between(LocalDate.of(2020, 1, 2), LocalDate.of(2020, 12, 31)));

  @Test
  void explain_isWhatAnAnalystReads() throws IOException {
    VolumePipeline pipeline =
        Sp500Pipeline.of(
            BarsStage.from(CsvSource.at("sp500_stocks.csv.gz", CsvLayout.KAGGLE)),
            name -> ParquetSink.at("sp500-out/" + name),
            new InMemorySink<>());
    try (InputStream golden = Sp500PipelineTest.class.getResourceAsStream("explain.txt")) {
      assertThat(pipeline.explain() + "\n")
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void columns_areThoseThatReadersOfTheFilesRelyOn() {
    assertThat(columns(Sp500Pipeline.tickerDaily(PRICES)))
        .containsExactly(
            "trade_date DATE",
            "ticker TEXT",
            "open DOUBLE",
            "high DOUBLE",
            "low DOUBLE",
            "close DOUBLE",
            "adj_close DOUBLE",
            "volume LONG",
            "mean_20 DOUBLE",
            "stddev_20 DOUBLE",
            "mean_60 DOUBLE",
            "stddev_60 DOUBLE",
            "mean_252 DOUBLE",
            "stddev_252 DOUBLE",
            "median_log_60 DOUBLE",
            "mad_log_60 DOUBLE",
            "rank_in_ticker LONG",
            "rank_on_day LONG",
            "zscore_20 DOUBLE",
            "modified_z_60 DOUBLE",
            "flagged BOOLEAN");
    assertThat(columns(Sp500Pipeline.leaderboard(PRICES)))
        .containsExactly(
            "ticker TEXT",
            "max_volume LONG",
            "total_volume LONG",
            "mean_volume DOUBLE",
            "rank LONG");
    assertThat(columns(Sp500Pipeline.marketDaily(PRICES, MarketShocks.ON_NYSE)))
        .containsExactly(
            "trade_date DATE",
            "total_volume LONG",
            "max_volume LONG",
            "max_ticker TEXT",
            "dollar_volume DOUBLE",
            "tickers LONG",
            "flagged LONG",
            "day_kind TEXT",
            "shock_score DOUBLE",
            "breadth_2 DOUBLE",
            "breadth_3_5 DOUBLE",
            "level TEXT");
    assertThat(columns(Sp500Pipeline.anomalies(PRICES, MarketShocks.ON_NYSE)))
        .endsWith(
            "modified_z_60 DOUBLE",
            "stock_specific_score DOUBLE",
            "flag TEXT",
            "rule TEXT",
            "score DOUBLE",
            "threshold DOUBLE",
            "severity DOUBLE");
    assertThat(columns(MarketShocks.ON_NYSE.shocks(PRICES)))
        .containsExactly(
            "start_date DATE",
            "end_date DATE",
            "sessions LONG",
            "flagged_days LONG",
            "is_open BOOLEAN",
            "score DOUBLE",
            "peak_date DATE",
            "peak_shock_score DOUBLE",
            "peak_breadth_2 DOUBLE",
            "peak_breadth_3_5 DOUBLE",
            "peak_total_volume LONG",
            "peak_up_volume DOUBLE",
            "peak_down_volume DOUBLE",
            "peak_foremost_ticker TEXT",
            "peak_day_kind TEXT",
            "peak_level TEXT");
    assertThat(columns(MarketShocks.WITHOUT_CALENDAR.shocks(PRICES)))
        .isEqualTo(columns(MarketShocks.ON_NYSE.shocks(PRICES)));
  }

  @Test
  void run_givesOutputsThatAgreeWithEachOther() {
    Map<String, InMemorySink<Object>> sinks = new HashMap<>();
    InMemorySink<TickerSummary> mostTraded = new InMemorySink<>();
    VolumePipeline pipeline =
        Sp500Pipeline.of(
            PRICES, name -> sinks.computeIfAbsent(name, n -> new InMemorySink<>()), mostTraded);
    RunReport report = pipeline.run(ReferenceRunner.create());

    assertThat(sinks.keySet()).containsExactlyInAnyOrderElementsOf(Sp500Pipeline.outputNames());
    assertThat(sinks.get("rejected").rows()).isEmpty();
    assertThat(sinks.get("ticker_daily").rows()).hasSize((int) report.rowsRead());

    List<Bar> spikes =
        sinks.get("ticker_daily").rows().stream()
            .filter(row -> value("ticker_daily", "flagged", row).equals(true))
            .map(Sp500PipelineTest::bar)
            .toList();
    assertThat(spikes).isNotEmpty();
    assertThat(sinks.get("anomalies").rows())
        .extracting(row -> (Bar) ((Anomaly<?>) row).row().base())
        .containsExactlyElementsOf(spikes);
    assertThat(sinks.get("market_daily").rows())
        .extracting(row -> (Long) value("market_daily", "flagged", row))
        .satisfies(
            counts ->
                assertThat(counts.stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(spikes.size()));

    assertThat(mostTraded.rows()).hasSize(10);
    assertThat(sinks.get("leaderboard").rows().subList(0, 10)).isEqualTo(mostTraded.rows());
    assertThat(mostTraded.rows().get(0).get(Sp500Pipeline.LARGEST_DAY))
        .hasValue(
            sinks.get("ticker_daily").rows().stream()
                .mapToLong(row -> bar(row).volume().orElse(0))
                .max()
                .orElseThrow());
  }

  @SuppressWarnings("unchecked") // ticker_daily holds nothing else
  private static Bar bar(Object row) {
    return ((Flagged<Bar>) row).base();
  }

  private static Object value(String output, String column, Object row) {
    return switch (output) {
      case "ticker_daily" -> valueOn(Sp500Pipeline.tickerDaily(PRICES), column, row);
      default -> valueOn(Sp500Pipeline.marketDaily(PRICES, MarketShocks.ON_NYSE), column, row);
    };
  }

  @SuppressWarnings("unchecked") // the row came out of this stage
  private static <S> Object valueOn(Stage<S> stage, String name, Object row) {
    return stage.plan().schema().columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow()
        .valueOn((S) row);
  }

  private static List<String> columns(Stage<?> stage) {
    return stage.plan().schema().columns().stream().map(column -> named(column)).toList();
  }

  private static String named(Column<?> column) {
    return column.name() + " " + column.type();
  }
}

package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.examples.report.ShockFacts;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The sentences of the view {@code v_shocks} are those of {@link ShockFacts}, of any shock. */
class ShockViewTest {

  private static final Path VIEW = Path.of("../../terraform/templates/views/v_shocks.sql");

  private static final LocalDate FIRST = LocalDate.of(2020, 1, 6);

  /** Shocks of each kind of day and of none, of one day and of several, and of what is missing. */
  private static List<ShockFacts> shocks() {
    List<ShockFacts.Peak> peaks = new ArrayList<>();
    for (DayKind kind : DayKind.values()) {
      peaks.add(peak(Optional.of(kind), 3.5 - 0.17 * peaks.size(), 0.6249, 0.125, 2e9, 4e9, "A"));
    }
    peaks.add(peak(Optional.empty(), 1.127, 0, 0, 3, 1, "BRK.B"));
    peaks.add(peak(Optional.empty(), 1.127, 1, 0.005, 2, 2, "A"));
    peaks.add(peak(Optional.empty(), 1.101, 0.3, Double.NaN, 0, 1, "A"));
    peaks.add(peak(Optional.empty(), 12.346, Double.NaN, Double.NaN, 0, 0, null));
    List<ShockFacts> shocks = new ArrayList<>();
    for (int k = 0; k < peaks.size(); k++) {
      LocalDate start = FIRST.plusMonths(k);
      ShockFacts.Peak peak = on(start.plusDays(k % 3 == 1 ? 1 : 0), peaks.get(k));
      long higher = peaks.stream().filter(other -> other.score() > peak.score()).count();
      shocks.add(
          new ShockFacts(
              peak.score() >= 2 ? "SEVERE" : "SHOCK",
              start,
              start.plusDays(k % 3),
              1 + k % 3,
              1 + (k % 3 + 1) / 2,
              1 + higher,
              peaks.size(),
              peak));
    }
    return shocks;
  }

  private static ShockFacts.Peak peak(
      Optional<DayKind> kind,
      double score,
      double breadth2,
      double breadth35,
      double up,
      double down,
      String foremost) {
    return new ShockFacts.Peak(
        FIRST,
        kind,
        score,
        known(breadth2),
        known(breadth35),
        up,
        down,
        Optional.ofNullable(foremost));
  }

  private static OptionalDouble known(double share) {
    return Double.isNaN(share) ? OptionalDouble.empty() : OptionalDouble.of(share);
  }

  private static ShockFacts.Peak on(LocalDate day, ShockFacts.Peak peak) {
    return new ShockFacts.Peak(
        day,
        peak.kind(),
        peak.score(),
        peak.breadth2(),
        peak.breadth35(),
        peak.upVolume(),
        peak.downVolume(),
        peak.foremost());
  }

  /** The row of the table of shocks, as a statement. */
  private static String row(ShockFacts shock) {
    ShockFacts.Peak peak = shock.peak();
    return "SELECT DATE '%s' AS start_date, DATE '%s' AS end_date, %d AS sessions, %d AS flagged_days, FALSE AS is_open, %s AS score, DATE '%s' AS peak_date, %s AS peak_shock_score, CAST(%s AS FLOAT64) AS peak_breadth_2, CAST(%s AS FLOAT64) AS peak_breadth_3_5, 9 AS peak_total_volume, %s AS peak_up_volume, %s AS peak_down_volume, CAST(%s AS STRING) AS peak_foremost_ticker, CAST(%s AS STRING) AS peak_day_kind, '%s' AS peak_level"
        .formatted(
            shock.start(),
            shock.end(),
            shock.sessions(),
            shock.flaggedDays(),
            peak.score(),
            peak.date(),
            peak.score(),
            share(peak.breadth2()),
            share(peak.breadth35()),
            peak.upVolume(),
            peak.downVolume(),
            text(peak.foremost()),
            text(peak.kind().map(DayKind::name)),
            shock.level());
  }

  private static String share(OptionalDouble share) {
    return share.isPresent() ? String.valueOf(share.getAsDouble()) : "NULL";
  }

  private static String text(Optional<String> text) {
    return text.map(value -> "'" + value + "'").orElse("NULL");
  }

  @Test
  void theView_tellsAShockInTheWordsOfTheReport() throws IOException, InterruptedException {
    List<ShockFacts> shocks = shocks();
    try (FakeBigQuery fake = FakeBigQuery.start().dataset("p", "market", "EU")) {
      BigQuery bigquery =
          BigQueryOptions.newBuilder()
              .setHost(fake.endpoint())
              .setProjectId("p")
              .setCredentials(NoCredentials.getInstance())
              .build()
              .getService();
      bigquery.query(
          QueryJobConfiguration.of(
              "CREATE TABLE `p.market.shocks` AS "
                  + String.join(" UNION ALL ", shocks.stream().map(ShockViewTest::row).toList())));
      List<String> sentences = new ArrayList<>();
      String view = Files.readString(VIEW).replace("${dataset}", "p.market");
      for (FieldValueList told :
          bigquery
              .query(
                  QueryJobConfiguration.of(
                      "SELECT sentence FROM (" + view + ") ORDER BY start_date"))
              .iterateAll()) {
        sentences.add(told.get(0).getStringValue());
      }
      assertThat(sentences).isEqualTo(shocks.stream().map(ShockFacts::sentence).toList());
    }
  }
}

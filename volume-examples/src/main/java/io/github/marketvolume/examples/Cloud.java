package io.github.marketvolume.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.gcp.BigQuerySink;
import io.github.marketvolume.gcp.DatasetRef;
import io.github.marketvolume.gcp.GcsUri;
import io.github.marketvolume.gcp.GoogleCloud;
import io.github.marketvolume.gcp.RawZone;
import io.github.marketvolume.gcp.TableCreation;
import io.github.marketvolume.gcp.TableRef;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.spark.SparkRunner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Google Cloud, for runs that read or write there; apart from the rest, which does without it. */
final class Cloud {

  /** The views that the report shows, and what each is. */
  private static final Map<String, String> VIEWS = new LinkedHashMap<>();

  static {
    VIEWS.put(
        "v_top10_tickers",
        "The ten most traded tickers by their largest single day. All tickers that share the tenth"
            + " place are listed.");
    VIEWS.put("v_total_volume_per_day", "The shares traded each day, all tickers together.");
    VIEWS.put(
        "v_largest_volume_per_day",
        "The most shares that one ticker traded each day, and which ticker.");
    VIEWS.put(
        "v_anomalies", "Days on which a ticker's volume was out of the ordinary, and by how much.");
    VIEWS.put(
        "v_shocks",
        "The market shocks since 2010, each with its rank by score and a sentence of facts.");
    VIEWS.put(
        "v_market_daily",
        "The market's volume each day, its shock score and level, and which shock the day lies"
            + " in.");
  }

  private final GoogleCloud google;

  private Cloud(GoogleCloud google) {
    this.google = google;
  }

  /**
   * The cloud, as the options say.
   *
   * @param credentials a service account's key or an access token, in a file; null for the
   *     application default credentials
   * @param project the project that pays; null for the warehouse's, or the one that the environment
   *     names
   * @param warehouse {@code project.dataset}; null for none
   */
  static Cloud of(Path credentials, String project, String warehouse) {
    GoogleCloud google =
        credentials == null
            ? GoogleCloud.withDefaultCredentials()
            : GoogleCloud.withCredentialsFile(credentials);
    if (project != null) {
      google = google.inProject(project);
    } else if (warehouse != null) {
      google = google.inProject(DatasetRef.parse(warehouse).project());
    }
    String storage = System.getProperty("sp500.storage", "");
    if (!storage.isEmpty()) {
      google = google.withStorageAt(storage);
    }
    String bigQuery = System.getProperty("sp500.bigquery", "");
    if (!bigQuery.isEmpty()) {
      google = google.withBigQueryAt(bigQuery, System.getProperty("sp500.bigquery.storage", ""));
    }
    return new Cloud(google);
  }

  /**
   * Fails unless a location is one of Cloud Storage.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static void requirePlace(String location) {
    GcsUri.parse(location);
  }

  LocalRunner on(LocalRunner runner) {
    return google.on(runner);
  }

  SparkRunner on(SparkRunner runner) {
    return google.on(runner);
  }

  /** Keeps a file of this machine in a lake's raw zone, unless it is there, and returns where. */
  String keep(String rawZone, Path file, LocalDate day) {
    return RawZone.at(google.store(), rawZone).keep(file, day).uri();
  }

  /** Keeps a file of the web in a lake's raw zone, unless it is there, and returns where. */
  String keep(String rawZone, URI url, LocalDate day) {
    return RawZone.at(google.store(), rawZone).keep(url, day).uri();
  }

  /** Whether there is an object of this name. */
  boolean exists(String uri) {
    try {
      return google.store().find(uri).isPresent();
    } catch (IOException e) {
      throw new SinkException(e.getMessage(), e);
    }
  }

  /** The tables of the outputs in a dataset, by their names. */
  static Function<String, Sink<Object>> tables(String warehouse, LocalDate from, LocalDate to) {
    DatasetRef dataset = DatasetRef.parse(warehouse);
    return output -> table(dataset, output, from, to);
  }

  /**
   * The table of an output in a dataset. A run over part of the days replaces their months, and
   * leaves the others; a run over all of them replaces all.
   *
   * @param from the first day that is published; null for any
   * @param to the last one; null for any
   */
  private static BigQuerySink table(
      DatasetRef dataset, String output, LocalDate from, LocalDate to) {
    TableRef table = dataset.table(output);
    boolean dated = !output.equals("leaderboard") && !output.equals("rejected");
    TableCreation creation =
        output.equals("rejected")
            ? TableCreation.plain().clusteredBy("rule")
            : output.equals("leaderboard")
                ? TableCreation.plain()
                : output.equals("market_daily")
                    ? TableCreation.plain().partitionedByMonth("trade_date")
                    : output.equals("shocks")
                        ? TableCreation.plain().partitionedByMonth("start_date")
                        : TableCreation.byMonthAndTicker();
    boolean part = dated && from != null;
    BigQuerySink sink =
        part
            ? BigQuerySink.replaceMonths(
                table,
                YearMonth.from(from),
                YearMonth.from(to == null ? LocalDate.now(ZoneOffset.UTC) : to))
            : BigQuerySink.replaceTable(table);
    return sink.creating(creation);
  }

  /**
   * The tables of the outputs of an update, which has rows of the months that it writes, all rows
   * of what it computes again, and those that were rejected now.
   *
   * @param hindsight whether bars are ranked in hindsight, so that they are computed again
   */
  static Function<String, Sink<Object>> updatedTables(String warehouse, boolean hindsight) {
    DatasetRef dataset = DatasetRef.parse(warehouse);
    return output ->
        switch (output) {
          case "leaderboard" -> BigQuerySink.replaceTable(dataset.table(output));
          case "rejected" -> BigQuerySink.append(dataset.table(output));
          case "ticker_daily", "anomalies" ->
              hindsight
                  ? BigQuerySink.replaceTable(dataset.table(output))
                  : BigQuerySink.replaceMonths(dataset.table(output));
          default -> BigQuerySink.replaceMonths(dataset.table(output));
        };
  }

  /** Makes the views of the report, on the tables of a dataset. */
  void putViews(String warehouse) {
    DatasetRef dataset = DatasetRef.parse(warehouse);
    VIEWS.forEach(
        (name, description) ->
            google.putView(dataset.table(name), view(name, dataset), description));
  }

  /** The statement that Terraform makes the view of, too. */
  private static String view(String name, DatasetRef dataset) {
    String resource = "views/" + name + ".sql";
    try (InputStream in = Cloud.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the application lacks " + resource);
      }
      return new String(in.readAllBytes(), UTF_8).replace("${dataset}", dataset.toString());
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
  }
}

package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The report as a person sees and uses it, in Chromium, against the Parquet that it shows. */
class ReportPageIT {

  private static final Path PICTURES = Path.of("target", "report-screenshots");

  private static final List<String> FIGURES =
      List.of("tiles", "ten", "total", "largest", "breadth", "shocks", "heat", "bases");

  @TempDir private static Path folder;

  private static Browser browser;
  private static Path synthetic;
  private static Path raw;
  private static Path adjusted;

  /** What the last report has printed. */
  private static String reported;

  @BeforeAll
  static void prepare() throws IOException {
    browser = Browser.start(folder.resolve("profile"));
    synthetic = report("synthetic", "--tickers", "40");
    List<String> prices = List.of("--input", writeSplitMarket() + "", "--layout", "alphavantage");
    adjusted = report("adjusted", prices.toArray(String[]::new));
    List<String> asTraded = new ArrayList<>(prices);
    asTraded.add("--raw");
    raw = report("raw", asTraded.toArray(String[]::new));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void showDesk() {
    browser.show(1400, 900, "light");
  }

  @AfterEach
  void requireQuiet() {
    browser.requireQuiet();
  }

  @Test
  void figures_areDrawn() {
    browser.open(synthetic, "");
    assertThat(browser.element("#left-out").isDisplayed()).isFalse();
    for (String line : List.of("total", "largest", "breadth")) {
      assertThat((long) browser.script(INK, "#" + line + " canvas")).as(line).isGreaterThan(1000);
    }
    assertThat(count("#tiles dt")).isEqualTo(4);
    assertThat(count("#ten-bars li")).isEqualTo(10);
    assertThat(count("#shock-table tbody tr")).isEqualTo(10);
    assertThat(count("#heat-table tbody tr")).isEqualTo(30);
    assertThat(count("#heat-table thead th")).isEqualTo(16);
    assertThat(count("#panel-adjusted li")).isEqualTo(15);
    assertThat(count("#panel-dollar li")).isEqualTo(15);
    assertThat(browser.element("#panel-raw").getText()).contains("run with --raw");
    assertThat(browser.element("#synthetic").isDisplayed()).isTrue();
  }

  @Test
  void numbersWithoutFilter_areThoseOfTheOutputs() throws SQLException {
    browser.open(synthetic, "");
    openTables();
    assertThat(plain(browser.table("#total table")))
        .isEqualTo(
            query(
                synthetic,
                "SELECT trade_date, total_volume, tickers, flagged FROM market_daily"
                    + " ORDER BY trade_date DESC"));
    assertThat(plain(browser.table("#largest table")).stream().map(row -> row.subList(0, 3)))
        .isEqualTo(
            query(
                synthetic,
                "SELECT trade_date, max_volume, max_ticker FROM market_daily"
                    + " ORDER BY trade_date DESC"));
    assertThat(plain(browser.table("#breadth table")).stream().map(row -> row.subList(2, 4)))
        .isEqualTo(
            query(synthetic, "SELECT flagged, tickers FROM market_daily ORDER BY trade_date DESC"));
    assertThat(plain(browser.table("#ten-table")).stream().map(row -> row.subList(0, 3)))
        .isEqualTo(
            query(
                synthetic,
                "SELECT rank, ticker, max_volume FROM leaderboard ORDER BY rank LIMIT 10"));
    assertThat(browser.table("#shock-table").stream().map(row -> row.get(2)))
        .isEqualTo(
            query(
                    synthetic,
                    "SELECT flagged || ' of ' || tickers FROM market_daily"
                        + " ORDER BY flagged / tickers DESC LIMIT 10")
                .stream()
                .map(row -> row.get(0))
                .toList());
  }

  @Test
  void dollarsWithoutFilter_areThoseOfTheOutputs() throws SQLException {
    browser.open(synthetic, "#measure=dollar");
    openTables();
    List<List<String>> shown = plain(browser.table("#total table"));
    List<List<String>> written =
        query(synthetic, "SELECT dollar_volume FROM market_daily ORDER BY trade_date DESC");
    assertThat(shown).hasSameSizeAs(written);
    for (int day = 0; day < shown.size(); day++) {
      double dollars = Double.parseDouble(written.get(day).get(0));
      assertThat(Double.parseDouble(shown.get(day).get(1)))
          .isCloseTo(dollars, within(1e-7 * dollars));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#tickers=SYN000003,SYN000005",
        "#from=2015-03-01&to=2018-08-17",
        "#measure=dollar",
      })
  void choices_actOnEveryFigure(String choice) {
    browser.open(synthetic, "");
    Map<String, String> before = pictures();
    browser.open(synthetic, choice);
    Map<String, String> after = pictures();
    for (String figure : FIGURES) {
      // A flag and a year's three measures are the same in whatever volume is shown.
      if (!choice.contains("measure") || !List.of("breadth", "bases").contains(figure)) {
        assertThat(after.get(figure)).as(figure).isNotEqualTo(before.get(figure));
      }
    }
  }

  @Test
  void filteredNumbers_areThoseOfTheBarsThatAreLeft() throws SQLException {
    browser.open(synthetic, "#tickers=SYN000003,SYN000005&from=2015-03-01&to=2018-08-17");
    openTables();
    String left =
        " FROM ticker_daily WHERE ticker IN ('SYN000003', 'SYN000005')"
            + " AND trade_date BETWEEN '2015-03-01' AND '2018-08-17'";
    assertThat(plain(browser.table("#total table")))
        .isEqualTo(
            query(
                synthetic,
                "SELECT trade_date, sum(volume), count(volume), count(*) FILTER (WHERE flagged)"
                    + left
                    + " GROUP BY trade_date HAVING count(volume) > 0 ORDER BY trade_date DESC"));
    assertThat(plain(browser.table("#largest table")).stream().map(row -> row.subList(0, 3)))
        .isEqualTo(
            query(
                synthetic,
                "SELECT trade_date, max(volume), arg_max(ticker, volume)"
                    + left
                    + " GROUP BY trade_date HAVING count(volume) > 0 ORDER BY trade_date DESC"));
    assertThat(
            plain(browser.table("#ten-table")).stream()
                .map(row -> List.of(row.get(1), row.get(2), row.get(3), row.get(6))))
        .isEqualTo(
            query(
                synthetic,
                "SELECT ticker, max(volume), arg_max(trade_date, volume),"
                    + " count(*) FILTER (WHERE flagged)"
                    + left
                    + " GROUP BY ticker ORDER BY 2 DESC"));
    assertThat(browser.table("#heat-table").stream().map(row -> row.subList(0, 5)))
        .isEqualTo(
            query(
                synthetic,
                "SELECT ticker, count(*) FILTER (WHERE flagged AND year(trade_date) = 2015),"
                    + " count(*) FILTER (WHERE flagged AND year(trade_date) = 2016),"
                    + " count(*) FILTER (WHERE flagged AND year(trade_date) = 2017),"
                    + " count(*) FILTER (WHERE flagged AND year(trade_date) = 2018)"
                    + left
                    + " GROUP BY ticker ORDER BY max(volume) DESC"));
    assertThat(bars("adjusted"))
        .isEqualTo(
            query(
                synthetic,
                "SELECT year(trade_date), max(volume)" + left + " GROUP BY 1 ORDER BY 1"));
  }

  @Test
  void highestScoresOfADay_areThoseOfTheAnomalies() throws SQLException {
    browser.open(synthetic, "");
    List<String> day = browser.table("#shock-table").get(0);
    assertThat(day.get(4).split("\\s+"))
        .containsExactlyElementsOf(
            query(
                    synthetic,
                    "SELECT ticker, printf('%.1f', score) FROM anomalies WHERE trade_date = '"
                        + day.get(0)
                        + "' ORDER BY score DESC LIMIT 4")
                .stream()
                .flatMap(List::stream)
                .toList());
  }

  @Test
  void rawRun_showsItsVolumesInEachBasis() throws SQLException {
    String years = "SELECT year(trade_date), max(volume) FROM ticker_daily GROUP BY 1 ORDER BY 1";
    browser.open(raw, "");
    assertThat(bars("raw")).isEqualTo(query(raw, years));
    assertThat(bars("adjusted"))
        .as("as the library adjusts them")
        .isEqualTo(query(adjusted, years))
        .isNotEqualTo(query(raw, years));

    browser.open(raw, "#measure=adjusted");
    openTables();
    assertThat(plain(browser.table("#total table")).stream().map(row -> row.subList(0, 2)))
        .isEqualTo(
            query(
                adjusted,
                "SELECT trade_date, total_volume FROM market_daily ORDER BY trade_date DESC"));
  }

  @Test
  void keyboard_reachesAndWorksTheControls() {
    browser.open(synthetic, "");
    List<String> stops = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      browser.press(Keys.TAB);
      stops.add((String) browser.script("return document.activeElement.textContent.trim()"));
    }
    assertThat(stops.subList(0, 2)).containsExactly("Skip to the figures", "Dark");

    browser.script("document.getElementById('ticker').focus()");
    browser.press("syn000007, nope", Keys.ENTER);
    assertThat(browser.element("#ticker-error").getText())
        .isEqualTo("This run has no ticker NOPE.");
    assertThat(browser.element("#chips").getText()).isEqualTo("SYN000007");
    assertThat(browser.table("#ten-table")).hasSize(1);

    browser.script("document.querySelector('#total .chart').focus()");
    browser.press(Keys.HOME, Keys.ARROW_RIGHT);
    assertThat(browser.element("#total .chart").getAttribute("aria-valuenow")).isEqualTo("2");
    assertThat(browser.element("#total .chart").getAttribute("aria-valuetext"))
        .startsWith("5 Jan 2010: ");
    assertThat(browser.element("#breadth .readout").getText())
        .as("the other time lines follow")
        .endsWith("5 Jan 2010");
    assertThat(
            browser.script(
                "return getComputedStyle(document.querySelector('#total .chart')).outlineStyle"))
        .isEqualTo("solid");
  }

  @Test
  void everyControlAndTableHasAName() {
    browser.open(synthetic, "");
    openTables();
    assertThat(
            (List<?>)
                browser.script(
                    "return [...document.querySelectorAll("
                        + "'button, input, select, table, [role], [tabindex], section')]"
                        + ".filter((node) => !(node.labels?.length || node.ariaLabel"
                        + " || node.getAttribute('aria-labelledby') || node.caption"
                        + " || node.textContent.trim() || node.role === 'alert'))"
                        + ".map((node) => node.outerHTML.slice(0, 200))"))
        .isEmpty();
  }

  @Test
  void aDragOverATimeLine_zoomsEveryFigure() {
    browser.open(synthetic, "");
    browser.drag(browser.element("#breadth .u-over"), 0.25, 0.5);
    LocalDate from = LocalDate.parse((String) browser.script("return from.value"));
    LocalDate to = LocalDate.parse((String) browser.script("return to.value"));
    assertThat(from).isBetween(LocalDate.of(2013, 9, 1), LocalDate.of(2013, 11, 1));
    assertThat(to).isBetween(LocalDate.of(2017, 6, 1), LocalDate.of(2017, 8, 1));
    assertThat(count("#heat-table thead th")).isEqualTo(6);

    browser.element("button[type=reset]").click();
    assertThat(browser.script("return from.value")).isEqualTo("2010-01-04");
    assertThat(count("#heat-table thead th")).isEqualTo(16);
  }

  @Test
  void aChoiceThatNothingFits_saysSo() {
    browser.open(synthetic, "#from=2030-01-01");
    assertThat(browser.element("#nothing").isDisplayed()).isTrue();
    assertThat(browser.element("#total").isDisplayed()).isFalse();
    browser.element("button[type=reset]").click();
    assertThat(browser.element("#nothing").isDisplayed()).isFalse();
    assertThat(browser.element("#total").isDisplayed()).isTrue();
  }

  @Test
  void chartOptions_cannotChangeThePrototypeOfObjects() {
    browser.open(synthetic, "");
    assertThat(
            browser.script(
                "const copy = uPlot.assign({ a: { b: 1 } },"
                    + " JSON.parse('{\"__proto__\": {\"polluted\": 1}, \"a\": {\"c\": 2}}'));"
                    + " return JSON.stringify(copy) + ' ' + {}.polluted"))
        .isEqualTo("{\"a\":{\"b\":1,\"c\":2}} undefined");
  }

  @Test
  void colors_areTheSystemsUntilTheButtonSaysOtherwise() {
    browser.show(1400, 900, "dark");
    browser.open(synthetic, "");
    Object dark = browser.script("return getComputedStyle(document.body).backgroundColor");
    browser.element("#theme").click();
    assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
        .isNotEqualTo(dark);
    browser.script("localStorage.clear()");
  }

  @Test
  void aComplaintOrARequestOfAPage_wouldBeFound() throws IOException {
    String ready = "<script>document.documentElement.dataset.ready = 1;";
    Path complains = folder.resolve("complains.html");
    Files.writeString(complains, ready + "console.error('no')</script>");
    browser.open(complains, "");
    assertThatThrownBy(browser::requireQuiet).hasMessageContaining("console has");

    browser.forget();
    Path asks = folder.resolve("asks.html");
    Files.writeString(asks, ready + "fetch('http://127.0.0.1:9/').catch(() => 0)</script>");
    browser.open(asks, "");
    browser.script("console.clear()");
    browser.await("performance.getEntriesByType('resource').length === 1");
    assertThatThrownBy(browser::requireQuiet).isInstanceOf(AssertionError.class);
    browser.forget();
    browser.open(synthetic, "");
  }

  /** More tickers than a browser takes arguments of a function. */
  @Test
  void manyTickers_areLeftOutAndSaidSo() throws IOException, SQLException {
    Path page = reportOn(writeManyTickers());
    assertThat(reported)
        .isEqualTo(
            "%s: 5,000 of 150,000 tickers, 1 days, 0.3 MB; those with the largest single day are"
                    .formatted(page)
                + " shown"
                + System.lineSeparator());
    browser.open(page, "");
    assertThat(browser.element("#left-out").getText())
        .isEqualTo(
            "This page shows the 5,000 tickers with the largest single day. It leaves out the other"
                + " 145,000 of the run: no sum, share, rank or list here counts them.");
    assertThat(browser.element("#subtitle").getText()).startsWith("5,000 of 150,000 tickers, ");
    assertThat(plain(browser.table("#ten-table")).stream().map(row -> row.subList(1, 3)))
        .isEqualTo(
            query(page, "SELECT ticker, max_volume FROM leaderboard ORDER BY rank LIMIT 10"));
    browser.element("#heat-more").click();
    assertThat(count("#heat-table tbody tr")).as("all that are shown").isEqualTo(5_000);
    assertThat(count("#symbols option")).isEqualTo(5_000);
    browser.script("document.getElementById('ticker').focus()");
    browser.press("T0", Keys.ENTER);
    assertThat(browser.element("#ticker-error").getText()).isEqualTo("This page has no ticker T0.");
  }

  @ParameterizedTest
  @CsvSource({"1400, light", "1400, dark", "390, light", "390, dark"})
  void page_fitsItsScreen(int width, String colors) throws IOException {
    for (Path page : List.of(synthetic, raw)) {
      browser.show(width, 844, colors);
      browser.open(page, "");
      browser.screenshot(PICTURES.resolve(name(page) + "-" + width + "-" + colors + ".png"));
      assertThat((long) browser.script("return document.documentElement.scrollWidth"))
          .isEqualTo(width);
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason =
          "needs real prices: set MARKET_DATA_DIR to a folder with sp500_stocks.csv.gz")
  void realMarket_opens() throws IOException, SQLException {
    Path page =
        report(
            "real",
            "--input",
            Path.of(System.getenv("MARKET_DATA_DIR"), "sp500_stocks.csv.gz") + "");
    long millis = browser.open(page, "");
    System.out.printf(
        Locale.ROOT,
        "The report on the real market: %.1f MB, opened in %d ms.%n",
        Files.size(page) / 1e6,
        millis);
    openTables();
    assertThat(plain(browser.table("#total table")))
        .isEqualTo(
            query(
                page,
                "SELECT trade_date, total_volume, tickers, flagged FROM market_daily"
                    + " ORDER BY trade_date DESC"));
    for (int width : List.of(1400, 390)) {
      for (String colors : List.of("light", "dark")) {
        browser.show(width, 844, colors);
        browser.open(page, "");
        browser.screenshot(PICTURES.resolve("real-" + width + "-" + colors + ".png"));
      }
    }
  }

  /** How many pixels of a canvas are not transparent. */
  private static final String INK =
      "const canvas = document.querySelector(arguments[0]);"
          + " const { data } = canvas.getContext('2d')"
          + ".getImageData(0, 0, canvas.width, canvas.height);"
          + " let ink = 0; for (let i = 3; i < data.length; i += 4) ink += data[i] > 0; return ink";

  private static long count(String selector) {
    return (long) browser.script("return document.querySelectorAll(arguments[0]).length", selector);
  }

  private static void openTables() {
    browser.script("document.querySelectorAll('.numbers').forEach((part) => (part.open = true))");
    browser.await("document.querySelectorAll('.numbers table').length === 3");
  }

  /** What each figure shows: its text, and its canvas. */
  private static Map<String, String> pictures() {
    Map<String, String> pictures = new LinkedHashMap<>();
    for (String figure : FIGURES) {
      pictures.put(
          figure,
          (String)
              browser.script(
                  "const figure = document.getElementById(arguments[0]);"
                      + " return figure.textContent + figure.querySelector('canvas')?.toDataURL()",
                  figure));
    }
    return pictures;
  }

  /** Years and values of one of the three panels. */
  private static List<List<String>> bars(String measure) {
    List<List<String>> bars = new ArrayList<>();
    for (Object bar :
        (List<?>)
            browser.script(
                "return [...document.querySelectorAll(`#panel-${arguments[0]} li`)].map((bar) =>"
                    + " [bar.firstElementChild.textContent, bar.dataset.value])",
                measure)) {
      bars.add(((List<?>) bar).stream().map(Object::toString).toList());
    }
    return bars;
  }

  /** Cells without what makes a number readable. */
  private static List<List<String>> plain(List<List<String>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(cell -> cell.replaceAll("[,$]", "")).toList())
        .toList();
  }

  /** Runs, and reports on it; the page stands beside the outputs. */
  private static Path report(String name, String... options) {
    Path output = folder.resolve(name);
    List<String> run = new ArrayList<>(List.of("run", "--output", output + ""));
    run.addAll(List.of(options));
    CommandLineRun ran = CommandLineRun.of(run.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return reportOn(output);
  }

  private static Path reportOn(Path output) {
    Path page = output.resolveSibling(output.getFileName() + ".html");
    CommandLineRun reported =
        CommandLineRun.of("report", "--input", output + "", "--output", page + "");
    assertThat(reported.exitCode()).as(reported.err()).isZero();
    ReportPageIT.reported = reported.out();
    return page;
  }

  private static String name(Path page) {
    return page.getFileName().toString().replace(".html", "");
  }

  /** The answer of the Parquet that a page was made from. */
  private static List<List<String>> query(Path page, String sql) throws SQLException {
    Path output = page.resolveSibling(name(page));
    String of = sql.replaceAll("FROM (\\w+)", "FROM '" + output + "/$1/*.parquet'");
    List<List<String>> answer = new ArrayList<>();
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(of)) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          row.add(rows.getString(column));
        }
        answer.add(row);
      }
    }
    return answer;
  }

  /** What a run over 150,000 tickers of one bar each would write. */
  private static Path writeManyTickers() throws IOException, SQLException {
    Path output = Files.createDirectory(folder.resolve("many"));
    Files.writeString(
        output.resolve("run.json"),
        """
        {"run_id": "r", "started_at": "2020-02-01T00:00:00Z",
         "inputs": [{"source": "many.csv", "rows_read": 150000, "rows_rejected": 0}]}
        """);
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute(
          """
          CREATE TABLE bars AS
          SELECT DATE '2020-01-06' AS trade_date, 'T' || i AS ticker, 1.0::DOUBLE AS close,
                 1 + i * 7919 % 150000 AS volume, NULL::DOUBLE AS modified_z_60, false AS flagged
          FROM range(150000) t(i)
          """);
      Map<String, String> outputs =
          Map.of(
              "ticker_daily",
              "FROM bars",
              "market_daily",
              "SELECT trade_date, sum(volume)::BIGINT AS total_volume, max(volume) AS max_volume,"
                  + " count(volume) AS tickers, count(*) FILTER (WHERE flagged) AS flagged"
                  + " FROM bars GROUP BY trade_date",
              "leaderboard",
              "SELECT ticker, volume AS total_volume, volume AS max_volume,"
                  + " rank() OVER (ORDER BY volume DESC) AS rank FROM bars");
      for (Map.Entry<String, String> one : outputs.entrySet()) {
        Path parquet =
            Files.createDirectory(output.resolve(one.getKey())).resolve("part-0.parquet");
        statement.execute("COPY (" + one.getValue() + ") TO '" + parquet + "' (FORMAT PARQUET)");
      }
    }
    return output;
  }

  /** Two tickers over three years; one splits seven for one, then three for two. */
  private static Path writeSplitMarket() throws IOException {
    Path prices = Files.createDirectory(folder.resolve("prices"));
    for (String ticker : List.of("ONE", "TWO")) {
      StringBuilder csv =
          new StringBuilder(
              "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,"
                  + "split_coefficient\n");
      double price = 700;
      for (int day = 0; day < 780; day++) {
        LocalDate date = LocalDate.of(2018, 1, 1).plusDays(day * 7L / 5);
        double split = ticker.equals("ONE") ? day == 300 ? 7 : day == 600 ? 1.5 : 1 : 1;
        price /= split;
        long volume = Math.round(100_003 * 700 / price * (1 + 0.5 * Math.sin(day * day)));
        csv.append(
            String.format(
                Locale.ROOT,
                "%s,%f,%f,%f,%f,%f,%d,0,%s%n",
                date,
                price,
                price,
                price,
                price,
                price,
                volume,
                split));
      }
      Files.writeString(prices.resolve(ticker + ".csv"), csv);
    }
    return prices;
  }
}

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
      List.of("tiles", "ten", "total", "largest", "breadth", "widest", "heat", "bases");

  @TempDir private static Path folder;

  private static Browser browser;
  private static Path synthetic;

  /** A market of sixty tickers, which is enough for shocks. */
  private static Path shocked;

  private static Path raw;
  private static Path adjusted;

  /** What the last report has printed. */
  private static String reported;

  @BeforeAll
  static void prepare() throws IOException {
    browser = Browser.start(folder.resolve("profile"));
    synthetic = report("synthetic", "--tickers", "40");
    shocked = report("shocked", "--tickers", "60");
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
    assertThat(count("#widest-table tbody tr")).isEqualTo(10);
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
    assertThat(browser.table("#widest-table").stream().map(row -> row.get(2)))
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
    List<String> day = browser.table("#widest-table").get(0);
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
    String years =
        "SELECT year(trade_date), regexp_replace(max(volume)::varchar, '[.]0$', '')"
            + " FROM ticker_daily GROUP BY 1 ORDER BY 1";
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
                "SELECT trade_date, round(total_volume)::bigint FROM market_daily ORDER BY"
                    + " trade_date DESC"));
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
    assertThat(nameless()).isEmpty();
    browser.open(shocked, "#shock=2020-02-28&only=shocks");
    assertThat(nameless()).isEmpty();
  }

  private static List<?> nameless() {
    return (List<?>)
        browser.script(
            "return [...document.querySelectorAll("
                + "'button, input, select, table, [role], [tabindex], section')]"
                + ".filter((node) => !node.closest('[hidden]'))"
                + ".filter((node) => !(node.labels?.length || node.ariaLabel"
                + " || node.getAttribute('aria-labelledby') || node.caption"
                + " || node.textContent.trim() || node.role === 'alert'))"
                + ".map((node) => node.outerHTML.slice(0, 200))");
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
      keepPicture(page, "", name(page), width, colors);
    }
    keepPicture(shocked, "#shock=2020-03-03", "shocked", width, colors);
    keepPicture(shocked, "#only=shocks&from=2011-01-01", "shocks-only", width, colors);
  }

  /** Keeps a picture of a page, which must not be wider than the screen. */
  private static void keepPicture(Path page, String choice, String name, int width, String colors)
      throws IOException {
    browser.show(width, 844, colors);
    browser.open(page, choice);
    browser.script("scrollTo(0, 0)");
    browser.screenshot(PICTURES.resolve(name + "-" + width + "-" + colors + ".png"));
    assertThat((long) browser.script("return document.documentElement.scrollWidth"))
        .isEqualTo(width);
  }

  @FullBuild
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
        keepPicture(page, "", "real", width, colors);
        keepPicture(page, "#shock=2020-02-25", "real-shock", width, colors);
        keepPicture(page, "#only=shocks", "real-shocks-only", width, colors);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2010-01-04, 2024-12-31",
    "'#from=2020-03-10&to=2020-12-31', 2020-03-10, 2020-12-31"
  })
  void bands_areWhereTheShocksAre(String choice, LocalDate first, LocalDate last)
      throws SQLException {
    browser.open(shocked, choice);
    List<List<String>> shocks =
        query(
            shocked,
            "SELECT peak_level, greatest(start_date, DATE '%s'), least(end_date, DATE '%s')"
                    .formatted(first, last)
                + " FROM shocks WHERE end_date >= '%s' AND start_date <= '%s' ORDER BY start_date"
                    .formatted(first, last));
    assertThat(shocks).hasSizeGreaterThan(1).anyMatch(shock -> shock.get(0).equals("SEVERE"));
    for (String line : List.of("total", "largest", "breadth")) {
      List<?> bands =
          (List<?>)
              browser.script(
                  "const over = document.querySelector(`#${arguments[0]} .u-over`)"
                      + ".getBoundingClientRect();"
                      + " return [...document.querySelectorAll(`#${arguments[0]} .band`)]"
                      + ".map((band) => [band, band.getBoundingClientRect()])"
                      + ".map(([band, at]) => [band.dataset.level, at.left - over.left,"
                      + " at.right - over.left, over.width, at.height - over.height])"
                      + ".sort((a, b) => a[1] + a[2] - b[1] - b[2])",
                  line);
      assertThat(bands).as(line).hasSameSizeAs(shocks);
      for (int i = 0; i < bands.size(); i++) {
        List<?> band = (List<?>) bands.get(i);
        double width = number(band.get(3));
        double from = place(shocks.get(i).get(1), first, last) * width;
        double to = place(shocks.get(i).get(2), first, last) * width;
        double spare = Math.max(0, 2 - (to - from)) / 2;
        assertThat(band.get(0)).as(line).isEqualTo(shocks.get(i).get(0));
        assertThat(number(band.get(1))).as(line).isCloseTo(from - spare, within(0.6));
        assertThat(number(band.get(2))).as(line).isCloseTo(to + spare, within(0.6));
        assertThat(number(band.get(4))).as("as high as the chart").isZero();
      }
      assertThat(
              browser.script(
                  "const canvas = document.querySelector(`#${arguments[0]} canvas`);"
                      + " const behind = document.querySelector(`#${arguments[0]} .behind`);"
                      + " return getComputedStyle(canvas).position === 'relative'"
                      + " && Boolean(behind.compareDocumentPosition(canvas) & 4)",
                  line))
          .as("drawn behind the line of " + line)
          .isEqualTo(true);
    }
  }

  /** Where a date lies between two, from 0 to 1. */
  private static double place(String date, LocalDate first, LocalDate last) {
    return (double) (LocalDate.parse(date).toEpochDay() - first.toEpochDay())
        / (last.toEpochDay() - first.toEpochDay());
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1400, 390})
  void labelsOfBands_doNotOverlapAndTheHighestScoreHasOne(int width) throws SQLException {
    browser.show(width, 844, "light");
    browser.open(shocked, "");
    for (String line : List.of("total", "largest", "breadth")) {
      List<?> labels =
          (List<?>)
              browser.script(
                  "const over = document.querySelector(`#${arguments[0]} .u-over`)"
                      + ".getBoundingClientRect();"
                      + " return [...document.querySelectorAll(`#${arguments[0]} .band-label`)]"
                      + ".map((label) => [label, label.getBoundingClientRect()])"
                      + ".map(([label, at]) => [label.textContent, at.left - over.left,"
                      + " at.right - over.left, over.width, at.width])"
                      + ".sort((a, b) => a[1] - b[1])",
                  line);
      assertThat(labels).as(line).hasSizeGreaterThan(1);
      double end = -1;
      for (Object label : labels) {
        List<?> at = (List<?>) label;
        assertThat(number(at.get(4))).as("is seen").isGreaterThan(20);
        assertThat(number(at.get(1))).as(line).isGreaterThan(end);
        end = number(at.get(2));
        assertThat(end).as(line).isLessThanOrEqualTo(number(at.get(3)) + 0.5);
      }
      assertThat(labels.stream().map(label -> ((List<?>) label).get(0).toString()))
          .containsAll(
              query(
                      shocked,
                      "SELECT strftime(start_date, '%-d %b %Y') FROM shocks"
                          + " ORDER BY peak_shock_score DESC LIMIT 1")
                  .get(0));
    }
  }

  @Test
  void legend_tellsTheLevelsInWords() {
    browser.open(shocked, "");
    assertThat(browser.element("#total .legend").getText())
        .isEqualTo(
            "Bands are market shocks: SHOCK from a score of 1.1 on, SEVERE from a score of 2 on."
                + " They are those of the whole market, whatever tickers are chosen.");
    assertThat(browser.element("#breadth .legend").getText()).contains("SHOCK", "SEVERE");
  }

  /** Graphics need a contrast of 3, text of 4.5; a level is a shape, too. */
  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void shocks_areReadable(String colors) {
    browser.show(1400, 844, colors);
    browser.open(shocked, "#shock=2020-03-03");
    for (String text :
        List.of(
            "#total .band-label",
            "#total .legend",
            "#total .key",
            "#shocks-table a",
            "#shocks-table .sentence",
            "#shocks-note",
            "#shock-sentence",
            "#shock-score .level > span",
            "#shock-tickers-note",
            ".check")) {
      assertThat(contrast(text, "color")).as(text).isGreaterThanOrEqualTo(4.5);
    }
    for (String level : List.of("SHOCK", "SEVERE")) {
      String mark = "#total .mark[data-level=" + level + "]";
      assertThat(contrast(mark, "borderTopColor")).as(level).isGreaterThanOrEqualTo(3);
    }
    assertThat(style("#total .mark[data-level=SHOCK]", "borderRadius"))
        .isNotEqualTo(style("#total .mark[data-level=SEVERE]", "borderRadius"));
  }

  private static Object style(String selector, String property) {
    return browser.script(
        "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]",
        selector,
        property);
  }

  /** The contrast of a color of an element with what it stands on. */
  private static double contrast(String selector, String property) {
    return number(
        browser.script(
            "const parts = (text) => text.match(/[\\d.]+/g).map(Number);"
                + " const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)"
                + ".map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))"
                + ".reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);"
                + " const node = document.querySelector(arguments[0]);"
                + " const front = light(parts(getComputedStyle(node)[arguments[1]]));"
                + " let under = node.parentElement;"
                + " const fill = () => parts(getComputedStyle(under).backgroundColor);"
                + " while (fill()[3] !== undefined && fill()[3] < 1) under = under.parentElement;"
                + " const back = light(fill());"
                + " return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05)",
            selector,
            property));
  }

  @Test
  void tableOfShocks_hasWhatTheRunWrote() throws SQLException {
    browser.open(shocked, "");
    String columns =
        "SELECT start_date, peak_level, printf('%.2f', peak_shock_score), sessions, flagged_days"
            + " FROM shocks ORDER BY ";
    assertThat(shockRows()).isEqualTo(query(shocked, columns + "start_date DESC"));
    choose("#shocks-by", "score");
    assertThat(shockRows()).isEqualTo(query(shocked, columns + "peak_shock_score DESC"));

    List<List<String>> facts =
        query(
            shocked,
            "SELECT peak_level || CASE WHEN sessions = 1 THEN ' on ' || start_date ELSE ' from '"
                + " || start_date || ' to ' || end_date || ', ' || flagged_days || ' of '"
                + " || sessions || ' sessions flagged, rank ' END,"
                + " ', rank ' || rank() OVER (ORDER BY peak_shock_score DESC) || ' of '"
                + " || count(*) OVER () || ': ',"
                + " printf('the median ticker scored %.2f, %d %% of the tickers at least 2',"
                + " peak_shock_score, round(100 * peak_breadth_2)::INTEGER),"
                + " '; ' || peak_foremost_ticker || ' stood out most.'"
                + " FROM shocks ORDER BY peak_shock_score DESC");
    List<String> sentences =
        browser.table("#shocks-table").stream()
            .map(row -> row.get(5).replace('\u00a0', ' '))
            .toList();
    for (int i = 0; i < facts.size(); i++) {
      assertThat(sentences.get(i))
          .startsWith(facts.get(i).get(0))
          .contains(facts.get(i).get(1), facts.get(i).get(2))
          .endsWith(facts.get(i).get(3));
    }
  }

  /** The rows of the table of shocks, without the sentences. */
  private static List<List<String>> shockRows() {
    return browser.table("#shocks-table").stream().map(row -> row.subList(0, 5)).toList();
  }

  /** Chooses an option of a list, as a reader does. */
  private static void choose(String selector, String value) {
    browser.script(
        "const list = document.querySelector(arguments[0]); list.value = arguments[1];"
            + " list.dispatchEvent(new Event('change', { bubbles: true }))",
        selector,
        value);
  }

  @Test
  void tableOfShocks_hasThoseOfTheChosenDays() throws SQLException {
    browser.open(shocked, "#from=2011-08-08&to=2016-01-20");
    assertThat(shockRows().stream().map(row -> row.get(0)))
        .isEqualTo(
            query(
                    shocked,
                    "SELECT start_date FROM shocks WHERE end_date >= '2011-08-08'"
                        + " AND start_date <= '2016-01-20' ORDER BY start_date DESC")
                .stream()
                .map(row -> row.get(0))
                .toList());
    browser.open(shocked, "#from=2013-01-01&to=2013-12-31");
    assertThat(browser.element("#no-shock").getText())
        .isEqualTo("No market shock lies in the chosen days.");
    assertThat(browser.element("#shocks-table").isDisplayed()).isFalse();
  }

  @Test
  void oneShock_isSeenFromNear() throws SQLException {
    browser.open(shocked, "#tickers=SYN000003&measure=adjusted&shock=2020-02-28");
    assertThat(browser.element("#h-shock").getText())
        .isEqualTo("Market shock of 28 Feb 2020 to 19 Mar 2020");
    assertThat(browser.element("#shock-sentence").getText())
        .startsWith(
            "SEVERE from 2020-02-28 to 2020-03-19, 11 of 15 sessions flagged, rank 2 of 20");
    browser.script(
        "document.querySelectorAll('#shock .numbers').forEach((part) => (part.open = true))");
    browser.await("document.querySelectorAll('#shock .numbers table').length === 2");
    assertThat(browser.element("#shock-score .readout").getText())
        .as("of the peak, until another day is pointed at")
        .isEqualTo("2.74 SEVERE, 3 Mar 2020");
    String days =
        " FROM market_daily WHERE trade_date BETWEEN '2020-02-06' AND '2020-04-09'"
            + " ORDER BY trade_date DESC";
    assertThat(query(shocked, "SELECT trade_date" + days)).as("15 + 15 + 15").hasSize(45);
    assertThat(plain(browser.table("#shock-total table")))
        .as("of the whole market")
        .isEqualTo(query(shocked, "SELECT trade_date, total_volume, tickers, flagged" + days));
    assertThat(browser.table("#shock-score table").stream().map(row -> row.subList(0, 3)))
        .isEqualTo(
            query(
                shocked,
                "SELECT trade_date, printf('%.2f', shock_score), coalesce(level, '–')" + days));
    assertThat(browser.table("#shock-score table"))
        .anyMatch(row -> row.get(3).equals("a rebalancing of the MSCI indices"));
    assertThat(number(browser.script(INK, "#shock-score canvas"))).isGreaterThan(500);
    assertThat(
            browser.script(
                "return [...document.querySelectorAll('#shock-score .level')]"
                    + ".map((level) => level.textContent)"))
        .isEqualTo(List.of("WATCH 0.55", "SHOCK 1.1", "SEVERE 2"));
    assertThat(count("#shock-score .band")).isEqualTo(1);

    assertThat(browser.script("return document.querySelector('#shock-day').value"))
        .isEqualTo("2020-03-03");
    assertTickersOf("2020-03-03");
    choose("#shock-day", "2020-03-12");
    assertThat((String) browser.script("return location.hash"))
        .isEqualTo("#tickers=SYN000003&shock=2020-02-28&day=2020-03-12");
    assertTickersOf("2020-03-12");
    browser.open(shocked, "#shock=2020-02-28&day=2020-03-12");
    assertTickersOf("2020-03-12");
  }

  private static void assertTickersOf(String day) throws SQLException {
    List<List<String>> written =
        query(
            shocked,
            "SELECT ticker, printf('%.2f', score), printf('%.2f', stock_specific_score), volume"
                + " FROM anomalies WHERE trade_date = '"
                + day
                + "' ORDER BY score DESC");
    assertThat(written).isNotEmpty();
    assertThat(plain(browser.table("#shock-tickers"))).isEqualTo(written);
  }

  @Test
  void thresholds_areWhereTheScoreHasThem() {
    browser.open(shocked, "#shock=2020-02-28");
    List<?> tops =
        (List<?>)
            browser.script(
                "const over = document.querySelector('#shock-score .u-over')"
                    + ".getBoundingClientRect();"
                    + " return [...document.querySelectorAll('#shock-score .level')]"
                    + ".map((level) => over.bottom - level.getBoundingClientRect().top)");
    double step = (number(tops.get(2)) - number(tops.get(1))) / (2 - 1.1);
    assertThat(step).isGreaterThan(10);
    assertThat(number(tops.get(1)) - number(tops.get(0)))
        .isCloseTo(step * (1.1 - 0.55), within(1.0));
  }

  @Test
  void addressOfAShock_isKeptAndLeadsThere() throws SQLException {
    browser.open(shocked, "#measure=dollar&from=2012-01-01");
    assertThat(browser.element("#shock").isDisplayed()).isFalse();
    browser.element("#shocks-table [data-shock='2020-02-28']").click();
    browser.await("!document.querySelector('#shock').hidden");
    assertThat((String) browser.script("return location.hash"))
        .isEqualTo("#from=2012-01-03&measure=dollar&shock=2020-02-28");
    browser.element("#shock-before").click();
    assertThat((String) browser.script("return location.hash")).endsWith("shock=2018-12-21");
    browser.element("#shock-after").click();
    browser.element("#shock-after").click();
    assertThat((String) browser.script("return location.hash")).endsWith("shock=2020-10-20");
    browser.element("#shock-close").click();
    assertThat(browser.element("#shock").isDisplayed()).isFalse();
    assertThat((String) browser.script("return location.hash"))
        .isEqualTo("#from=2012-01-03&measure=dollar");

    browser.open(shocked, "#shock=2020-03-05");
    assertThat(browser.element("#h-shock").getText()).as("a day of it").contains("28 Feb 2020");
    browser.open(shocked, "#shock=2013-06-03");
    assertThat(browser.element("#shock").isDisplayed()).as("a day of none").isFalse();
    browser.open(shocked, "#shock=nonsense&day=nonsense");
    assertThat(browser.element("#shock").isDisplayed()).isFalse();
    List<String> first =
        query(shocked, "SELECT min(start_date), max(start_date) FROM shocks").get(0);
    browser.open(shocked, "#shock=" + first.get(0));
    assertThat(browser.element("#shock-before").isEnabled()).isFalse();
    browser.open(shocked, "#shock=" + first.get(1));
    assertThat(browser.element("#shock-after").isEnabled()).isFalse();
  }

  @Test
  void shocksOnly_leavesOutTheOtherDays() throws SQLException {
    browser.open(shocked, "#only=shocks&from=2011-01-01&to=2020-03-10");
    openTables();
    String inShocks =
        " FROM ticker_daily t WHERE trade_date BETWEEN '2011-01-01' AND '2020-03-10' AND EXISTS"
            + " (SELECT 1 FROM shocks s WHERE t.trade_date BETWEEN s.start_date AND s.end_date)";
    List<List<String>> days =
        query(
            shocked,
            "SELECT trade_date, sum(volume), count(volume), count(*) FILTER (WHERE flagged)"
                + inShocks
                + " GROUP BY trade_date ORDER BY trade_date DESC");
    assertThat(days).hasSizeBetween(20, 100);
    assertThat(plain(browser.table("#total table"))).isEqualTo(days);
    assertThat(plain(browser.table("#largest table")).stream().map(row -> row.subList(0, 3)))
        .isEqualTo(
            query(
                shocked,
                "SELECT trade_date, max(volume), arg_max(ticker, volume)"
                    + inShocks
                    + " GROUP BY trade_date ORDER BY trade_date DESC"));
    assertThat(plain(browser.table("#breadth table")).stream().map(row -> row.get(2)))
        .isEqualTo(days.stream().map(row -> row.get(3)).toList());
    assertThat(
            plain(browser.table("#ten-table")).stream()
                .map(row -> List.of(row.get(1), row.get(2), row.get(3), row.get(6))))
        .isEqualTo(
            query(
                shocked,
                "SELECT ticker, max(volume), arg_max(trade_date, volume),"
                    + " count(*) FILTER (WHERE flagged)"
                    + inShocks
                    + " GROUP BY ticker ORDER BY 2 DESC LIMIT 10"));
    assertThat(browser.element("#tiles > div:nth-child(4) .value").getText().replace(",", ""))
        .isEqualTo(
            query(shocked, "SELECT count(*) FILTER (WHERE flagged)" + inShocks).get(0).get(0));
    assertThat(bars("adjusted"))
        .isEqualTo(
            query(
                shocked,
                "SELECT year(trade_date), max(volume)" + inShocks + " GROUP BY 1 ORDER BY 1"));
    List<String> years =
        query(shocked, "SELECT DISTINCT year(trade_date)" + inShocks + " ORDER BY 1").stream()
            .map(row -> row.get(0))
            .toList();
    assertThat(
            browser.script(
                "return [...document.querySelectorAll('#heat-table thead th')].slice(1)"
                    + ".map((year) => year.textContent)"))
        .isEqualTo(years);
    assertThat(browser.table("#heat-table").get(0).get(1))
        .isEqualTo(
            query(
                    shocked,
                    "SELECT count(*) FILTER (WHERE flagged AND year(trade_date) = "
                        + years.get(0)
                        + "), max(volume)"
                        + inShocks
                        + " GROUP BY ticker ORDER BY 2 DESC LIMIT 1")
                .get(0)
                .get(0));
    assertThat(browser.table("#widest-table").stream().map(row -> row.get(2)))
        .isEqualTo(
            query(
                    shocked,
                    "SELECT count(*) FILTER (WHERE flagged) || ' of ' || count(volume)"
                        + inShocks
                        + " GROUP BY trade_date ORDER BY count(*) FILTER (WHERE flagged)"
                        + " / count(volume) DESC LIMIT 10")
                .stream()
                .map(row -> row.get(0))
                .toList());
  }

  @Test
  void shocksOnly_isAFilterLikeTheOthers() {
    browser.open(shocked, "");
    openTables();
    Map<String, String> before = pictures();
    browser.script("document.getElementById('only').focus()");
    browser.press(Keys.SPACE);
    assertThat((String) browser.script("return location.hash")).isEqualTo("#only=shocks");
    assertThat(browser.element("#live").getAttribute("textContent")).contains("days of shocks");
    Map<String, String> after = pictures();
    for (String figure : FIGURES) {
      if (!figure.equals("widest")) { // the widest days may all be days of shocks
        assertThat(after.get(figure)).as(figure).isNotEqualTo(before.get(figure));
      }
    }
    browser.script("document.querySelector('#total .chart').focus()");
    browser.press(Keys.HOME);
    assertThat(browser.element("#total .readout").getText())
        .endsWith("SEVERE of 6 May 2010, 6 May 2010");
    browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    assertThat(browser.element("#total .readout").getText())
        .as("keys go from shown day to shown day")
        .endsWith("SHOCK of 29 Dec 2010, 29 Dec 2010");
    browser.press(Keys.ARROW_LEFT);
    assertThat(browser.element("#total .readout").getText()).endsWith("10 May 2010");
    browser.element("button[type=reset]").click();
    assertThat((boolean) browser.script("return document.getElementById('only').checked"))
        .isFalse();
    assertThat(pictures().get("tiles")).isEqualTo(before.get("tiles"));
  }

  @Test
  void keyboard_opensAndLeavesAShock() {
    browser.open(shocked, "");
    browser.script("document.querySelector('#shocks-scroll').focus()");
    browser.press(Keys.TAB);
    browser.press(Keys.ENTER);
    browser.await("!document.querySelector('#shock').hidden");
    assertThat(browser.script("return document.activeElement.id")).isEqualTo("h-shock");
    assertThat(
            number(
                browser.script(
                    "return document.activeElement.getBoundingClientRect().top"
                        + " - document.querySelector('#filters').getBoundingClientRect().bottom")))
        .as("below the filters, which stay in sight")
        .isBetween(0.0, 300.0);
    browser.script("document.querySelector('#shock-score .chart').focus()");
    browser.press(Keys.HOME, Keys.ARROW_RIGHT);
    assertThat(browser.element("#shock-score .chart").getAttribute("aria-valuenow")).isEqualTo("2");
    assertThat(browser.element("#shock-total .readout").getText().replaceAll(".*shares", ""))
        .as("both lines follow")
        .contains(
            browser
                .element("#shock-score .readout")
                .getText()
                .replaceAll("^.*?(\\d+ \\w+ \\d{4})$", "$1"));
    browser.script("document.querySelector('#shock-close').focus()");
    browser.press(Keys.ENTER);
    assertThat(browser.script("return document.activeElement.dataset.shock"))
        .as("back where it was opened")
        .isEqualTo("2024-08-05");
  }

  @ParameterizedTest
  @ValueSource(ints = {1400, 1000, 700, 390})
  void aShockOfTheAddress_isInSightBelowTheFilters(int width) {
    browser.show(width, 844, "light");
    browser.open(shocked, "#shock=2020-02-28");
    double top =
        number(
            browser.script(
                "return document.querySelector('#h-shock').getBoundingClientRect().top"
                    + " - document.querySelector('#filters').getBoundingClientRect().bottom"));
    assertThat(top).isBetween(0.0, 120.0);
  }

  @Test
  void runWithoutShocks_saysWhy() {
    browser.open(synthetic, "#only=shocks&shock=2020-02-28");
    assertThat(browser.element("#no-shock").getText())
        .isEqualTo(
            "This run has no market shock. The score of the market needs 50 tickers that have one,"
                + " each after 45 to 60 bars of its own; no day of this run, with 40 tickers, has"
                + " so many.");
    assertThat(browser.element("#total").isDisplayed()).as("the filter is ignored").isTrue();
    for (String part :
        List.of("#shock", "#only", "#shocks-table", "#shocks-by", "#total .legend")) {
      assertThat(browser.element(part).isDisplayed()).as(part).isFalse();
    }
    assertThat(count(".band")).isZero();
  }

  @Test
  void runWhoseScoresAreLow_saysHowHigh() throws SQLException {
    Path calm = report("calm", "--tickers", "60", "--from", "2013-01-02", "--to", "2013-12-31");
    List<String> highest =
        query(
                calm,
                "SELECT printf('%.2f', max(shock_score)),"
                    + " strftime(arg_max(trade_date, shock_score), '%-d %b %Y') FROM market_daily")
            .get(0);
    browser.open(calm, "");
    assertThat(browser.element("#no-shock").getText())
        .isEqualTo(
            "This run has no market shock: no day reached a score of 1.1. The highest was %s, on %s."
                .formatted(highest.get(0), highest.get(1)));
  }

  @Test
  void runOfAnEarlierVersion_hasNothingOfShocks() throws IOException, SQLException {
    Path output = folder.resolve("earlier");
    for (Map.Entry<String, String> one :
        Map.of(
                "ticker_daily", "*",
                "leaderboard", "*",
                "market_daily", "* EXCLUDE (day_kind, shock_score, breadth_2, breadth_3_5, level)",
                "anomalies", "* EXCLUDE (stock_specific_score)")
            .entrySet()) {
      Path parquet =
          Files.createDirectories(output.resolve(one.getKey())).resolve("part-0.parquet");
      try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = database.createStatement()) {
        statement.execute(
            "COPY (SELECT %s FROM '%s/%s/*.parquet') TO '%s' (FORMAT PARQUET)"
                .formatted(
                    one.getValue(), shocked.resolveSibling(name(shocked)), one.getKey(), parquet));
      }
    }
    Files.copy(
        shocked.resolveSibling(name(shocked)).resolve("run.json"), output.resolve("run.json"));
    Path page = reportOn(output);
    browser.open(page, "#only=shocks&shock=2020-02-28");
    openTables();
    for (String part : List.of("#shocks", "#shock", "#only", "#total .legend")) {
      assertThat(browser.element(part).isDisplayed()).as(part).isFalse();
    }
    assertThat(count(".band")).isZero();
    assertThat(plain(browser.table("#total table")))
        .isEqualTo(
            query(
                shocked,
                "SELECT trade_date, total_volume, tickers, flagged FROM market_daily"
                    + " ORDER BY trade_date DESC"));
    assertThat(count("#widest-table tbody tr")).isEqualTo(10);
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

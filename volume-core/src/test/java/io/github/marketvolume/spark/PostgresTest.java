package io.github.marketvolume.spark;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.jdbc.JdbcAdapter;
import io.github.marketvolume.jdbc.JdbcSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.testing.SyntheticMarket;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.ds.PGSimpleDataSource;

/** A million bars of a server that {@code postgresql.sh} starts, which also reads its log. */
@EnabledIfEnvironmentVariable(
    named = PostgresTest.PASSWORD,
    matches = ".+",
    disabledReason = "there is no server; postgresql.sh starts one")
class PostgresTest {

  static final String PASSWORD = "VOLUME_POSTGRES_PASSWORD";
  private static final String PORT = "VOLUME_POSTGRES_PORT";

  private static final SyntheticMarket MARKET = SyntheticMarket.standard().withTickers(300);

  private static final LocalDate FROM = LocalDate.parse("2020-02-03");
  private static final LocalDate TO = LocalDate.parse("2020-03-31");

  private static PGSimpleDataSource server(String password) {
    PGSimpleDataSource server = new PGSimpleDataSource();
    server.setServerNames(new String[] {"127.0.0.1"});
    server.setPortNumbers(new int[] {Integer.parseInt(System.getenv(PORT))});
    server.setDatabaseName("postgres");
    server.setUser("analyst");
    server.setPassword(password);
    return server;
  }

  private static PGSimpleDataSource server() {
    return server(System.getenv(PASSWORD));
  }

  private static JdbcSource table() {
    return JdbcSource.table("jdbc:postgresql://127.0.0.1/postgres", "eod.prices")
        .date("day")
        .ticker("symbol")
        .prices("open", "high", "low", "close")
        .volume("shares")
        .basis(Basis.SPLIT_ADJUSTED);
  }

  private static List<Runner> runners() {
    JdbcAdapter adapter = JdbcAdapter.of(server());
    return List.of(
        LocalRunner.create().withThreads(2).with(adapter),
        SparkRunner.on(SparkSessions.shared()).with(adapter));
  }

  @BeforeAll
  static void load() throws SQLException {
    SparkSessions.shared().sparkContext().setLogLevel("INFO"); // for secrets to be looked for
    try (Connection connection = server().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema eod");
      statement.execute(
          "create table eod.prices (day date not null, symbol text not null, open double precision,"
              + " high double precision, low double precision, close numeric, shares bigint)");
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy eod.prices from stdin");
      Iterator<Bar> rows = MARKET.rows(ReadRequest.everything(), new Unused());
      long count = 0;
      while (rows.hasNext()) {
        byte[] row = line(rows.next()).getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(row, 0, row.length);
        count++;
      }
      copy.endCopy();
      assertThat(count).isGreaterThan(1_000_000);
      statement.execute("create index on eod.prices (day)");
      statement.execute("analyze eod.prices");
    }
  }

  private static String line(Bar bar) {
    return String.join(
            "\t",
            bar.tradeDate().toString(),
            bar.ticker().symbol(),
            text(bar.open()),
            text(bar.high()),
            text(bar.low()),
            text(bar.close()),
            bar.volume().isPresent() ? Long.toString(bar.volume().getAsLong()) : "\\N")
        + "\n";
  }

  private static String text(OptionalDouble price) {
    return price.isPresent() ? Double.toString(price.getAsDouble()) : "\\N";
  }

  /** What the rows of the market do not ask for. */
  private record Unused() implements RunContext {

    @Override
    public String runId() {
      return "load";
    }

    @Override
    public LocalDate asOf() {
      return LocalDate.MAX;
    }

    @Override
    public void warn(String message) {}
  }

  @Test
  void aMillionBars_areThoseOfTheMarket_onBothRunners() {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(1L << 30);
    for (JdbcSource source :
        List.of(
            table(),
            table().partitionedBy(BarColumn.TICKER, 4),
            table().partitionedBy(BarColumn.TRADE_DATE, 4))) {
      Stage<?> ours = leaders(BarsStage.from(source));
      System.out.println(ours.explain());
      List<?> expected = leaders(BarsStage.from(MARKET)).collect(LocalRunner.create());
      assertThat(expected).hasSize(300);
      for (Runner runner : runners()) {
        assertThat(ours.collect(runner).toString()).isEqualTo(expected.toString());
      }
    }
  }

  private static Stage<?> leaders(BarsStage bars) {
    return bars.leaderboard(VOLUME.max(), VOLUME.total(), CLOSE.max());
  }

  @Test
  void dates_areAskedOfTheServer_withTheirLookBack() {
    List<String> expected = means(BarsStage.from(MARKET), LocalRunner.create());
    assertThat(expected).hasSizeGreaterThan(10_000);
    for (Runner runner : runners()) {
      assertThat(means(BarsStage.from(table()), runner)).isEqualTo(expected);
    }
  }

  private static List<String> means(BarsStage bars, Runner runner) {
    RollingMetric<Bar, Double> mean = VOLUME.mean().over(days(30));
    return bars.between(FROM, TO).measure(mean).collect(runner).stream()
        .map(row -> row.base().ticker() + " " + row.base().tradeDate() + " " + row.get(mean))
        .toList();
  }

  @Test
  void wrongPassword_isNotShown() {
    JdbcAdapter adapter = JdbcAdapter.of(server("not-" + System.getenv(PASSWORD)));
    for (Runner runner :
        List.of(
            LocalRunner.create().with(adapter),
            SparkRunner.on(SparkSessions.shared()).with(adapter))) {
      assertThatThrownBy(() -> BarsStage.from(table()).collect(runner))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "eod.prices of jdbc:postgresql://127.0.0.1/postgres (JDBC): there is no connection:"
                  + " FATAL: password authentication failed for user \"analyst\"; check the server"
                  + " and the DataSource of the JdbcAdapter")
          .satisfies(
              thrown -> {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).doesNotContain(System.getenv(PASSWORD));
              });
    }
  }
}

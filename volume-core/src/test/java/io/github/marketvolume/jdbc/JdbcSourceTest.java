package io.github.marketvolume.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source of a database may say, and what nobody learns from it. */
class JdbcSourceTest {

  private static final String URL = "jdbc:postgresql://db/market";
  private static final String SECRET = "S3CR3T";

  @Test
  void source_isAValue_thatNamesTableAndDatabase() {
    JdbcSource source =
        JdbcSource.table(URL, "eod.prices").date("day").trades("n").basis(Basis.SPLIT_ADJUSTED);
    assertThat(source.describe()).isEqualTo("eod.prices of " + URL + " (JDBC)");
    assertThat(source.optionalColumns()).containsExactly(BarColumn.TRADES);
    assertThat(source.basis()).contains(Basis.SPLIT_ADJUSTED);
    assertThat(source)
        .isEqualTo(
            JdbcSource.table(URL, "eod.prices").basis(Basis.SPLIT_ADJUSTED).trades("n").date("day"))
        .isNotEqualTo(source.partitionedBy(BarColumn.TICKER, 4));
  }

  @Test
  void query_isShownShortened_onOneLine_withoutSecrets() {
    JdbcSource source =
        JdbcSource.query(
            URL, "select *\nfrom dblink('password=" + SECRET + "') where true and 1 = 1");
    assertThat(BarsStage.from(source).explain().toString())
        .contains("\"select * from dblink('password=***') where true and 1 = 1\" of " + URL)
        .doesNotContain(SECRET);
    assertThat(JdbcSource.query(URL, "select " + "x, ".repeat(99) + "y from t").describe())
        .isEqualTo(
            "\"select x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x,…\" of "
                + URL
                + " (JDBC)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://user:" + SECRET + "@db/market",
        "jdbc:postgresql://db/market?user=u&password=" + SECRET,
        "jdbc:postgresql://db/market?sslpassword=" + SECRET,
        "jdbc:sqlserver://db;user=u;password=" + SECRET,
        "jdbc:oracle:thin:scott/" + SECRET + "@//db:1521/market",
        "jdbc:h2:mem:m;USER=u;PASSWORD=" + SECRET
      })
  void urlWithCredentials_isRefused_andNotShown(String url) {
    assertThatThrownBy(() -> JdbcSource.table(url, "t"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("leave them to the DataSource of the JdbcAdapter")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void unfitSources_areRefusedWhenTheyAreMade() {
    assertRefused(() -> JdbcSource.table("postgres", "t"), "postgres is not the URL of a database");
    assertRefused(() -> JdbcSource.table(URL, " "), URL + ": there is no table or query");
    JdbcSource source = JdbcSource.table(URL, "t");
    assertRefused(() -> source.partitionedBy(BarColumn.VOLUME, 2), URL + ": rows are read in");
    assertRefused(() -> source.partitionedBy(BarColumn.TICKER, 0), URL + ": rows are read in");
    assertRefused(() -> source.datePattern("MM"), "layout of " + URL + ": \"MM\" is not a pattern");
    assertRefused(
        () -> source.splitCoefficient("s").basis(Basis.SPLIT_ADJUSTED),
        URL + ": a source of split coefficients");
  }

  private static void assertRefused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void failureToConnect_showsNoPassword_howeverTheDriverSaysIt() {
    SQLException failure =
        new SQLException(
            "no route for jdbc:postgresql://u:" + SECRET + "@db/m?password=" + SECRET,
            new IllegalStateException("password=" + SECRET));
    DataSource database =
        (DataSource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  throw failure;
                });
    LocalRunner runner = LocalRunner.create().with(JdbcAdapter.of(database));
    assertThatThrownBy(() -> BarsStage.from(JdbcSource.table(URL, "t")).collect(runner))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "t of "
                + URL
                + " (JDBC): there is no connection: no route for"
                + " jdbc:postgresql://***@db/m?password=***; check the server and the DataSource of"
                + " the JdbcAdapter")
        .satisfies(
            thrown -> {
              StringWriter trace = new StringWriter();
              thrown.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).contains("SQLException").doesNotContain(SECRET);
            });
  }
}

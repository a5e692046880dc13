package io.github.marketvolume.runners;

import java.io.PrintWriter;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.duckdb.DuckDBConnection;

/** A database in memory, by its name, that lasts as long as the process. */
public final class DuckDbSource implements DataSource, Serializable {

  private static final long serialVersionUID = 1L;

  private static final Map<String, DuckDBConnection> DATABASES = new ConcurrentHashMap<>();

  private final String name;

  /** Whether what has it cannot be serialized, as with a pool. */
  private final Object pool;

  private DuckDbSource(String name, Object pool) {
    this.name = name;
    this.pool = pool;
  }

  /** A database, as a driver's own source of connections. */
  public static DuckDbSource of(String name) {
    return new DuckDbSource(name, "");
  }

  /** The same database, as a source that cannot be serialized. */
  public DuckDbSource pooled() {
    return new DuckDbSource(name, new Object());
  }

  /** Runs statements. */
  public DuckDbSource having(String... statements) throws SQLException {
    try (Connection connection = getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return this;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return DATABASES
          .computeIfAbsent(
              name,
              n -> {
                try {
                  return DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              })
          .duplicate();
    } catch (IllegalStateException e) {
      throw new SQLException(pool.toString(), e);
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("nothing is wrapped");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}

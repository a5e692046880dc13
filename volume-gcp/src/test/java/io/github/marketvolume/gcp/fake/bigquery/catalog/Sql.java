package io.github.marketvolume.gcp.fake.bigquery.catalog;

import java.io.IOException;
import java.sql.SQLException;

/** Work on the engine in a place that has no word for its exceptions. */
public final class Sql {

  /** Work that asks the engine. */
  public interface Work<T> {
    T run() throws SQLException, IOException;
  }

  private Sql() {}

  public static <T> T run(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (SQLException e) {
      throw EngineErrors.of(e, "a request");
    }
  }
}

package io.github.marketvolume.gcp.fake;

import java.io.IOException;
import java.sql.SQLException;

/** Work on the engine in a place that has no word for its exceptions. */
final class Sql {

  /** Work that asks the engine. */
  interface Work<T> {
    T run() throws SQLException, IOException;
  }

  private Sql() {}

  static <T> T run(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (SQLException e) {
      throw EngineErrors.of(e, "a request");
    }
  }
}

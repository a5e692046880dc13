package io.github.marketvolume.market;

import java.time.LocalDate;

/** A row that belongs to one trading session. */
public interface Dated {

  /** The session's date in the exchange's own time zone. */
  LocalDate tradeDate();
}

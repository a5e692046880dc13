package io.github.marketvolume.gcp;

import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;

/**
 * Bars in a view: the Spark session's, or one of {@link LocalViews}; the descriptor knows its name
 * alone.
 */
record ViewSource(String view) implements Source<Bar> {

  @Override
  public String describe() {
    return "view " + view;
  }
}

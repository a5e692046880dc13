package io.github.marketvolume.quality;

import io.github.marketvolume.market.Bar;
import java.util.Optional;

/** A rule of one's own about a single bar; write it as a record or an enum. */
public interface BarRule extends Rule {

  /**
   * What is wrong with the bar, in a few words for the report; empty when nothing is. It is asked
   * only of bars that obey the standard rules about a single bar, or break only relaxed ones.
   */
  Optional<String> violation(Bar bar);
}

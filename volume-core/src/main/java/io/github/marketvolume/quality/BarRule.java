package io.github.marketvolume.quality;

import io.github.marketvolume.market.Bar;
import java.util.Optional;

/** Your own rule about a single bar; write it as a record or an enum. */
public interface BarRule extends Rule {

  /**
   * Describes the violation in a few words for the report; empty if there is none. It is called
   * only for bars that obey the standard rules about a single bar, or break only relaxed ones.
   */
  Optional<String> violation(Bar bar);
}

package io.github.marketvolume.quality;

import java.io.Serializable;

/**
 * A rule that every accepted row obeys: a {@link StandardRule} or the user's own {@link BarRule}.
 */
public interface Rule extends Serializable {

  /** The rule's name as reports show it, such as {@code volume-is-integer}. */
  String ruleName();
}

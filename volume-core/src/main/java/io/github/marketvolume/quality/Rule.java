package io.github.marketvolume.quality;

import java.io.Serializable;

/**
 * Something that every accepted row obeys: a {@link StandardRule} or a {@link BarRule} of one's
 * own.
 */
public interface Rule extends Serializable {

  /** The rule's name as reports show it, such as {@code volume-is-integer}. */
  String ruleName();
}

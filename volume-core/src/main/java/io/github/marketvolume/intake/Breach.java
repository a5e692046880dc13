package io.github.marketvolume.intake;

import io.github.marketvolume.quality.Rule;

/**
 * A rule that a row broke, and how.
 *
 * @param rule the rule's name
 * @param reason what is wrong, in words
 */
public record Breach(String rule, String reason) {

  /** A breach of this rule. */
  public static Breach of(Rule rule, String reason) {
    return new Breach(rule.ruleName(), reason);
  }
}

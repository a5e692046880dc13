/**
 * Which bars are let in. {@link io.github.marketvolume.quality.BarRules} says which rules hold and
 * what happens to a row that breaks one: it is rejected with a reason, or kept with a warning; past a
 * stated share of rows, the run fails.
 */
package io.github.marketvolume.quality;

/**
 * Which bars are let in.
 *
 * <p>{@link io.github.marketvolume.quality.BarRules} says which rules hold and what happens to a
 * row that breaks one: it is rejected with a reason, or kept with a warning; past a stated share of
 * rows, the run fails. The rules are those of {@link io.github.marketvolume.quality.StandardRule},
 * asked in the order in which they stand there, and any {@link
 * io.github.marketvolume.quality.BarRule} of a user's own. A row counts under the first rule that
 * it breaks, and comes out of {@code rejected()} as a {@link
 * io.github.marketvolume.market.RejectedRow}.
 */
package io.github.marketvolume.quality;

/**
 * The rules that accept or reject bars.
 *
 * <p>{@link io.github.marketvolume.quality.BarRules} states the rules, and whether a row that
 * breaks one is rejected with a reason or kept with a warning; above a stated share of rows, the
 * run fails. The rules are those of {@link io.github.marketvolume.quality.StandardRule}, checked in
 * their order there, and any {@link io.github.marketvolume.quality.BarRule} of the user. A row
 * counts under the first rule that it breaks, and {@code rejected()} returns it as a {@link
 * io.github.marketvolume.market.RejectedRow}.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume.quality;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

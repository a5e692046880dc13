/**
 * What lies beside outputs that are updated: {@link io.github.marketvolume.ledger.RunStore} says
 * where, {@link io.github.marketvolume.ledger.Ledger} which days are complete, which run wrote
 * what, and of which plan.
 */
@NullMarked
@CheckReturnValue
package io.github.marketvolume.ledger;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

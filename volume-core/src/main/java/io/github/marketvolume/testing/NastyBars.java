package io.github.marketvolume.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks jqwik for {@link BarArbitraries#nasty()}: {@code @ForAll @NastyBars List<Bar> bars}. Without
 * it, a list of bars is {@link BarArbitraries#realistic()}. More than half of nasty bars may be
 * rejected: check them by {@code BarRules.standard().withoutLimits()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface NastyBars {}

package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/** Gives jqwik its {@code @ForAll List<Bar>} parameters; it finds this class as a service. */
public final class BarArbitraryProvider implements ArbitraryProvider {

  @Override
  public boolean canProvideFor(TypeUsage targetType) {
    return targetType.isOfType(List.class)
        && targetType.getTypeArguments().get(0).isOfType(Bar.class);
  }

  @Override
  public Set<Arbitrary<?>> provideFor(TypeUsage targetType, SubtypeProvider subtypeProvider) {
    return Set.of(
        targetType.isAnnotated(NastyBars.class)
            ? BarArbitraries.nasty()
            : BarArbitraries.realistic());
  }

  /** Before jqwik's own provider of lists, which knows nothing of bars. */
  @Override
  public int priority() {
    return 1;
  }
}

package io.github.marketvolume.local.spi;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;

/**
 * Knows how the local runner reads one kind of source. It is found by {@link
 * java.util.ServiceLoader}, or given to the runner; it holds the credentials, if any are needed.
 *
 * @param <D> the descriptor
 */
public interface LocalSourceAdapter<D extends Source<Bar>> {

  /** The class of the descriptors that it reads. */
  Class<D> descriptorType();

  /**
   * The bars. Columns that are not requested, and prices that the source does not have, may be
   * absent; rows outside the request may be left out or not.
   *
   * @throws io.github.marketvolume.error.SourceException if the source cannot be read
   */
  LocalInput open(D source, ReadRequest request, RunContext context);
}

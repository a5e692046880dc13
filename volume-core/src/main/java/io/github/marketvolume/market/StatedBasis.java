package io.github.marketvolume.market;

import java.util.Optional;

/**
 * A basis, or that none was stated. Unlike an {@code Optional} it travels with what it belongs to.
 */
public enum StatedBasis {
  RAW,
  SPLIT_ADJUSTED,
  /** Nobody said in which shares prices and volumes count. */
  UNSTATED;

  /** The statement of a basis. */
  public static StatedBasis of(Basis basis) {
    return switch (basis) {
      case RAW -> RAW;
      case SPLIT_ADJUSTED -> SPLIT_ADJUSTED;
    };
  }

  /** The basis; empty where none was stated. */
  public Optional<Basis> basis() {
    return switch (this) {
      case RAW -> Optional.of(Basis.RAW);
      case SPLIT_ADJUSTED -> Optional.of(Basis.SPLIT_ADJUSTED);
      case UNSTATED -> Optional.empty();
    };
  }
}

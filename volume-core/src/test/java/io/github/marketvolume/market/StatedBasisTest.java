package io.github.marketvolume.market;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bases, and that none was stated. */
class StatedBasisTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("a stated basis is the basis that was stated")
  void stated(Basis basis) {
    assertThat(StatedBasis.of(basis).basis()).contains(basis);
  }

  @Test
  @DisplayName("an unstated one is none")
  void unstated() {
    assertThat(StatedBasis.UNSTATED.basis()).isEmpty();
  }
}

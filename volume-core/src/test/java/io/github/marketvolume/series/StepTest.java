package io.github.marketvolume.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a step is unless it says otherwise. */
class StepTest {

  private static final Step STEP =
      new Step() {
        @Override
        void advance(SeriesColumns columns, int from, int to) {}
      };

  @Test
  void write_writesNothing() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    STEP.write(new DataOutputStream(bytes));
    assertThat(bytes.size()).isZero();
  }

  @Test
  void read_leavesTheBytesToTheNextStep() throws IOException {
    DataInputStream bytes = new DataInputStream(new ByteArrayInputStream(new byte[] {1}));
    STEP.read(bytes);
    assertThat(bytes.available()).isOne();
  }

  @Test
  void isHindsight_isFalse() {
    assertThat(STEP.isHindsight()).isFalse();
  }
}

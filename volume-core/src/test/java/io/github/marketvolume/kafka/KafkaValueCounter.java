package io.github.marketvolume.kafka;

import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.BarReceiver;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.quality.BarRules;
import java.time.LocalDate;

/** Counts what a reader of values tells. */
final class KafkaValueCounter implements BarReceiver {

  private int count;

  /** This receiver, behind the standard rules. */
  Gated gated() {
    return new Gated(new BarGate(BarRules.standard(), LocalDate.of(2026, 1, 1)), this);
  }

  int count() {
    return count;
  }

  @Override
  public void accepted(RawBar bar, long line) {
    count++;
  }

  @Override
  public void rejected(long line, Breach breach, String text) {
    count++;
  }
}

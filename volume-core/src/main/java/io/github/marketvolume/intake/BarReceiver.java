package io.github.marketvolume.intake;

/** What becomes of the rows that are read. */
public interface BarReceiver {

  /**
   * A row was let in.
   *
   * @param bar the row; only valid during the call
   * @param line its line or place, counted from the start of what is read, from 1
   */
  void accepted(RawBar bar, long line);

  /** A row was rejected. */
  void rejected(long line, Breach breach, String text);

  /** A receiver, and the gate that its rows pass and are counted at. */
  record Gated(BarGate gate, BarReceiver receiver) {}
}

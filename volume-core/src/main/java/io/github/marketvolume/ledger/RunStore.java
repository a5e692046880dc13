package io.github.marketvolume.ledger;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import java.util.Optional;

/**
 * The folder in which runs keep what the next update goes on from: the checked bars by month, the
 * state of each computation at the start of the last months, and the {@link Ledger}. It belongs to
 * one pipeline, and is published together with its outputs. An immutable value.
 *
 * @param location the folder: a path or a URI
 * @param mode what an update begins with
 * @param isComplete whether the input has all bars of the days from its first to its last
 * @param position where the input ends, in words of its own
 * @param requiresRun whether an update is refused if no run has left a ledger
 */
public record RunStore(
    String location,
    Mode mode,
    boolean isComplete,
    Optional<String> position,
    boolean requiresRun) {

  /** What an update begins with. */
  public enum Mode {
    /** With the kept state of the computations, as far as the input leaves the days before it. */
    CONTINUE,
    /** With the kept bars. */
    REBUILD,
    /** With the input alone. */
    START_OVER
  }

  private static final String BARS = "bars";
  private static final String LEDGER = "ledger";

  public RunStore {
    Arguments.required(location, "location");
    Arguments.required(mode, "mode");
    Arguments.required(position, "position");
    if (location.isBlank()) {
      throw new InvalidPlanException("a store of runs needs a folder; give its path or URI");
    }
  }

  /** A store in a folder, which need not exist. */
  public static RunStore at(String location) {
    return new RunStore(location, Mode.CONTINUE, false, Optional.empty(), false);
  }

  /**
   * The same store, of which only the bars are used: all outputs are computed again from them and
   * the input. For a plan that has changed, and for outputs that somebody has changed or removed.
   */
  public RunStore rebuilding() {
    return new RunStore(location, Mode.REBUILD, isComplete, position, requiresRun);
  }

  /**
   * The same store, of which nothing is used: the update is a run over the input, and what is kept
   * is replaced. Outputs that exist are replaced only if their sinks say so.
   */
  public RunStore startingOver() {
    return new RunStore(location, Mode.START_OVER, isComplete, position, false);
  }

  /**
   * The same store, for an input that has all bars of the days from its first to its last: bars of
   * these days that are kept and not in the input are removed. Without this, absence is no
   * deletion.
   */
  public RunStore withCompleteInput() {
    return new RunStore(location, mode, true, position, requiresRun);
  }

  /**
   * The same store, in whose ledger a position of the input is written together with what was read
   * before it, such as the offsets of a topic: {@link Ledger#position()} has it after the update.
   */
  public RunStore withPosition(String text) {
    return new RunStore(
        location, mode, isComplete, Optional.of(Arguments.required(text, "text")), requiresRun);
  }

  /**
   * The same store, for an input that need not have the history: an update is refused unless a run
   * has left a ledger, once what a killed run left is completed or undone. Without this, the first
   * update of an empty store is a run over its input.
   */
  public RunStore requiringRun() {
    return new RunStore(location, mode, isComplete, position, true);
  }

  /** The folder of the checked bars; for runners. */
  public String bars() {
    return child(BARS);
  }

  /** The folder of the ledger and the states; for runners. */
  public String ledger() {
    return child(LEDGER);
  }

  /** A folder in the store; for runners. */
  public String child(String name) {
    return location.replaceFirst("(?<=.)/+$", "") + "/" + name;
  }

  /** The store without the secrets that its location may have. */
  @Override
  public String toString() {
    return "RunStore["
        + SafeText.location(location)
        + (mode == Mode.CONTINUE ? "" : ", " + mode)
        + (isComplete ? ", with complete input" : "")
        + (requiresRun ? ", of a run" : "")
        + position.map(text -> ", at " + text).orElse("")
        + "]";
  }
}

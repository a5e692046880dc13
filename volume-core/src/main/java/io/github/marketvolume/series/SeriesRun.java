package io.github.marketvolume.series;

import io.github.marketvolume.error.SourceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A {@link SeriesProgram} that is being run over one series: a whole history in one call, or rows
 * as they arrive. For one thread.
 *
 * <p>Whatever the calls, every row has the same values to the last bit; also if the state was
 * written in between, and read by another process.
 */
public final class SeriesRun {

  /** What the bytes of a state mean; another number for another meaning. */
  private static final int VERSION = 1;

  private final SeriesProgram program;
  private final Step[] steps;
  private long rows;

  SeriesRun(SeriesProgram program) {
    this.program = program;
    this.steps = program.startSteps();
  }

  /**
   * Computes the next rows.
   *
   * @param from the first of them: the one after the last that was computed, wherever it lies in
   *     these columns
   * @param to the row after the last one
   * @throws IllegalStateException if the program knows hindsight, which wants all rows in one call
   */
  public void advance(SeriesColumns columns, int from, int to) {
    for (Step step : steps) {
      if (step.isHindsight() && (rows > 0 || from > 0 || to < columns.size())) {
        throw new IllegalStateException(
            program.hindsight() + " looks at all rows; give them in one call");
      }
    }
    for (Step step : steps) {
      step.advance(columns, from, to);
    }
    rows += to - (long) from;
  }

  /** How many rows were computed, those before the state was read included. */
  public long rows() {
    return rows;
  }

  /**
   * What the next rows need of those so far, in bytes that {@link SeriesProgram#resume} reads.
   *
   * @throws IllegalStateException if the program knows hindsight, which has no state
   */
  public byte[] state() {
    if (program.hindsight() != null) {
      throw new IllegalStateException(
          program.hindsight() + " is hindsight, and has no state that later rows go on from");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(program.fingerprint());
      out.writeLong(rows);
      for (Step step : steps) {
        step.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory: it never happens
    }
    return bytes.toByteArray();
  }

  SeriesRun read(byte[] state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new SourceException(
            "the state of a series is of version "
                + version
                + ", and this library reads version "
                + VERSION
                + "; compute it again from the bars");
      }
      if (in.readLong() != program.fingerprint()) {
        throw new SourceException(
            "the state of a series is of other metrics than the plan's; compute it again from the"
                + " bars");
      }
      rows = in.readLong();
      for (Step step : steps) {
        step.read(in);
      }
      if (in.read() >= 0) {
        throw new IOException("bytes are left over");
      }
      return this;
    } catch (IOException | RuntimeException e) {
      if (e instanceof SourceException known) {
        throw known;
      }
      throw new SourceException(
          "the state of a series is damaged ("
              + (e instanceof EOFException ? "it ends too early" : e.getMessage())
              + "); compute it again",
          e);
    }
  }
}

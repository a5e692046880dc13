package io.github.marketvolume.days;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.SourceOutputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;

/** All that some outputs need of the days so far, to go on with the next ones. */
public final class PipelineState {

  /** What the bytes of a state mean; another number for another meaning. */
  private static final int VERSION = 1;

  private final List<PlanNode<?>> outputs;
  private final Map<BarsNode, LiveBars> all = new LinkedHashMap<>();

  /**
   * The state before the first day.
   *
   * @param outputs those that {@link Resumable} has no obstacle for
   */
  public PipelineState(List<PlanNode<?>> outputs) {
    this.outputs = List.copyOf(outputs);
    SourceOutputs.byBars(outputs).forEach((bars, some) -> all.put(bars, new LiveBars(bars, some)));
  }

  /**
   * Computes the next days.
   *
   * @param block bars that come after those so far
   * @param receiver takes the rows of each output but leaderboards
   */
  public void advance(Bars block, LiveBars.Receiver receiver) {
    all.values().forEach(bars -> bars.advance(block, receiver));
  }

  /** What is computed of one set of bars. */
  public LiveBars of(BarsNode bars) {
    return Objects.requireNonNull(all.get(bars));
  }

  /** Whether an output is a leaderboard, whose rows are asked for at the end. */
  public boolean isLeaderboard(PlanNode<?> output) {
    return Resumable.leaderboard(output).isPresent();
  }

  /** The rows of a leaderboard of the days so far. */
  public List<?> leaderboard(PlanNode<?> output) {
    return of(output.bars()).leaderboard(output);
  }

  /** Whether no episode is open, so that all that the next days tell begins on one of them. */
  public boolean isBetweenEpisodes() {
    return all.values().stream().allMatch(LiveBars::isBetweenEpisodes);
  }

  /** The state in bytes that {@link #ofBytes} reads. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      byte[] plan = describe(outputs).getBytes(StandardCharsets.UTF_8);
      out.writeInt(plan.length);
      out.write(plan);
      for (LiveBars bars : all.values()) {
        bars.write(out);
      }
      CRC32C checksum = new CRC32C();
      checksum.update(bytes.toByteArray());
      out.writeLong(checksum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory: it never happens
    }
    return bytes.toByteArray();
  }

  /**
   * A state that was written.
   *
   * @param name where it is, for messages
   * @throws SourceException if it is of other outputs or of another version, or damaged
   */
  public static PipelineState ofBytes(byte[] bytes, List<PlanNode<?>> outputs, String name) {
    PipelineState state = new PipelineState(outputs);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new SourceException(
            name
                + " is of version "
                + version
                + ", and this library reads version "
                + VERSION
                + "; rebuild");
      }
      if (!isWhole(bytes)) {
        throw new SourceException(name + " is damaged (its checksum is another); rebuild");
      }
      byte[] plan = new byte[Math.min(in.readInt(), bytes.length)];
      in.readFully(plan);
      if (!new String(plan, StandardCharsets.UTF_8).equals(describe(state.outputs))) {
        throw new SourceException(name + " is of another plan; rebuild");
      }
      for (LiveBars bars : state.all.values()) {
        bars.read(in);
      }
      if (in.available() != Long.BYTES) {
        throw new IOException("it goes on after its end");
      }
      return state;
    } catch (IOException e) {
      throw new SourceException(
          name
              + " is damaged ("
              + (e instanceof EOFException ? "it ends too early" : e.getMessage())
              + "); rebuild",
          e);
    }
  }

  /** Whether bytes end with their checksum: what is read of others might be of any length. */
  private static boolean isWhole(byte[] bytes) {
    int length = bytes.length - Long.BYTES;
    if (length < 0) {
      return false;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return ByteBuffer.wrap(bytes, length, Long.BYTES).getLong() == checksum.getValue();
  }

  /** What is computed, in words, which a state is of: where the bars come from is not among it. */
  public static String describe(List<? extends PlanNode<?>> outputs) {
    StringBuilder text = new StringBuilder();
    for (PlanNode<?> node : outputs) {
      text.append(node.bars().rules().describe()).append("; ");
      text.append(node.bars().volumes().name()).append("; ");
      text.append(node.bars().basis().map(Enum::name).orElse("")).append("; ");
      text.append(String.join("; ", node.bars().describe())).append("; ");
      text.append(String.join("; ", node.steps())).append("; ");
      text.append(String.join(",", node.schema().names())).append('\n');
    }
    return text.toString();
  }
}

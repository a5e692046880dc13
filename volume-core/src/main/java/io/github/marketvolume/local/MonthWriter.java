package io.github.marketvolume.local;

import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.local.duckdb.DuckDb;
import io.github.marketvolume.memory.Drawers;
import io.github.marketvolume.memory.Spill;
import io.github.marketvolume.rows.ColumnBatch;
import io.github.marketvolume.rows.PackedRows;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a folder of Parquet with one file for each month. Rows come a ticker at a time, so nearly
 * every month gets rows until the end: all are kept by month, and each file is written at once
 * after the last of them. Rows of a file are in the order of the batches, and the same input makes
 * the same files.
 */
final class MonthWriter implements TableWriter<List<MonthWriter.Packet>> {

  /** Enough to fill some of the database's vectors, of 2,048 rows each. */
  private static final int ROWS_AT_A_TIME = 16_384;

  private final DuckDb databases;
  private final Workers workers;
  private final Schema<?> schema;
  private final List<ColumnType> types;
  private final int dateColumn;
  private final Path folder;
  private final String described;
  private final String options;
  private final Drawers<YearMonth> months;
  private long packets;

  /** Files that are being written. */
  private int unfinished;

  private boolean isGivenUp;

  /** Rows of one month, packed. */
  static final class Packet {

    private final YearMonth month;
    private final byte[] bytes;

    private Packet(YearMonth month, byte[] bytes) {
      this.month = month;
      this.bytes = bytes;
    }
  }

  /**
   * A writer that has written nothing.
   *
   * @param schema has a column of dates
   * @param folder an empty folder
   * @param described the output in words, for messages
   * @param runId the run, which every file names in its metadata
   * @param spill where rows are kept
   */
  MonthWriter(
      DuckDb databases,
      Workers workers,
      Schema<?> schema,
      Path folder,
      String described,
      String runId,
      Spill spill) {
    this.databases = databases;
    this.workers = workers;
    this.schema = schema;
    this.types = ColumnBatch.typesOf(schema);
    this.dateColumn = types.indexOf(ColumnType.DATE);
    this.folder = folder;
    this.described = described;
    this.options = ParquetWriter.options(runId);
    this.months = new Drawers<>(spill);
  }

  /** Divides a batch into months, each as often as it begins: once where dates ascend. */
  @Override
  public List<Packet> prepare(ColumnBatch batch) {
    int[] days = (int[]) batch.column(dateColumn);
    List<Packet> divided = new ArrayList<>();
    int to;
    for (int from = batch.from(); from < batch.to(); from = to) {
      YearMonth month = YearMonth.from(LocalDate.ofEpochDay(days[from]));
      long first = month.atDay(1).toEpochDay();
      long last = month.atEndOfMonth().toEpochDay();
      to = from + 1;
      while (to < batch.to() && days[to] >= first && days[to] <= last) {
        to++;
      }
      divided.add(new Packet(month, PackedRows.pack(batch.rows(from, to))));
    }
    return divided;
  }

  @Override
  public void write(List<Packet> divided) {
    for (Packet packet : divided) {
      months.add(packet.month, packets++, packet.bytes);
    }
  }

  @Override
  public long finish() {
    if (months.keys().isEmpty()) {
      return copy("empty", List.of());
    }
    AtomicLong rows = new AtomicLong();
    workers.forEach(
        months.keys(),
        month -> {
          rows.addAndGet(copy(month.toString(), months.packets(month)));
          months.remove(month);
        });
    return rows.get();
  }

  /** Writes a file; says how many rows it has. */
  private long copy(String name, List<byte[]> packed) {
    begin();
    try {
      String file = DuckDb.literal(folder.resolve(name + ".parquet").toString());
      return databases.write(
          schema,
          new Batches(packed),
          table ->
              "copy (%s) to %s (format parquet, %s)"
                  .formatted(ParquetWriter.select(schema, table), file, options));
    } catch (SQLException e) {
      throw new IllegalStateException(described + ": " + Failures.reason(e), e);
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    if (isGivenUp) {
      throw new VolumeException(described + " is given up");
    }
    unfinished++;
  }

  private synchronized void end() {
    unfinished--;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    isGivenUp = true;
    try {
      while (unfinished > 0) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    months.clear();
  }

  /** The rows of packets, in batches. */
  private final class Batches implements Supplier<@Nullable ColumnBatch> {

    private final Iterator<byte[]> packets;
    private byte @Nullable [] next;

    Batches(List<byte[]> packed) {
      packets = packed.iterator();
      next = packets.hasNext() ? packets.next() : null;
    }

    @Override
    public @Nullable ColumnBatch get() {
      List<byte[]> some = new ArrayList<>();
      int rows = 0;
      for (byte[] packet = next; packet != null; packet = next) {
        rows += PackedRows.rows(packet);
        if (!some.isEmpty() && rows > ROWS_AT_A_TIME) {
          break;
        }
        some.add(packet);
        next = packets.hasNext() ? packets.next() : null;
      }
      return some.isEmpty() ? null : PackedRows.unpack(types, some);
    }
  }
}

package io.github.marketvolume.run;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.io.ReadRequest;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which files of a source are read, where the days of their bars are known: those that hold the
 * days that are needed in any case, and then, as long as a ticker has fewer bars before them than
 * windows count, the next earlier ones. A few are read at a time, more the more have been read
 * already, so that a ticker that is newly listed, for which all are read, does not cost a turn for
 * each.
 */
public final class HistoryReading {

  /** Of how many files that were read back one more is read next. */
  private static final int PACE = 4;

  private final List<ParquetExtent> files;
  private final Optional<ReadRequest.History> history;

  /** Whether a file is read. */
  private final boolean[] isRead;

  /** The files before those that are read in any case, the last days first. */
  private final List<Integer> earlier = new ArrayList<>();

  /** How many of those have been asked for. */
  private int readBack;

  /** The first day that is needed in any case. */
  private final int before;

  private final int last;

  /**
   * The files of a source.
   *
   * @param request the part of the source that is needed
   */
  public HistoryReading(List<ParquetExtent> files, ReadRequest request) {
    this.files = List.copyOf(files);
    this.history = request.history();
    this.isRead = new boolean[files.size()];
    this.before =
        history
            .map(ReadRequest.History::before)
            .or(request::from)
            .map(HistoryReading::day)
            .orElse(Integer.MIN_VALUE);
    this.last = request.to().map(HistoryReading::day).orElse(Integer.MAX_VALUE);
    long least = before - history.map(past -> (long) past.days() + past.bars()).orElse(0L);
    for (int i = 0; i < isRead.length; i++) {
      ParquetExtent file = this.files.get(i);
      if (file.firstDay() <= last) {
        isRead[i] = file.lastDay() >= least;
        if (!isRead[i] && history.isPresent()) {
          earlier.add(i);
        }
      }
    }
    earlier.sort(
        Comparator.<Integer>comparingInt(place -> this.files.get(place).lastDay()).reversed());
  }

  private static int day(LocalDate date) {
    return Math.toIntExact(date.toEpochDay());
  }

  /** The places of the files that are read, as far as is known by now, ascending. */
  public List<Integer> read() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < isRead.length; i++) {
      if (isRead[i]) {
        places.add(i);
      }
    }
    return places;
  }

  /** Whether it depends on the bars that are read whether that is all. */
  public boolean readsBack() {
    return !earlier.isEmpty();
  }

  /**
   * The places of the files that are read next, ascending; none if that is all.
   *
   * @param tickers gives what each ticker has of all files that have been read: {@link Needed}
   *     makes it of the days of its bars
   */
  public List<Integer> next(Function<Needed, List<int[]>> tickers) {
    if (readBack == earlier.size() || isEnough(tickers.apply(needed()))) {
      return List.of();
    }
    int end = Math.min(earlier.size(), readBack + Math.max(1, readBack / PACE));
    List<Integer> places = new ArrayList<>(earlier.subList(readBack, end));
    places.forEach(place -> isRead[place] = true);
    readBack = end;
    return places.stream().sorted().toList();
  }

  /**
   * What of a ticker's bars tells whether they are enough.
   *
   * @param completeFrom the first day of which no bar can be in a file that has not been read
   * @param before the day that all later bars are needed from
   * @param last the last day that is needed
   * @param most how many days before that are of interest
   */
  public record Needed(int completeFrom, int before, int last, int most) implements Serializable {

    private static final int IS_USED = 1;

    /**
     * The last days of a ticker's bars, after a 1 if it has a bar that is needed in any case, or a
     * 0. A day with several bars does not count, as they may all be rejected.
     *
     * @param days the days of its bars, in any order
     */
    public int[] of(int[] days) {
      int[] sorted = days.clone();
      Arrays.sort(sorted);
      int[] found = new int[Math.min(sorted.length, most) + 1];
      int count = 0;
      for (int i = sorted.length - 1; i >= 0 && sorted[i] >= completeFrom; i--) {
        if (sorted[i] >= before) {
          found[0] |= sorted[i] <= last ? IS_USED : 0;
        } else if (count < most && isAlone(sorted, i)) {
          found[++count] = sorted[i];
        }
      }
      return Arrays.copyOf(found, count + 1);
    }

    private static boolean isAlone(int[] sorted, int i) {
      return (i == 0 || sorted[i - 1] != sorted[i])
          && (i == sorted.length - 1 || sorted[i + 1] != sorted[i]);
    }
  }

  private Needed needed() {
    ReadRequest.History past = history.orElseThrow();
    int unread = files.get(earlier.get(readBack)).lastDay();
    return new Needed(
        unread + 1,
        before,
        last,
        (int) Math.min(Integer.MAX_VALUE - 1, (long) past.days() + past.bars()));
  }

  private boolean isEnough(List<int[]> tickers) {
    ReadRequest.History past = history.orElseThrow();
    int from = before;
    if (past.days() > 0) {
      TreeSet<Integer> days = new TreeSet<>();
      tickers.forEach(ticker -> Arrays.stream(ticker).skip(1).forEach(days::add));
      if (days.size() < past.days()) {
        return false;
      }
      from = days.descendingSet().stream().skip(past.days() - 1L).findFirst().orElseThrow();
    }
    for (int[] ticker : tickers) {
      int days = 1;
      while (days < ticker.length && ticker[days] >= from) {
        days++;
      }
      boolean isUsed = ticker[0] == Needed.IS_USED || days > 1;
      if (isUsed && ticker.length - days < past.bars()) {
        return false;
      }
    }
    return true;
  }

  /** How much of the files is read, as far as is known by now; empty if that is all. */
  public Optional<RunReport.Pruned> pruned() {
    List<Integer> read = read();
    if (read.size() == files.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new RunReport.Pruned(
            read.size(),
            files.size(),
            read.stream().mapToLong(place -> files.get(place).rows()).sum(),
            files.stream().mapToLong(ParquetExtent::rows).sum(),
            read.stream().mapToLong(place -> files.get(place).bytes()).sum(),
            files.stream().mapToLong(ParquetExtent::bytes).sum()));
  }
}

package io.github.marketvolume.calendar;

import io.github.marketvolume.error.VolumeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a calendar that comes with the library. The file lists the days that are not usual: its own
 * comments say how.
 */
final class CalendarFile {

  private static final String NO_DAY = "-----";

  // Each null until its line is read.
  private @Nullable LocalDate byRuleFrom;
  private @Nullable TradingHours hours;
  private @Nullable LocalTime earlyClosingTime;

  private int first;
  private byte[] states = {};
  private final Map<Integer, String> closureNames = new HashMap<>();
  private final Map<Integer, LocalTime> earlyCloses = new HashMap<>();

  /** Of the table that is being read; empty where its columns have none. */
  private List<String> columns = List.of();

  private int holidays;
  private int closed;

  /** Of holidays, closed days and early closes. */
  private List<Integer> totals = List.of();

  private CalendarFile() {}

  /**
   * Reads a resource of this package.
   *
   * @throws VolumeException if it is missing, cut off or not what it should be
   */
  static DayTable read(String name) {
    try (InputStream bytes = CalendarFile.class.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new VolumeException(
            "the library lacks its file "
                + CalendarFile.class.getPackageName().replace('.', '/')
                + "/"
                + name
                + "; put all of volume-core on the class path, resources included");
      }
      return read(name, bytes);
    } catch (IOException e) {
      throw damaged(name, e.toString(), e);
    }
  }

  /** Reads a file from its bytes. */
  static DayTable read(String name, InputStream bytes) throws IOException {
    CalendarFile file = new CalendarFile();
    String[] lines = new String(bytes.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.charAt(0) == '#') {
        continue;
      }
      try {
        file.take(line);
      } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw damaged(name, "line " + (i + 1) + ", \"" + line + "\"", e);
      }
    }
    if (!file.isComplete()) {
      throw damaged(
          name,
          "it is incomplete, and ends after %d holidays, %d closed days, %d early closes"
              .formatted(file.holidays, file.closed, file.earlyCloses.size()),
          null);
    }
    return new DayTable(
        file.first, file.states, file.closureNames, file.earlyCloses, file.hours, file.byRuleFrom);
  }

  private boolean isComplete() {
    return hours != null
        && byRuleFrom != null
        && totals.equals(List.of(holidays, closed, earlyCloses.size()));
  }

  private void take(String line) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = line.substring(space + 1);
    switch (word) {
      case "coverage" -> cover(date(rest), date(rest.substring(11)));
      case "by-rule-from" -> byRuleFrom = date(rest);
      case "trading-hours" -> {
        space = rest.indexOf(' ');
        hours = new TradingHours(time(rest.substring(0, space)), time(rest.substring(space + 1)));
      }
      case "early-closing-time" -> earlyClosingTime = time(rest);
      case "holidays" -> columns = List.of(rest.split(", ", -1));
      case "closed" -> {
        close(date(rest), DayTable.UNSCHEDULED, rest.substring(11));
        closed++;
      }
      case "early-closes" -> {
        if (earlyClosingTime == null) {
          throw new IllegalArgumentException("no early-closing-time");
        }
        columns = List.of();
      }
      case "totals" -> totals = numbers(rest.split(" ", -1));
      default -> takeYear(Integer.parseInt(word), rest.split(" ", -1));
    }
  }

  private void cover(LocalDate from, LocalDate to) {
    first = (int) from.toEpochDay();
    states = new byte[(int) to.toEpochDay() - first + 1];
    int saturday = Math.floorMod(DayKinds.SATURDAY - DayKinds.dayOfWeek(first), 7);
    for (int i = saturday - 7; i < states.length; i += 7) {
      for (int day = Math.max(i, 0); day < Math.min(i + 2, states.length); day++) {
        states[day] = DayTable.WEEKEND;
      }
    }
  }

  private void takeYear(int year, String... cells) {
    if (!columns.isEmpty() && columns.size() != cells.length) {
      throw new IllegalArgumentException(cells.length + " days for " + columns.size());
    }
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i];
      if (cell.equals(NO_DAY)) {
        continue;
      }
      LocalDate date = LocalDate.of(year, number(cell, 0, 2), number(cell, 3, cell.length()));
      if (columns.isEmpty()) {
        earlyCloses.put(session(date), earlyClosingTime);
      } else {
        close(date, DayTable.HOLIDAY, columns.get(i));
        holidays++;
      }
    }
  }

  private void close(LocalDate date, byte state, String name) {
    int day = session(date);
    states[day - first] = state;
    closureNames.put(day, name);
  }

  private int session(LocalDate date) {
    int day = (int) date.toEpochDay();
    if (states[day - first] != DayTable.SESSION || earlyCloses.containsKey(day)) {
      throw new IllegalArgumentException(date + " is listed twice, or on a weekend");
    }
    return day;
  }

  // Not by the parsers of java.time, which take milliseconds to load.

  private static LocalDate date(String text) {
    return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
  }

  private static LocalTime time(String text) {
    return LocalTime.of(number(text, 0, 2), number(text, 3, text.length()));
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static List<Integer> numbers(String... words) {
    Integer[] numbers = new Integer[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Integer.valueOf(words[i]);
    }
    return List.of(numbers);
  }

  private static VolumeException damaged(String name, String what, @Nullable Exception cause) {
    return new VolumeException(
        "the library's calendar " + name + " is damaged: " + what + "; install volume-core again",
        cause);
  }
}

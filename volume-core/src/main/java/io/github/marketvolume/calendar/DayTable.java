package io.github.marketvolume.calendar;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a calendar knows of each day that it covers, found by its epoch day. An immutable value;
 * what follows from the rest is not serialized.
 */
final class DayTable implements Serializable {

  private static final long serialVersionUID = 1L;

  // The states of a day: a session, or why there is none.
  static final byte SESSION = 0;
  static final byte WEEKEND = 1;
  static final byte HOLIDAY = 2;
  static final byte UNSCHEDULED = 3;

  private final int first;
  private final byte[] states;
  private final Map<Integer, String> closureNames;
  private final Map<Integer, LocalTime> earlyCloses;
  private final @Nullable TradingHours hours;
  private final @Nullable LocalDate byRuleFrom;

  /** Of each day, how many sessions there are up to it. */
  private final transient int[] counts;

  private final transient int[] sessions;
  private final transient DayKind[] kinds;

  /**
   * A table.
   *
   * @param first the epoch day of the first state
   * @param states one for each day; not copied
   * @param closureNames by epoch day; closures may have none
   * @param earlyCloses of sessions, by epoch day
   * @param hours null where they are not known
   * @param byRuleFrom null where no day is by rule
   */
  DayTable(
      int first,
      byte[] states,
      Map<Integer, String> closureNames,
      Map<Integer, LocalTime> earlyCloses,
      @Nullable TradingHours hours,
      @Nullable LocalDate byRuleFrom) {
    this.first = first;
    this.states = states;
    this.closureNames = Map.copyOf(closureNames);
    this.earlyCloses = Map.copyOf(earlyCloses);
    this.hours = hours;
    this.byRuleFrom = byRuleFrom;
    counts = new int[states.length];
    int[] found = new int[states.length];
    int count = 0;
    for (int i = 0; i < states.length; i++) {
      if (states[i] == SESSION) {
        found[count++] = first + i;
      }
      counts[i] = count;
    }
    sessions = Arrays.copyOf(found, count);
    kinds = DayKinds.of(first, states, sessions, earlyCloses.keySet());
  }

  int first() {
    return first;
  }

  int last() {
    return first + states.length - 1;
  }

  /** Of regular sessions; null where they are not known. */
  @Nullable TradingHours hours() {
    return hours;
  }

  /** Null where no day is by rule. */
  @Nullable LocalDate byRuleFrom() {
    return byRuleFrom;
  }

  boolean covers(long day) {
    return day >= first && day <= last();
  }

  boolean isSession(int day) {
    return states[day - first] == SESSION;
  }

  /** How many sessions there are up to a day, the day included. */
  int count(int day) {
    return counts[day - first];
  }

  int sessions() {
    return sessions.length;
  }

  /** The epoch day of a session; 0 is the first one. */
  int session(int position) {
    return sessions[position];
  }

  DayKind kind(int day) {
    return kinds[day - first];
  }

  /** Null for a session. */
  @Nullable ClosureKind closure(int day) {
    return switch (states[day - first]) {
      case WEEKEND -> ClosureKind.WEEKEND;
      case HOLIDAY -> ClosureKind.HOLIDAY;
      case UNSCHEDULED -> ClosureKind.UNSCHEDULED;
      default -> null;
    };
  }

  /** Null for a session, and for a closure without a name. */
  @Nullable String closureName(int day) {
    return closureNames.get(day);
  }

  /** Null unless the day is a session that closes early. */
  @Nullable LocalTime earlyClose(int day) {
    return earlyCloses.get(day);
  }

  DayTable withoutSession(int day, String name) {
    byte[] changed = states.clone();
    changed[day - first] = UNSCHEDULED;
    Map<Integer, String> names = new HashMap<>(closureNames);
    names.put(day, name);
    Map<Integer, LocalTime> early = new HashMap<>(earlyCloses);
    early.remove(day);
    return new DayTable(first, changed, names, early, hours, byRuleFrom);
  }

  DayTable withEarlyClose(int day, LocalTime time) {
    Map<Integer, LocalTime> early = new HashMap<>(earlyCloses);
    early.put(day, time);
    return new DayTable(first, states, closureNames, early, hours, byRuleFrom);
  }

  private Object readResolve() {
    return new DayTable(first, states, closureNames, earlyCloses, hours, byRuleFrom);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof DayTable table
            && first == table.first
            && Arrays.equals(states, table.states)
            && closureNames.equals(table.closureNames)
            && earlyCloses.equals(table.earlyCloses)
            && Objects.equals(hours, table.hours)
            && Objects.equals(byRuleFrom, table.byRuleFrom));
  }

  @Override
  public int hashCode() {
    return Objects.hash(first, Arrays.hashCode(states), closureNames, earlyCloses);
  }
}

package io.github.marketvolume.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.DateRange;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which group a ticker is in on a day, once the table is read: for runners, and outside the
 * compatibility promise. Groups are numbered in the order of their names; the number after the last
 * is that of bars without a group.
 */
public final class GroupTable implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String[] names;
  private final HashMap<String, Spans> tickers = new HashMap<>();
  private final long memberships;
  private final String sha256;

  /** The groups of one ticker, in the order of their days. */
  private static final class Spans implements Serializable {

    private static final long serialVersionUID = 1L;

    final int[] first;
    final int[] last;
    final int[] groups;

    Spans(List<Membership> ofTicker, String... names) {
      first = ofTicker.stream().mapToInt(member -> member.valid().firstEpochDay()).toArray();
      last = ofTicker.stream().mapToInt(member -> member.valid().lastEpochDay()).toArray();
      groups =
          ofTicker.stream()
              .mapToInt(member -> Arrays.binarySearch(names, member.group()))
              .toArray();
    }

    int on(int epochDay, int none) {
      for (int i = 0; i < groups.length; i++) {
        if (first[i] <= epochDay && epochDay <= last[i]) {
          return groups[i];
        }
      }
      return none;
    }
  }

  private GroupTable(Collection<Membership> members) {
    memberships = members.size();
    names = members.stream().map(Membership::group).sorted().distinct().toArray(String[]::new);
    Map<String, List<Membership>> byTicker = new TreeMap<>();
    members.forEach(
        member ->
            byTicker
                .computeIfAbsent(member.ticker().symbol(), symbol -> new ArrayList<>())
                .add(member));
    StringBuilder content = new StringBuilder();
    byTicker.forEach(
        (ticker, some) -> {
          some.sort(
              Comparator.<Membership, LocalDate>comparing(member -> member.valid().first())
                  .thenComparing(member -> member.valid().last())
                  .thenComparing(Membership::group));
          requireOneGroup(ticker, some);
          some.forEach(member -> content.append(member).append('\n'));
          tickers.put(ticker, new Spans(some, names));
        });
    sha256 = sha256(content.toString());
  }

  /**
   * A table of these memberships, in any order. One that is there twice counts once.
   *
   * @throws InvalidPlanException if a ticker is in two groups on one date
   */
  public static GroupTable of(Collection<Membership> members) {
    return new GroupTable(members);
  }

  private static void requireOneGroup(String ticker, List<Membership> ascending) {
    Membership reaching = ascending.get(0);
    for (Membership next : ascending.subList(1, ascending.size())) {
      boolean overlaps = !next.valid().first().isAfter(reaching.valid().last());
      if (overlaps && !next.group().equals(reaching.group())) {
        throw new InvalidPlanException(
            ticker
                + " is in two groups"
                + firstDay(reaching.valid(), next.valid())
                + ": "
                + reaching.group()
                + " and "
                + next.group()
                + "; end one before the other begins");
      }
      if (next.valid().last().isAfter(reaching.valid().last())) {
        reaching = next;
      }
    }
  }

  /** From when on two ranges overlap, of which the second does not begin before the first. */
  private static String firstDay(DateRange earlier, DateRange later) {
    if (later.start().isPresent()) {
      return " on " + later.first();
    }
    LocalDate last = earlier.last().isBefore(later.last()) ? earlier.last() : later.last();
    return last.equals(LocalDate.MAX) ? " on all dates" : " up to " + last;
  }

  private static String sha256(String content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How many memberships were given. */
  public long memberships() {
    return memberships;
  }

  /** How many tickers have a group. */
  public int tickers() {
    return tickers.size();
  }

  /** How many groups there are. */
  public int groups() {
    return names.length;
  }

  /** A checksum of the memberships, whatever their order. */
  public String sha256() {
    return sha256;
  }

  /** The name of a group; null of what has none. */
  public @Nullable String name(int group) {
    return group < names.length ? names[group] : null;
  }

  /** The number of the group that a ticker is in on a day. */
  public int on(String ticker, int epochDay) {
    Spans spans = tickers.get(ticker);
    return spans == null ? names.length : spans.on(epochDay, names.length);
  }

  /** The numbers of the groups that a ticker is in on some days. */
  public int[] on(String ticker, int[] epochDays, int from, int to) {
    Spans spans = tickers.get(ticker);
    int[] groups = new int[to - from];
    if (spans == null) {
      Arrays.fill(groups, names.length);
      return groups;
    }
    for (int i = from; i < to; i++) {
      groups[i - from] = spans.on(epochDays[i], names.length);
    }
    return groups;
  }

  /** The name of the group that a ticker is in on a day; null if it has none. */
  public @Nullable String nameOn(String ticker, int epochDay) {
    return name(on(ticker, epochDay));
  }
}

package io.github.marketvolume.group;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.metric.Label;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table of tickers and the group that each is in, such as its sector, its industry or its
 * exchange. {@code prices.groupedBy(...)} compares tickers within their groups.
 *
 * <p>A membership may have dates: it is valid from a first to a last one, both included, and either
 * may be open. On one date a ticker is in one group at most. A ticker that the table does not have,
 * or not on that date, has no group. An immutable value.
 *
 * @param name what the groups are, such as {@code sector}: the name of their column in outputs
 * @param table which ticker is in which group
 */
public record Grouping(String name, Table table) implements Serializable {

  public Grouping {
    name = Label.of(Arguments.required(name, "name")).text();
    Arguments.required(table, "table");
  }

  /** Where the memberships are. */
  public sealed interface Table extends Serializable {

    /** The table in words. */
    String describe();
  }

  /** Memberships in memory; their order does not matter. */
  public record Members(List<Membership> members) implements Table {

    /**
     * Memberships.
     *
     * @throws InvalidPlanException if a ticker is in two groups on one date
     */
    public Members {
      members = List.copyOf(Arguments.requiredAll(members, "members"));
      GroupTable unused = GroupTable.of(members); // which checks them
    }

    @Override
    public String describe() {
      return members.size() + (members.size() == 1 ? " membership" : " memberships") + " in memory";
    }
  }

  /** What a file is. */
  public enum Format {
    /** Text in UTF-8 with a header, its cells separated by commas; {@code .gz} is unpacked. */
    CSV("CSV"),
    /** Parquet; {@code LocalRunner} needs DuckDB to read it. */
    PARQUET("Parquet");

    private final String words;

    Format(String words) {
      this.words = words;
    }

    /** The format in words. */
    public String words() {
      return words;
    }
  }

  /**
   * Memberships in files, a row each.
   *
   * @param location a file, a folder (its files) or a glob
   * @param tickers the column of symbols
   * @param groups the column of groups; a row without a group is passed over
   * @param from the column of the first date of each membership, which is open where it is empty
   * @param to the column of the last date
   * @param isDated whether the files must have these two columns; else they have either, both or
   *     none
   */
  public record Files(
      Format format,
      String location,
      String tickers,
      String groups,
      String from,
      String to,
      boolean isDated)
      implements Table {

    public Files {
      Arguments.required(format, "format");
      Arguments.required(tickers, "tickers");
      Arguments.required(groups, "groups");
      Arguments.required(from, "from");
      Arguments.required(to, "to");
      if (Arguments.required(location, "location").isBlank()) {
        throw new InvalidPlanException(
            "the location of a table of groups has no name; give a file, a folder or a glob");
      }
    }

    @Override
    public String describe() {
      return SafeText.location(location) + " (" + format.words() + ")";
    }

    /** The table without the secrets that its location may have. */
    @Override
    public String toString() {
      return "Files[" + describe() + "]";
    }
  }

  /**
   * Groups in memory, valid on all dates.
   *
   * @param name the name of the column in outputs
   * @param groups the group of each symbol
   */
  public static Grouping of(String name, Map<String, String> groups) {
    List<Membership> members = new ArrayList<>();
    new TreeMap<>(Arguments.required(groups, "groups"))
        .forEach((ticker, group) -> members.add(Membership.of(ticker, group)));
    return of(name, members);
  }

  /**
   * Groups in memory.
   *
   * @param name the name of the column in outputs
   * @throws InvalidPlanException if a ticker is in two groups on one date
   */
  public static Grouping of(String name, List<Membership> members) {
    return new Grouping(name, new Members(members));
  }

  /**
   * Groups in a CSV file with the columns {@code ticker} and {@code name}. Columns {@code
   * valid_from} and {@code valid_to} are the first and the last date of each membership, if the
   * file has them; further columns are ignored.
   *
   * @param name the name of the column, in the file and in outputs
   * @param location a file, a folder (its files) or a glob
   */
  public static Grouping csv(String name, String location) {
    return in(Format.CSV, name, location);
  }

  /**
   * Groups in a Parquet file with columns as {@link #csv}; validity is in dates, not in timestamps.
   */
  public static Grouping parquet(String name, String location) {
    return in(Format.PARQUET, name, location);
  }

  private static Grouping in(Format format, String name, String location) {
    Arguments.required(name, "name");
    return new Grouping(
        name, new Files(format, location, "ticker", name, "valid_from", "valid_to", false));
  }

  /**
   * The same files, whose columns have other names.
   *
   * @param tickers the column of symbols
   * @param groups the column of groups
   * @throws InvalidPlanException if the table is in memory
   */
  public Grouping columns(String tickers, String groups) {
    Files files = files();
    return new Grouping(
        name,
        new Files(
            files.format(),
            files.location(),
            tickers,
            groups,
            files.from(),
            files.to(),
            files.isDated()));
  }

  /**
   * The same files, which have columns of the first and the last date of each membership.
   *
   * @throws InvalidPlanException if the table is in memory
   */
  public Grouping validBetween(String from, String to) {
    Files files = files();
    return new Grouping(
        name,
        new Files(
            files.format(), files.location(), files.tickers(), files.groups(), from, to, true));
  }

  private Files files() {
    if (table instanceof Files files) {
      return files;
    }
    throw new InvalidPlanException(
        "the groups by " + name + " are in memory and have no columns; leave the names out");
  }

  /** The grouping in words: {@code sector, from sectors.csv (CSV)}. */
  public String describe() {
    return name + ", from " + table.describe();
  }
}

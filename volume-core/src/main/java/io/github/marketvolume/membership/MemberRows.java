package io.github.marketvolume.membership;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.LineReader;
import io.github.marketvolume.files.ParquetColumn;
import io.github.marketvolume.files.ParquetFooter;
import io.github.marketvolume.files.UnfitFileException;
import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.group.Membership;
import io.github.marketvolume.intake.Cells;
import io.github.marketvolume.intake.CsvBars;
import io.github.marketvolume.intake.DateForm;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.Ticker;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the rows of files of groups, and makes a table of them. */
final class MemberRows {

  /** Stands for bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\ufffd';

  private static final DateForm ISO_DATES = new DateForm(null, CsvLayout.ISO_DATE);

  /** The types of columns whose values are the names of groups, or their codes. */
  private static final Set<String> TYPES_OF_GROUPS =
      Set.of("string", "tinyint", "smallint", "int", "bigint");

  private final Grouping.Files files;
  private final List<Membership> members = new ArrayList<>();

  MemberRows(Grouping.Files files) {
    this.files = files;
  }

  /** The table of all rows read. */
  GroupTable table() {
    try {
      return GroupTable.of(members);
    } catch (InvalidPlanException e) {
      throw new SourceException(SafeText.location(files.location()) + ": " + e.getMessage(), e);
    }
  }

  /** Reads a CSV file. */
  void readCsv(InputFile file) {
    try (LineReader lines = new LineReader(CsvBars.opened(file, "UTF-8"))) {
      Cells cells = new Cells(',');
      int[] places = places(file, header(lines, cells));
      for (int line = 2; lines.next(); line++) {
        if (lines.isTooLong()) {
          throw LineReader.tooLongALine();
        }
        if (cells.isBlank(lines.buffer(), lines.start(), lines.end())) {
          continue;
        }
        String where = file.shown() + ":" + line;
        if (!cells.split(lines.buffer(), lines.start(), lines.end())) {
          throw new SourceException(where + ": a quote is not closed; close it");
        }
        add(
            where,
            cell(cells, places[0]),
            cell(cells, places[1]),
            date(where, files.from(), cell(cells, places[2])),
            date(where, files.to(), cell(cells, places[3])));
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static List<String> header(LineReader lines, Cells cells) throws IOException {
    if (!lines.next()) {
      throw new UnfitFileException("is empty");
    }
    boolean isUnclosed = !cells.split(lines.buffer(), lines.start(), lines.end());
    if (isUnclosed || lines.isTooLong()) {
      throw new UnfitFileException("does not begin with a header");
    }
    return IntStream.range(0, cells.count())
        .mapToObj(i -> i == 0 ? cells.text(i).replace("\ufeff", "") : cells.text(i))
        .toList();
  }

  /** Where the columns are among these; -1 of dates that are open. */
  private int[] places(InputFile file, List<String> names) {
    String[] wanted = {files.tickers(), files.groups(), files.from(), files.to()};
    int[] places = new int[wanted.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = names.indexOf(wanted[i]);
      if (places[i] < 0 && (i < 2 || files.isDated())) {
        throw new SourceException(
            file.shown()
                + " has no column "
                + wanted[i]
                + "; it has "
                + Excerpt.of(String.join(", ", names))
                + "; name its columns with columns(...) and validBetween(...)");
      }
      if (places[i] != names.lastIndexOf(wanted[i])) {
        throw new SourceException(
            file.shown() + " has two columns named " + wanted[i] + "; rename one of them");
      }
    }
    return places;
  }

  private static @Nullable String cell(Cells cells, int place) {
    if (place < 0 || place >= cells.count()) {
      return null;
    }
    String text = cells.text(place).replace("\"\"", "\"");
    return text.isEmpty() ? null : text;
  }

  private static @Nullable LocalDate date(String where, String column, @Nullable String text) {
    if (text == null) {
      return null;
    }
    int day = ISO_DATES.day(text);
    if (day == RawBar.NO_DAY) {
      throw new SourceException(
          where
              + ": "
              + column
              + " \""
              + Excerpt.of(text)
              + "\" is not a date such as 2020-01-31; write the date alone, without a time");
    }
    return LocalDate.ofEpochDay(day);
  }

  /** Reads a Parquet file, of which a runner fetches the rows. */
  void readParquet(InputFile file, GroupFiles by) {
    ParquetFooter footer;
    try {
      footer = ParquetFooter.of(file.shown(), ParquetFooter.head(file));
    } catch (IOException e) {
      throw failed(file, e);
    }
    List<ParquetColumn> columns = footer.columns();
    int[] places = places(file, columns.stream().map(ParquetColumn::name).toList());
    List<@Nullable ParquetColumn> wanted = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      ParquetColumn column = places[i] < 0 ? null : columns.get(places[i]);
      if (column != null) {
        requireType(file, column, i);
      }
      wanted.add(column);
    }
    int row = 0;
    for (GroupFiles.Row each : by.parquet(file, wanted)) {
      row++;
      add(file.shown() + ", row " + row, each.ticker(), each.group(), each.from(), each.to());
    }
  }

  private static void requireType(InputFile file, ParquetColumn column, int place) {
    boolean fits =
        switch (place) {
          case 0 -> column.type().equals("string");
          case 1 -> TYPES_OF_GROUPS.contains(column.type());
          default -> column.type().equals("date") || column.type().equals(ParquetColumn.NOTHING);
        };
    if (!fits) {
      throw new SourceException(
          file.shown()
              + ": "
              + column.name()
              + " is of type "
              + column.type()
              + "; store "
              + switch (place) {
                case 0 -> "symbols as strings";
                case 1 -> "groups as strings or whole numbers";
                default -> "the dates of validity as dates, not as instants or texts";
              });
    }
  }

  private void add(
      String where,
      @Nullable String ticker,
      @Nullable String group,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {
    if (ticker == null || !Ticker.isValid(ticker)) {
      throw new SourceException(
          where
              + ": "
              + files.tickers()
              + (ticker == null ? " is missing" : " \"" + Excerpt.of(ticker) + "\" is no symbol")
              + "; give 1 to 32 visible characters without white space");
    }
    if (group != null && group.indexOf(REPLACEMENT) >= 0) {
      throw new SourceException(
          where + ": " + files.groups() + " is not UTF-8; store the file in UTF-8");
    }
    if (from != null && to != null && from.isAfter(to)) {
      throw new SourceException(
          where
              + ": the membership of "
              + ticker
              + " ends on "
              + to
              + ", before it begins on "
              + from
              + "; swap the dates");
    }
    if (group != null && !group.isBlank()) {
      DateRange valid = from == null ? DateRange.all() : DateRange.all().from(from);
      members.add(new Membership(Ticker.of(ticker), group, to == null ? valid : valid.to(to)));
    }
  }

  private static SourceException failed(InputFile file, IOException e) {
    return new SourceException(
        e instanceof UnfitFileException unfit
            ? file.shown() + " " + unfit.problem() + "; give a table of groups"
            : file.shown() + " cannot be read: " + Failures.reason(file.location(), e),
        e);
  }
}

package io.github.marketvolume.intake;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.files.ParquetColumn;
import io.github.marketvolume.files.ParquetFooter;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.market.BarColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unites the columns of Parquet files, by the same rule for every runner. Columns have no order,
 * and their names no case. Each file is judged by itself, as if it were read alone: a key or the
 * volume must be there, as a column or as the name of a folder; prices may be missing; numbers may
 * be of any type. What a file has counts more than what its folders are named by.
 */
public final class ParquetFiles {

  private static final String ADVICE = ", or describe the files by a ParquetLayout";

  private ParquetFiles() {}

  /**
   * A file.
   *
   * @param name what messages call it
   * @param values what its folders are named by
   */
  public record Described(String name, ParquetFooter footer, FolderValues values) {}

  /**
   * Files that are read in one go.
   *
   * @param files their places among all files, ascending
   * @param columns the columns of bars that they have, under the same names and of the same types
   * @param folders the columns of bars that their folders are named by instead
   * @param dates what a date means that is not of the type of one
   */
  public record Group(
      List<Integer> files,
      Map<BarColumn, ParquetColumn> columns,
      Set<BarColumn> folders,
      DateForm dates) {

    /** Those of the files that are at these places. */
    public Group of(Collection<Integer> places) {
      return new Group(files.stream().filter(places::contains).toList(), columns, folders, dates);
    }
  }

  private record Shape(Map<BarColumn, ParquetColumn> columns, Set<BarColumn> folders) {}

  /**
   * Groups files by their columns. Where all have the same, that is one group. A file without rows
   * is left out if its columns are not those of a group.
   *
   * @param optional the optional columns that are read; others are passed over
   * @param layout the names of the columns and the form of the dates; null for those of this
   *     library, whose dates have the type of one
   * @throws SourceException if a file with rows lacks a column that a bar needs, has it twice, or
   *     has it in another type; the message names the file and the column
   */
  public static List<Group> group(
      List<Described> files, Set<BarColumn> optional, @Nullable ParquetLayout layout) {
    Map<Shape, List<Integer>> byShape = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).footer().rows() > 0) {
        byShape
            .computeIfAbsent(shapeOf(files.get(i), optional, layout), shape -> new ArrayList<>())
            .add(i);
      }
    }
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).footer().rows() == 0) {
        addToGroup(i, files.get(i), optional, layout, byShape);
      }
    }
    List<Group> groups = new ArrayList<>();
    byShape.forEach(
        (shape, members) ->
            groups.add(
                new Group(
                    members.stream().sorted().toList(),
                    Map.copyOf(shape.columns()),
                    Set.copyOf(shape.folders()),
                    formOf(shape.columns().get(BarColumn.TRADE_DATE), layout))));
    return groups;
  }

  private static DateForm formOf(@Nullable ParquetColumn dates, @Nullable ParquetLayout layout) {
    boolean isInstant = dates != null && dates.type().equals(ParquetColumn.INSTANT);
    return layout == null
        ? new DateForm(null, CsvLayout.ISO_DATE)
        : new DateForm(isInstant ? layout.zone() : null, layout.datePattern());
  }

  /** Where a folder's files can be read as a whole, one without rows is in nobody's way. */
  private static void addToGroup(
      int place,
      Described file,
      Set<BarColumn> optional,
      @Nullable ParquetLayout layout,
      Map<Shape, List<Integer>> byShape) {
    Shape shape;
    try {
      shape = shapeOf(file, optional, layout);
    } catch (SourceException e) {
      return; // What it lacks, none of its rows lacks.
    }
    byShape.computeIfPresent(
        shape,
        (s, members) -> {
          members.add(place);
          return members;
        });
  }

  private static Shape shapeOf(
      Described file, Set<BarColumn> optional, @Nullable ParquetLayout layout) {
    Map<BarColumn, ParquetColumn> columns = new EnumMap<>(BarColumn.class);
    Set<BarColumn> folders = EnumSet.noneOf(BarColumn.class);
    for (BarColumn column : BarColumn.values()) {
      if (column.isOptional() && !optional.contains(column)) {
        continue;
      }
      String name = nameOf(column, layout);
      ParquetColumn found = name == null ? null : find(name, file);
      if (found == null && file.values().columns().contains(column)) {
        file.values().requireFit(column);
        folders.add(column);
        continue;
      }
      if (name != null) {
        requireFit(column, name, found, file, layout);
      }
      if (found != null && !found.type().equals(ParquetColumn.NOTHING)) {
        columns.put(column, found);
      }
    }
    return new Shape(columns, folders);
  }

  /** The name of a column in files; null if their layout does not have it. */
  static @Nullable String nameOf(BarColumn column, @Nullable ParquetLayout layout) {
    return layout == null ? column.columnName() : layout.columns().get(column);
  }

  private static @Nullable ParquetColumn find(String name, Described file) {
    ParquetColumn found = null;
    for (ParquetColumn candidate : file.footer().columns()) {
      if (candidate.name().equalsIgnoreCase(name)) {
        if (found != null) {
          throw new SourceException(
              file.name()
                  + ": column "
                  + name
                  + " is there twice, as "
                  + Excerpt.of(found.name())
                  + " and as "
                  + Excerpt.of(candidate.name())
                  + "; rename one of them");
        }
        found = candidate;
      }
    }
    return found;
  }

  private static void requireFit(
      BarColumn column,
      String name,
      @Nullable ParquetColumn found,
      Described file,
      @Nullable ParquetLayout layout) {
    if (found != null && found.type().equals(ParquetColumn.NOTHING)) {
      return;
    }
    boolean fits =
        found == null
            ? layout == null && !column.isRequired()
            : switch (column.unit()) {
              case DATE -> layout == null ? found.type().equals("date") : isDate(found);
              case SYMBOL -> found.type().equals("string");
              default -> found.isNumber();
            };
    String type = found == null ? null : found.type();
    if (layout == null) {
      if (!fits) {
        throw new SourceException(
            unfitColumn(file.name(), name, type, expected(column.unit()))
                + (found == null || column.unit() == BarColumn.Unit.DATE ? ADVICE : ""));
      }
      return;
    }
    if (!fits) {
      String types =
          column.unit() == BarColumn.Unit.DATE
              ? "date, timestamp or string"
              : expected(column.unit());
      throw new SourceException(
          unfitColumn(file.name(), name, type, types) + ", as layout " + layout.name() + " says");
    }
    if (layout.zone() == null && ParquetColumn.INSTANT.equals(type)) {
      throw new SourceException(
          file.name()
              + ": column "
              + name
              + " holds instants, whose day depends on the time zone; state it in layout "
              + layout.name()
              + " with zone(...)");
    }
  }

  private static boolean isDate(ParquetColumn column) {
    return switch (column.type()) {
      case "date", "string", ParquetColumn.INSTANT, ParquetColumn.LOCAL_TIME -> true;
      default -> false;
    };
  }

  /**
   * Says that a column of bars is missing or of another type.
   *
   * @param source what has the column
   * @param type the type in words; null if the column is missing
   */
  public static String unfitColumn(String source, BarColumn column, @Nullable String type) {
    return unfitColumn(source, column.columnName(), type, expected(column.unit()));
  }

  private static String unfitColumn(
      String source, String column, @Nullable String type, String expected) {
    return source
        + ": column "
        + column
        + (type == null ? " is missing" : " is of type " + type)
        + "; it must be of type "
        + expected;
  }

  private static String expected(BarColumn.Unit unit) {
    return switch (unit) {
      case DATE -> "date";
      case SYMBOL -> "string";
      default -> "number";
    };
  }
}

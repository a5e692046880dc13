package io.github.marketvolume.intake;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.files.ParquetColumn;
import io.github.marketvolume.files.ParquetFooter;
import io.github.marketvolume.market.BarColumn;
import java.util.ArrayList;
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
   */
  public record Group(
      List<Integer> files, Map<BarColumn, ParquetColumn> columns, Set<BarColumn> folders) {}

  private record Shape(Map<BarColumn, ParquetColumn> columns, Set<BarColumn> folders) {}

  /**
   * Groups files by their columns. Where all have the same, that is one group. A file without rows
   * is left out if its columns are not those of a group.
   *
   * @param optional the optional columns that are read; others are passed over
   * @throws SourceException if a file with rows lacks a column that a bar needs, has it twice, or
   *     has it in another type; the message names the file and the column
   */
  public static List<Group> group(List<Described> files, Set<BarColumn> optional) {
    Map<Shape, List<Integer>> byShape = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).footer().rows() > 0) {
        byShape.computeIfAbsent(shapeOf(files.get(i), optional), shape -> new ArrayList<>()).add(i);
      }
    }
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).footer().rows() == 0) {
        addToGroup(i, files.get(i), optional, byShape);
      }
    }
    List<Group> groups = new ArrayList<>();
    byShape.forEach(
        (shape, members) ->
            groups.add(
                new Group(
                    members.stream().sorted().toList(),
                    Map.copyOf(shape.columns()),
                    Set.copyOf(shape.folders()))));
    return groups;
  }

  /** Where a folder's files can be read as a whole, one without rows is in nobody's way. */
  private static void addToGroup(
      int place, Described file, Set<BarColumn> optional, Map<Shape, List<Integer>> byShape) {
    Shape shape;
    try {
      shape = shapeOf(file, optional);
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

  private static Shape shapeOf(Described file, Set<BarColumn> optional) {
    Map<BarColumn, ParquetColumn> columns = new EnumMap<>(BarColumn.class);
    Set<BarColumn> folders = EnumSet.noneOf(BarColumn.class);
    for (BarColumn column : BarColumn.values()) {
      if (column.isOptional() && !optional.contains(column)) {
        continue;
      }
      ParquetColumn found = find(column, file);
      if (found == null && file.values().columns().contains(column)) {
        file.values().requireFit(column);
        folders.add(column);
        continue;
      }
      requireFit(column, found, file);
      if (found != null && !found.type().equals(ParquetColumn.NOTHING)) {
        columns.put(column, found);
      }
    }
    return new Shape(columns, folders);
  }

  private static @Nullable ParquetColumn find(BarColumn column, Described file) {
    ParquetColumn found = null;
    for (ParquetColumn candidate : file.footer().columns()) {
      if (candidate.name().equalsIgnoreCase(column.columnName())) {
        if (found != null) {
          throw new SourceException(
              file.name()
                  + ": column "
                  + column.columnName()
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

  private static void requireFit(BarColumn column, @Nullable ParquetColumn found, Described file) {
    boolean fits =
        found == null
            ? !column.isRequired()
            : found.type().equals(ParquetColumn.NOTHING)
                || switch (column.unit()) {
                  case DATE -> found.type().equals("date");
                  case SYMBOL -> found.type().equals("string");
                  default -> found.isNumber();
                };
    if (!fits) {
      throw new SourceException(
          unfitColumn(file.name(), column, found == null ? null : found.type()));
    }
  }

  /**
   * Says that a column of bars is missing or of another type.
   *
   * @param source what has the column
   * @param type the type in words; null if the column is missing
   */
  public static String unfitColumn(String source, BarColumn column, @Nullable String type) {
    return source
        + ": column "
        + column.columnName()
        + (type == null ? " is missing" : " is of type " + type)
        + "; it must be of type "
        + expected(column.unit());
  }

  private static String expected(BarColumn.Unit unit) {
    return switch (unit) {
      case DATE -> "date";
      case SYMBOL -> "string";
      default -> "number";
    };
  }
}

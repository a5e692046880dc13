package io.github.marketvolume.membership;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables of groups of a run, each of which is read once. */
public final class GroupTables {

  private final Map<Grouping, GroupTable> tables = new LinkedHashMap<>();
  private final List<String> files = new ArrayList<>();

  private GroupTables() {}

  /** The groupings of outputs, each once. */
  public static List<Grouping> of(List<? extends PlanNode<?>> outputs) {
    return outputs.stream()
        .flatMap(output -> output.bars().grouping().stream())
        .distinct()
        .toList();
  }

  /**
   * Reads tables.
   *
   * @throws io.github.marketvolume.error.SourceException if a file cannot be read, or has a ticker
   *     in two groups on one date
   */
  public static GroupTables read(List<Grouping> groupings, GroupFiles by) {
    GroupTables read = new GroupTables();
    groupings.forEach(grouping -> read.tables.put(grouping, read.table(grouping.table(), by)));
    return read;
  }

  private GroupTable table(Grouping.Table table, GroupFiles by) {
    if (table instanceof Grouping.Members some) {
      return GroupTable.of(some.members());
    }
    Grouping.Files of = (Grouping.Files) table;
    MemberRows rows = new MemberRows(of);
    for (InputFile file : by.find(of.location())) {
      files.add(file.location());
      if (of.format() == Grouping.Format.CSV) {
        rows.readCsv(file);
      } else {
        rows.readParquet(file, by);
      }
    }
    return rows.table();
  }

  /** The files that were read, as paths or URIs. */
  public List<String> files() {
    return files;
  }

  /** What was read, for the report. */
  public List<RunReport.Groups> reports() {
    return tables.entrySet().stream().map(one -> report(one.getKey(), one.getValue())).toList();
  }

  /** What the report says of a table. */
  public static RunReport.Groups report(Grouping by, GroupTable table) {
    return new RunReport.Groups(
        by.describe(), table.memberships(), table.tickers(), table.groups(), table.sha256());
  }

  /** The groups of some bars' tickers; null where they are not grouped. */
  public @Nullable GroupTable of(BarsNode bars) {
    return bars.grouping().isEmpty()
        ? null
        : Objects.requireNonNull(tables.get(bars.grouping().get()));
  }
}

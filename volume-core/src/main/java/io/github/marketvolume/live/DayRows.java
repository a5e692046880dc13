package io.github.marketvolume.live;

import io.github.marketvolume.io.Schema;
import io.github.marketvolume.plan.PlanNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows that a day gave, by stage. */
final class DayRows {

  /** The columns that tell the rows of a day apart, where they have them. */
  private static final Set<String> KEY = Set.of("trade_date", "start_date", "ticker", "flag");

  private final IdentityHashMap<PlanNode<?>, List<Object>> rows = new IdentityHashMap<>();

  /** Adds rows after those before. */
  void add(PlanNode<?> node, List<?> more) {
    rows.computeIfAbsent(node, key -> new ArrayList<>()).addAll(more);
  }

  /** The rows of a stage. */
  @SuppressWarnings("unchecked") // what is added for a stage are its rows
  <S> List<S> of(PlanNode<S> node) {
    return List.copyOf((List<S>) rows.getOrDefault(node, List.of()));
  }

  /** In what the rows of a stage differ from those that the same day gave before. */
  <S> List<Revision<S>> revisions(PlanNode<S> node, LocalDate date, DayRows before) {
    Schema<S> schema = node.schema();
    Map<List<@Nullable Object>, S> old = byKey(schema, before.of(node));
    Map<List<@Nullable Object>, S> now = byKey(schema, of(node));
    List<Revision<S>> revisions = new ArrayList<>();
    old.forEach(
        (key, row) -> {
          S revised = now.get(key);
          if (revised == null || !cells(schema, row, false).equals(cells(schema, revised, false))) {
            revisions.add(new Revision<>(date, Optional.of(row), Optional.ofNullable(revised)));
          }
        });
    now.forEach(
        (key, row) -> {
          if (!old.containsKey(key)) {
            revisions.add(new Revision<>(date, Optional.empty(), Optional.of(row)));
          }
        });
    return revisions;
  }

  private static <S> Map<List<@Nullable Object>, S> byKey(Schema<S> schema, List<S> rows) {
    Map<List<@Nullable Object>, S> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.put(cells(schema, row, true), row));
    return byKey;
  }

  private static <S> List<@Nullable Object> cells(Schema<S> schema, S row, boolean ofKey) {
    List<@Nullable Object> cells = new ArrayList<>();
    for (Schema.Column<S> column : schema.columns()) {
      if (!ofKey || KEY.contains(column.name())) {
        cells.add(column.valueOn(row));
      }
    }
    return cells;
  }
}

package io.github.marketvolume.update;

import io.github.marketvolume.days.LiveBars;
import io.github.marketvolume.days.PipelineState;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.publish.Publication;
import io.github.marketvolume.publish.Store;
import io.github.marketvolume.run.OutputRun;
import io.github.marketvolume.run.PipelineRun;
import io.github.marketvolume.update.UpdatePlan.Treatment;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One update: reads what arrived, finds what it changes of the kept bars, computes the months from
 * the first day on that has changed, and stages them beside the months that stay.
 */
public final class Update {

  /** How many starts of months have a state: a correction of an earlier month takes all bars. */
  private static final int STATES = 3;

  private final UpdateEngine engine;
  private final UpdatePlan plan;
  private final PipelineRun pipelineRun;

  /** An update that has not begun. */
  public Update(UpdateEngine engine, UpdatePlan plan, PipelineRun pipelineRun) {
    this.engine = engine;
    this.plan = plan;
    this.pipelineRun = pipelineRun;
  }

  /**
   * Whether a store has a ledger, once what a dead run left of it is settled.
   *
   * @throws InvalidPlanException if it has none, and the update requires a run before it
   */
  public static boolean isThere(Store store, RunStore runs) {
    boolean isThere;
    try {
      isThere = isSettledThere(store, runs);
    } catch (IOException e) {
      throw new SinkException(
          runs.location() + " cannot be read: " + Failures.reason(runs.location(), e), e);
    }
    if (!isThere && runs.requiresRun()) {
      throw new InvalidPlanException(
          SafeText.location(runs.location())
              + " has no ledger of a run to update; run over the whole history first");
    }
    return isThere;
  }

  private static boolean isSettledThere(Store store, RunStore runs) throws IOException {
    String ledger = store.qualify(runs.ledger());
    int name = ledger.lastIndexOf('/') + 1;
    boolean isThere = store.exists(ledger + "/" + Ledger.FILE);
    if (isThere
        || store.list(ledger.substring(0, name), "." + ledger.substring(name) + ".").isEmpty()) {
      return isThere;
    }
    try (Publication publication = new Publication(store, UUID.randomUUID().toString())) {
      publication.stage(runs.ledger(), true); // finishes or undoes the dead run
    }
    return store.exists(ledger + "/" + Ledger.FILE);
  }

  /** The ledger of a store as it is, whatever a dead run left of it; empty where there is none. */
  public static Optional<Ledger> ledger(Store store, RunStore runs) {
    try {
      String file = store.qualify(runs.ledger()) + "/" + Ledger.FILE;
      return store.exists(file)
          ? Optional.of(Ledger.parse(store.read(file), runs.ledger() + "/" + Ledger.FILE))
          : Optional.empty();
    } catch (IOException e) {
      throw new SinkException(
          runs.location() + " cannot be read: " + Failures.reason(runs.location(), e), e);
    }
  }

  /** Stages all outputs, or says that nothing is new. */
  public void stage(SourceOutputs<OutputRun<?>> source) {
    RunContext context = pipelineRun.context(source.asOf());
    // What is kept of all days is no reason to judge those that no output shows.
    List<OutputRun<?>> asked = pipelineRun.outputs().subList(0, pipelineRun.outputs().size() - 1);
    SourceOutputs<PlanNode<?>> planned =
        SourceOutputs.<PlanNode<?>>group(nodes(asked), node -> node).get(0);
    ArrivedBars arrived = engine.read(planned, context);
    pipelineRun.read(arrived.report());
    arrived.warnings().forEach(pipelineRun::warn);
    try {
      LedgerWriter ledger = LedgerWriter.open(plan, pipelineRun);
      List<RejectedRow> rejected = new ArrayList<>();
      arrived.rejected().forEachRemaining(rejected::addAll);
      List<RejectedRow> newlyRejected = ledger.notKnown(rejected);
      BarsMerge merge = new BarsMerge(engine, plan, ledger, context, arrived);
      merge.read();
      if (ledger.isContinued() && merge.touched().isEmpty() && newlyRejected.isEmpty()) {
        pipelineRun.updated(ledger.report(false, Optional.empty(), merge.counts()));
        ledger.warnings().forEach(pipelineRun::warn);
        return;
      }
      stage(source, context, ledger, merge, newlyRejected);
    } catch (IOException e) {
      throw new SinkException(
          plan.store() + " cannot be read or written: " + Failures.reason(e), e);
    }
  }

  private void stage(
      SourceOutputs<OutputRun<?>> source,
      RunContext context,
      LedgerWriter ledger,
      BarsMerge merge,
      List<RejectedRow> rejected)
      throws IOException {
    Optional<LocalDate> firstMonth =
        ledger.isContinued() ? Optional.of(merge.firstTouchedMonth()) : Optional.empty();
    Optional<LocalDate> state =
        plan.resumed().isEmpty() ? Optional.empty() : firstMonth.flatMap(ledger::newestState);
    merge.extend(state);
    NavigableMap<LocalDate, Optional<byte[]>> states = new TreeMap<>();
    Map<PlanNode<?>, List<Object>> rows = new HashMap<>();
    if (state.isPresent()) {
      resume(ledger, state.get(), merge, states, rows);
    }
    List<OutputRun<?>> outputs = pipelineRun.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      LocalDate first = firstMonth.orElse(LocalDate.MIN);
      outputs
          .get(i)
          .from(
              switch (plan.treatments().get(i)) {
                case BY_MONTH ->
                    outputs.get(i).sink() instanceof RowSink && ledger.isContinued()
                        ? merge.firstTouched()
                        : first;
                case EPISODES -> state.orElse(LocalDate.MIN);
                case LEADERBOARD, REBUILT, REJECTED -> LocalDate.MIN;
              });
    }
    Map<BarsNode, List<OutputRun<?>>> scanned = scanned(source, state.isPresent());
    states.putAll(
        engine.scan(
            scanned,
            merge,
            state.isPresent()
                ? new TreeSet<>()
                : wantedStates(merge).tailSet(merge.firstDay(), false),
            context));
    if (state.isPresent()) {
      for (int i = 0; i < outputs.size() - 1; i++) {
        stageKnown(outputs.get(i), plan.treatments().get(i), rows, merge.firstTouched(), context);
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (plan.treatments().get(i) == Treatment.REJECTED) {
        stageRejected(outputs.get(i), rejected, context);
      }
      if (outputs.get(i).sink() instanceof FolderSink folder) {
        ledger.keepOthers(outputs.get(i), folder, plan.treatments().get(i));
      }
    }
    ledger.write(merge.days(), merge.touchedDays(), states, state, rejected, merge.counts());
    if (plan.store().mode() != RunStore.Mode.START_OVER) {
      pipelineRun.updated(ledger.report(state.isPresent(), firstMonth, merge.counts()));
      ledger.warnings().forEach(pipelineRun::warn); // a run's rules say so of its source
    }
  }

  /** Goes on from a state, and keeps what it gives and the states on the way. */
  private void resume(
      LedgerWriter ledger,
      LocalDate from,
      BarsMerge merge,
      NavigableMap<LocalDate, Optional<byte[]>> states,
      Map<PlanNode<?>, List<Object>> rows)
      throws IOException {
    PipelineState state = ledger.state(from, plan.resumed());
    NavigableSet<LocalDate> wanted = wantedStates(merge);
    for (LocalDate good : ledger.statesUpTo(from)) {
      if (good.equals(from) || wanted.contains(good)) {
        states.put(good, Optional.empty());
      }
    }
    LiveBars.Receiver receiver = (node, some) -> add(rows, node, some);
    LocalDate reached = advance(state, from, wanted.tailSet(from, false), merge, receiver, states);
    state.advance(merge.between(reached, LocalDate.MAX), receiver);
    for (PlanNode<?> node : plan.resumed()) {
      if (state.isLeaderboard(node)) {
        add(rows, node, state.leaderboard(node));
      }
    }
  }

  /**
   * Computes the days up to the last of those before which a state is wanted, and takes the states.
   *
   * @return the day that it came to
   */
  public static LocalDate advance(
      PipelineState state,
      LocalDate from,
      SortedSet<LocalDate> wanted,
      BarsMerge merge,
      LiveBars.Receiver receiver,
      Map<LocalDate, Optional<byte[]>> states) {
    LocalDate reached = from;
    for (LocalDate day : wanted) {
      state.advance(merge.between(reached, day), receiver);
      if (state.isBetweenEpisodes()) {
        states.put(day, Optional.of(state.toBytes()));
      }
      reached = day;
    }
    return reached;
  }

  /** Adds rows; an episode that goes on is told again, and takes its own place. */
  private static void add(Map<PlanNode<?>, List<Object>> rows, PlanNode<?> node, List<?> some) {
    List<Object> all = rows.computeIfAbsent(node, key -> new ArrayList<>());
    if (node instanceof EpisodesNode<?>) {
      Set<List<Object>> told = new HashSet<>();
      some.forEach(row -> told.add(key(row)));
      all.removeIf(row -> told.contains(key(row)));
    }
    all.addAll(some);
  }

  private static List<Object> key(Object row) {
    FlaggedEpisode<?> episode = (FlaggedEpisode<?>) row;
    Dated peak = episode.peak().base();
    return List.of(episode.start(), peak instanceof Bar bar ? bar.ticker() : "");
  }

  /** The starts of the last months, before which states are kept; none where all is rebuilt. */
  private NavigableSet<LocalDate> wantedStates(BarsMerge merge) {
    NavigableSet<LocalDate> wanted = new TreeSet<>();
    if (plan.resumed().isEmpty()) {
      return wanted;
    }
    LocalDate last = merge.lastDay().withDayOfMonth(1);
    for (int i = 0; i < STATES; i++) {
      wanted.add(last.minusMonths(i));
    }
    return wanted;
  }

  /** The outputs that are computed from the bars that are there, and not known from a state. */
  private Map<BarsNode, List<OutputRun<?>>> scanned(
      SourceOutputs<OutputRun<?>> source, boolean isResumed) {
    Map<BarsNode, List<OutputRun<?>>> scanned = new LinkedHashMap<>();
    source
        .readings()
        .values()
        .iterator()
        .next()
        .forEach(
            (bars, outputs) -> {
              List<OutputRun<?>> some =
                  outputs.stream().filter(output -> isScanned(output, isResumed)).toList();
              if (!some.isEmpty()) {
                scanned.put(bars, some);
              }
            });
    return scanned;
  }

  private boolean isScanned(OutputRun<?> output, boolean isResumed) {
    int place = pipelineRun.outputs().indexOf(output);
    boolean isKeptBars = place == pipelineRun.outputs().size() - 1;
    return plan.treatments().get(place) != Treatment.REJECTED && (isKeptBars || !isResumed);
  }

  @SuppressWarnings("unchecked") // the rows are those of the output's own node
  private <S> void stageKnown(
      OutputRun<S> output,
      Treatment treatment,
      Map<PlanNode<?>, List<Object>> rows,
      LocalDate firstTouched,
      RunContext context) {
    if (treatment == Treatment.REJECTED) {
      return;
    }
    List<Object> own = rows.getOrDefault(output.node(), List.of());
    if (treatment == Treatment.EPISODES && output.sink() instanceof RowSink) {
      own =
          own.stream()
              .filter(row -> !((FlaggedEpisode<?>) row).end().isBefore(firstTouched))
              .toList();
    }
    engine.stage(output, (List<S>) own, context);
  }

  @SuppressWarnings("unchecked") // the rows of a node of rejected rows
  private <S> void stageRejected(
      OutputRun<S> output, List<RejectedRow> rejected, RunContext context) {
    engine.stage(output, (List<S>) rejected, context);
  }

  /** The plans of outputs. */
  static List<PlanNode<?>> nodes(List<OutputRun<?>> outputs) {
    List<PlanNode<?>> nodes = new ArrayList<>();
    outputs.forEach(output -> nodes.add(output.node()));
    return nodes;
  }
}

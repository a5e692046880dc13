package io.github.marketvolume.update;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.days.PipelineState;
import io.github.marketvolume.days.Resumable;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.ledger.RunStore.Mode;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.plan.WhereNode;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.ExpectedSessions;
import io.github.marketvolume.series.Phases;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How each output of a pipeline is updated, as far as that does not depend on the engine. The
 * checked bars are one output more, the last one.
 */
public final class UpdatePlan {

  /** What an update does about an output. */
  public enum Treatment {
    /** Computes its rows of the months that change; the others stay. */
    BY_MONTH,
    /** The same, but the rows of a month may change that an episode began in. */
    EPISODES,
    /** Computes its few rows from sums that are kept. */
    LEADERBOARD,
    /** Computes all of its rows from all bars. */
    REBUILT,
    /** Adds rows that were rejected. */
    REJECTED
  }

  private final VolumePipeline pipeline;
  private final RunStore store;
  private final Reading reading;
  private final List<Treatment> treatments = new ArrayList<>();
  private final BarsStage keptBars;

  private UpdatePlan(VolumePipeline pipeline, RunStore store) {
    this.pipeline = pipeline;
    this.store = store;
    BarsNode first = pipeline.outputs().get(0).stage().plan().bars();
    this.reading = Reading.of(first);
    this.keptBars = keptBars(first);
    Map<String, String> names = new HashMap<>();
    names.put(nameOf(ParquetSink.at(store.bars())), store.bars());
    for (Output<?> output : pipeline.outputs()) {
      PlanNode<?> node = output.stage().plan();
      if (!Reading.of(node.bars()).equals(reading)
          || !node.bars().basisAsRead().equals(first.basisAsRead())) {
        throw new InvalidPlanException(
            "the outputs of "
                + pipeline.name()
                + " are of different sources, as-of dates, rules or bases, and an update reads one;"
                + " make a pipeline and a store for each");
      }
      treatments.add(treatment(output));
      Phases.of(List.of(node)).wanted().forEach(this::requireKept);
      if (output.sink() instanceof FolderSink folder) {
        String same = names.put(nameOf(folder), folder.location());
        if (same != null) {
          throw new InvalidPlanException(
              same
                  + " and "
                  + folder.location()
                  + " have one name, by which a ledger tells folders apart; name one of them"
                  + " otherwise");
        }
      }
    }
    treatments.add(Treatment.BY_MONTH);
  }

  /**
   * The plan of an update.
   *
   * @throws InvalidPlanException if an output cannot be updated
   */
  public static UpdatePlan of(VolumePipeline pipeline, RunStore store) {
    return new UpdatePlan(pipeline, store);
  }

  /** What a ledger calls an output's folder: the last part of its location. */
  public static String nameOf(FolderSink sink) {
    String path = sink.location().replaceFirst("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Treatment treatment(Output<?> output) {
    PlanNode<?> node = output.stage().plan();
    String shown = output.sink().describe();
    if (node instanceof RejectedNode) {
      return Treatment.REJECTED;
    }
    if (output.isRebuilt()) {
      return Treatment.REBUILT;
    }
    Resumable.obstacle(node)
        .ifPresent(
            obstacle -> {
              throw new InvalidPlanException(
                  shown
                      + " cannot be updated: "
                      + obstacle
                      + "; leave it out, or allow all of the output to be computed again, with"
                      + " rebuiltByUpdates()");
            });
    PlanNode<?> all = node instanceof WhereNode<?, ?> some ? some.rows() : node;
    if (all instanceof LeaderboardNode) {
      return Treatment.LEADERBOARD;
    }
    if (output.sink() instanceof FolderSink
        && !(output.sink() instanceof ParquetSink parquet && parquet.isByMonth())) {
      throw new InvalidPlanException(
          shown
              + " cannot be updated: an update replaces months; write it by"
              + " ParquetSink.at(...).byMonth(), or allow all of the output to be computed again,"
              + " with rebuiltByUpdates()");
    }
    return all instanceof EpisodesNode ? Treatment.EPISODES : Treatment.BY_MONTH;
  }

  private static BarsStage keptBars(BarsNode node) {
    BarsStage bars = BarsStage.from(node.source()).checkedBy(node.rules());
    if (node.stated().isPresent()) {
      bars = bars.inBasis(node.stated().get());
    }
    return node.asOf().isPresent() ? bars.asOf(node.asOf().get()) : bars;
  }

  /**
   * The pipeline with the checked bars as one output more.
   *
   * @param isThere whether the store has a ledger, whose outputs are replaced
   */
  public VolumePipeline pipeline(boolean isThere) {
    boolean replaces = isThere && store.mode() != Mode.START_OVER;
    List<Output<?>> outputs = new ArrayList<>();
    pipeline.outputs().forEach(output -> outputs.add(replaces ? replacing(output) : output));
    ParquetSink bars = ParquetSink.at(store.bars()).byMonth();
    outputs.add(keptBars.into(bars.replacingExisting()));
    VolumePipeline all = new VolumePipeline(pipeline.name(), outputs);
    return pipeline.report().isEmpty()
        ? all
        : all.reportedTo(
            replaces ? pipeline.report().get().replacingExisting() : pipeline.report().get());
  }

  private static <S> Output<S> replacing(Output<S> output) {
    Sink<? super S> sink = output.sink();
    return sink instanceof FolderSink folder
        ? new Output<>(output.stage(), replacing(folder), output.isRebuilt())
        : output;
  }

  @SuppressWarnings("unchecked") // a folder takes rows of any kind
  private static <S> Sink<S> replacing(FolderSink folder) {
    return (Sink<S>) folder.replacingExisting();
  }

  /** What is done about each output of {@link #pipeline}. */
  public List<Treatment> treatments() {
    return treatments;
  }

  /** What is read, and how it is checked. */
  public Reading reading() {
    return reading;
  }

  /** Where the ledger is, and what was asked. */
  public RunStore store() {
    return store;
  }

  /** The reading of kept bars, which were let in before. */
  public Reading readingOfKept(List<String> files) {
    BarRules rules = reading.rules().withoutLimits();
    return new Reading(
        new ParquetSource(files)
            .having(reading.source().optionalColumns().toArray(BarColumn[]::new)),
        reading.asOf(),
        new BarRules(
            rules.added(),
            rules.relaxed(),
            rules.fatalShares(),
            rules.limit(),
            rules.weekendsTrade(),
            rules.lastOfRepeatedDays(),
            rules.fractionalVolume(),
            new ExpectedSessions.None()));
  }

  /** The node of kept bars as they are read. */
  public BarsNode keptBars() {
    return (BarsNode) keptBars.plan();
  }

  /** The columns of bars that are not kept: the source does not say that it has them. */
  public List<BarColumn> unkept() {
    List<BarColumn> kept = keptBars().barColumns();
    return BarColumn.fields().stream().filter(column -> !kept.contains(column)).toList();
  }

  /** Fails if an output is computed of what is not kept. */
  private void requireKept(Metric<?, ?> metric) {
    if (metric instanceof BarField<?> field && unkept().contains(field.column())) {
      throw new InvalidPlanException(
          field.column().columnName()
              + " is not kept for updates of "
              + reading.source().describe()
              + (field.column().isOptional()
                  ? ", which does not state it; name it in optionalColumns()"
                  : ", whose basis is not raw; state that it is"));
    }
    metric.inputs().forEach(this::requireKept);
  }

  /**
   * The plans of the outputs whose computation goes on from a state, each once. None where an
   * output is rebuilt: the bars have to be gone through anyway.
   */
  public List<PlanNode<?>> resumed() {
    return treatments.contains(Treatment.REBUILT)
        ? List.of()
        : pipeline.outputs().stream()
            .<PlanNode<?>>map(output -> output.stage().plan())
            .filter(node -> !(node instanceof RejectedNode))
            .distinct()
            .collect(Collectors.toUnmodifiableList());
  }

  /**
   * What the outputs are computed by, as a checksum: not from where, nor to where, nor to how many
   * places.
   */
  public String checksum() {
    Set<String> outputs = new LinkedHashSet<>();
    for (int i = 0; i < pipeline.outputs().size(); i++) {
      PlanNode<?> node = pipeline.outputs().get(i).stage().plan();
      outputs.add(treatments.get(i) + ": " + PipelineState.describe(List.of(node)));
    }
    String text = String.join("\n", outputs);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

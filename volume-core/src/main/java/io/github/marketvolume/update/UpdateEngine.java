package io.github.marketvolume.update;

import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.memory.Drawers;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.run.OutputRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;

/** What an update leaves to the engine that it runs on: to read, to scan and to write. */
public interface UpdateEngine {

  /**
   * Reads and checks the input, all of it.
   *
   * @param outputs by whose rules it is judged
   */
  ArrivedBars read(SourceOutputs<PlanNode<?>> outputs, RunContext context);

  /**
   * Reads bars that were checked before.
   *
   * @param bars what the files have
   * @param rejected is told how many of their rows break a rule, if any does
   * @return the bars of each ticker, in order
   */
  Drawers<String> readKept(Reading files, BarsNode bars, RunContext context, Damage rejected);

  /** Is told of kept bars that are no longer what they were. */
  interface Damage {
    void found(long rows);
  }

  /** An empty place for bars by ticker. */
  Drawers<String> drawers();

  /**
   * Computes outputs from bars that are all there, and stages them.
   *
   * @param outputs by the bars that they are made of
   * @param states the days before which the states of the computations are wanted
   * @return the states that an update can go on from
   */
  NavigableMap<LocalDate, Optional<byte[]>> scan(
      Map<BarsNode, List<OutputRun<?>>> outputs,
      BarsMerge bars,
      NavigableSet<LocalDate> states,
      RunContext context);

  /** Stages rows that are known. */
  <S> void stage(OutputRun<S> output, List<S> rows, RunContext context);
}

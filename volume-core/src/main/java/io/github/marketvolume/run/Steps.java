package io.github.marketvolume.run;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.failure.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Times the steps of a run, tells of them, and says of a failure in which one it was. */
public final class Steps {

  private final String engine;
  private final ProgressListener listener;
  private final List<RunReport.Phase> phases = new ArrayList<>();

  /**
   * No steps yet.
   *
   * @param engine what does them, for messages
   */
  public Steps(String engine, ProgressListener listener) {
    this.engine = engine;
    this.listener = listener;
  }

  /** The steps that were done, and how long each took. */
  public List<RunReport.Phase> phases() {
    return phases;
  }

  /** Does a step. */
  public <T> T during(String step, Supplier<T> work) {
    return during(step, share -> work.get());
  }

  /** Does a step that tells how far it is. */
  public <T> T during(String step, Function<DoubleConsumer, T> work) {
    String shown = SafeText.line(step);
    listener.begins(shown);
    Instant start = Instant.now();
    try {
      return work.apply(share -> listener.advances(shown, share));
    } catch (Exception e) {
      throw Failures.of(engine, step, e);
    } catch (OutOfMemoryError e) {
      throw Failures.of(engine, step, e);
    } finally {
      phases.add(new RunReport.Phase(shown, Duration.between(start, Instant.now())));
    }
  }
}

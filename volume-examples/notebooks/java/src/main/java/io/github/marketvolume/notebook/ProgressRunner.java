package io.github.marketvolume.notebook;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Runs on another runner, and shows how far it is. */
final class ProgressRunner implements Runner {

  private final Function<ProgressListener, ? extends Runner> onProgress;

  ProgressRunner(Function<ProgressListener, ? extends Runner> onProgress) {
    this.onProgress = onProgress;
  }

  @Override
  public RunReport run(VolumePipeline pipeline) {
    return shown(pipeline.name(), runner -> runner.run(pipeline), RunReport::rowsRead, "read");
  }

  @Override
  public <S> List<S> collect(Stage<S> stage) {
    return shown("collect", runner -> runner.collect(stage), List::size, "collected");
  }

  private <T> T shown(String name, Function<Runner, T> run, ToLongFunction<T> rows, String verb) {
    ProgressBar bar = ProgressBar.begin(name);
    boolean done = false;
    try {
      T result = run.apply(onProgress.apply(bar));
      bar.end(String.format(Locale.ROOT, "%,d rows %s", rows.applyAsLong(result), verb));
      done = true;
      return result;
    } finally {
      if (!done) {
        bar.end("stopped");
      }
    }
  }
}

package io.github.marketvolume.gcp;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.market.Bar;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sources and sinks that the library does not know, from a module that sees its public API alone.
 */
abstract class SpiContract {

  static final LocalDate DAY = LocalDate.of(2020, 1, 6);

  static final List<Bar> BARS = List.of(Bar.of("A", DAY, 5), Bar.of("A", DAY.plusDays(1), 7));
  static final List<Bar> TEST_BARS = List.of(Bar.of("B", DAY, 9));

  /** The runner with the adapters of the class path, where the views bars and test_bars are. */
  abstract Runner runner();

  /** The same with an adapter that puts a prefix before what it is asked for. */
  abstract Runner runnerThatReads(String prefix);

  /** The rows of a view, cells between bars. */
  abstract List<String> view(String name);

  /** The runner's name in messages about what it lacks. */
  abstract String name();

  @Test
  @DisplayName("adapters of the class path read and write descriptors of their own")
  void serviceLoader() {
    BarsStage stage = BarsStage.from(new ViewSource("bars")).from(DAY.plusDays(1));
    RunReport report =
        VolumePipeline.named(
                "views",
                stage
                    .measure(VOLUME.total().over(sessions(1).on(NYSE)).as("before"))
                    .into(new ViewSink("out")))
            .run(runner());
    assertThat(view("out")).containsExactly("2020-01-07|A|null|null|null|null|null|7|5");
    assertThat(report.outputs()).containsExactly(new RunReport.Written("view out", 1));
    assertThat(report.inputs())
        .extracting(RunReport.Input::source, RunReport.Input::rowsRead)
        .containsExactly(tuple("view bars", 2L));
    assertThat(report.warnings())
        .as("the look-back of one session is read in addition")
        .containsExactly("read bars 2020-01-06 to any");
  }

  @Test
  @DisplayName("an adapter that the runner is given goes before that of the class path")
  void givenAdapter() {
    BarsStage stage = BarsStage.from(new ViewSource("bars"));
    assertThat(stage.collect(runnerThatReads("test_"))).containsExactly(Bar.of("B", DAY, 9));
    assertThat(stage.collect(runner())).hasSize(2);
  }

  @Test
  @DisplayName("what an adapter says of its source reaches the user as it is")
  void adapterFails() {
    assertThatThrownBy(() -> BarsStage.from(new ViewSource("gone")).collect(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessage("there is no view gone; create it first");
  }

  @Test
  @DisplayName("a view is replaced only when the whole run succeeds")
  void publishedTogether() {
    BarsStage stage = BarsStage.from(new ViewSource("bars"));
    VolumePipeline.named("old", stage.into(new ViewSink("kept"))).run(runner());
    List<String> before = view("kept");
    assertThat(before).hasSize(2);
    BarsStage missing = BarsStage.from(new ViewSource("gone"));
    assertThatThrownBy(
            () ->
                VolumePipeline.named(
                        "new",
                        stage.to(DAY).into(new ViewSink("kept")),
                        missing.into(new InMemorySink<>()))
                    .run(runner()))
        .isInstanceOf(SourceException.class);
    assertThat(view("kept")).isEqualTo(before);
  }

  /** A source without any adapter, that writes down when it is read. */
  private record Counted(List<String> log) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      log.add("read " + request.columns().size() + " columns");
      return List.of(Bar.of("A", DAY, 5), Bar.of("B", DAY, 6)).iterator();
    }

    @Override
    public String describe() {
      return "counted rows";
    }
  }

  /** A sink without any adapter, that writes down what it is given. */
  private record Logged(List<String> log, boolean fails) implements RowSink<Bar> {

    @Override
    public <T extends Bar> StagedOutput stage(
        Iterator<T> rows, Schema<T> schema, RunContext context) {
      List<String> taken = new ArrayList<>();
      rows.forEachRemaining(
          row -> taken.add(row.ticker() + " " + schema.columns().get(7).valueOn(row)));
      return new StagedOutput() {
        @Override
        public long rows() {
          return taken.size();
        }

        @Override
        public void publish() {
          if (fails) {
            throw new SinkException("the log is closed; open it");
          }
          log.addAll(taken);
        }

        @Override
        public void close() {
          log.add("closed");
        }
      };
    }

    @Override
    public String describe() {
      return "a log";
    }
  }

  @Test
  @DisplayName("a row source and a row sink need no adapter")
  void rows() {
    List<String> log = new ArrayList<>();
    BarsStage stage = BarsStage.from(new Counted(log));
    VolumePipeline.named("rows", stage.into(new Logged(log, false))).run(runner());
    assertThat(log).containsExactly("read 9 columns", "A 5", "B 6", "closed");
    assertThatThrownBy(
            () -> VolumePipeline.named("rows", stage.into(new Logged(log, true))).run(runner()))
        .isInstanceOf(SinkException.class)
        .hasMessage("the log is closed; open it");
  }

  /** A sink whose library is not there, which shows when it is used. */
  private record Unlinked() implements RowSink<Bar> {

    @Override
    public <T extends Bar> StagedOutput stage(
        Iterator<T> rows, Schema<T> schema, RunContext context) {
      throw new NoClassDefFoundError("com/example/Client");
    }

    @Override
    public String describe() {
      return "a client";
    }
  }

  @Test
  @DisplayName("a class that shows to be missing in the middle of a run ends it in one line")
  void unlinked() {
    List<String> log = new ArrayList<>();
    BarsStage stage = BarsStage.from(new Counted(new ArrayList<>()));
    VolumePipeline pipeline =
        VolumePipeline.named(
            "rows", stage.into(new Logged(log, false)), stage.into(new Unlinked()));
    assertThatThrownBy(() -> pipeline.run(runner()))
        .isInstanceOf(MissingDependencyException.class)
        .message()
        .endsWith(
            " cannot go on: class com.example.Client is missing; a library is not on the class"
                + " path, or in another version");
    assertThat(log).as("nothing was published").containsExactly("closed");
  }

  /** A source that nobody can read. */
  private record Telegraph() implements Source<Bar> {

    @Override
    public String describe() {
      return "the telegraph";
    }
  }

  /** A sink that nobody can write. */
  private record Pigeon() implements Sink<Object> {

    @Override
    public String describe() {
      return "a pigeon";
    }
  }

  @Test
  @DisplayName("a source or sink that nobody knows is refused before any work")
  void unknown(@TempDir Path folder) {
    List<String> log = new ArrayList<>();
    BarsStage known = BarsStage.from(new Counted(log));
    BarsStage unknown = BarsStage.from(new Telegraph());
    String unreadable =
        "the telegraph: no "
            + name()
            + " adapter reads a Telegraph; add the module that has one to the class path, or give"
            + " it to with(...)";
    ParquetSink parquet = ParquetSink.at(folder.resolve("out/first").toString());
    Stream.of(
            VolumePipeline.named("two", known.into(parquet), unknown.into(new Logged(log, false))),
            VolumePipeline.named("one", unknown.into(parquet)))
        .forEach(
            pipeline ->
                assertThatThrownBy(() -> pipeline.run(runner()))
                    .isInstanceOf(InvalidPlanException.class)
                    .hasMessage(unreadable));
    assertThatThrownBy(() -> unknown.collect(runner())).hasMessage(unreadable);
    assertThatThrownBy(
            () ->
                VolumePipeline.named("two", known.into(parquet), known.into(new Pigeon()))
                    .run(runner()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "a pigeon: no "
                + name()
                + " adapter writes a Pigeon; add the module that has one to the class path, or give"
                + " it to with(...)");
    assertThat(log).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }
}

package io.github.marketvolume.local;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.local.spi.BarCursor;
import io.github.marketvolume.local.spi.LocalInput;
import io.github.marketvolume.local.spi.LocalSinkAdapter;
import io.github.marketvolume.local.spi.LocalSourceAdapter;
import io.github.marketvolume.market.Bar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The local runner where DuckDB is not on the class path. */
class MissingDuckDbTest {

  /** Loads this library anew, as if DuckDB were not there. */
  private static final class WithoutDuckDb extends ClassLoader {

    WithoutDuckDb() {
      super(MissingDuckDbTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.duckdb.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.github.marketvolume.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** A source and a sink that an adapter knows. */
  record Feed(boolean hasFiles) implements Source<Bar>, Sink<Object> {

    @Override
    public String describe() {
      return "a feed";
    }
  }

  private record FeedReader() implements LocalSourceAdapter<Feed> {

    @Override
    public Class<Feed> descriptorType() {
      return Feed.class;
    }

    @Override
    public LocalInput open(Feed source, ReadRequest request, RunContext context) {
      return source.hasFiles()
          ? new LocalInput.ParquetFiles(List.of(Path.of("bars.parquet")))
          : new LocalInput.Rows(NoBars::new);
    }
  }

  private static final class NoBars implements BarCursor {

    @Override
    public boolean next() {
      return false;
    }

    @Override
    public String ticker() {
      throw new IllegalStateException("there is no row");
    }

    @Override
    public int epochDay() {
      throw new IllegalStateException("there is no row");
    }

    @Override
    public double value(io.github.marketvolume.market.BarColumn column) {
      throw new IllegalStateException("there is no row");
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  private record FeedWriter() implements LocalSinkAdapter<Feed> {

    @Override
    public Class<Feed> descriptorType() {
      return Feed.class;
    }

    @Override
    public StagedOutput stage(Feed sink, List<Path> parquet, Schema<?> schema, RunContext context) {
      throw new IllegalStateException("there are no files to take");
    }
  }

  /** What is run by classes that cannot see DuckDB. */
  public static final class Program {

    private Program() {}

    /** Runs a pipeline; says how it ended. */
    public static String run(String what, String folder) {
      Runner runner =
          LocalRunner.create().withThreads(2).with(new FeedReader()).with(new FeedWriter());
      BarsStage csv =
          BarsStage.from(
              CsvSource.at(
                  folder + "/a.csv", CsvLayout.named("own").date("d").ticker("t").volume("v")));
      var mean = csv.measure(VOLUME.mean().over(bars(1)).as("mean"));
      BarsStage parquet = BarsStage.from(ParquetSource.at(folder + "/a.parquet"));
      VolumePipeline pipeline =
          switch (what) {
            case "csv" ->
                VolumePipeline.named(
                    "csv",
                    mean.into(CsvSink.at(folder + "/out")),
                    csv.rejected().into(new InMemorySink<>()),
                    csv.leaderboard(VOLUME.max()).into(new InMemorySink<>()));
            case "cursor" -> one(BarsStage.from(new Feed(false)), new InMemorySink<>());
            case "read" -> one(parquet, CsvSink.at(folder + "/out"));
            case "write" -> one(csv, ParquetSink.at(folder + "/out"));
            case "read by adapter" -> one(BarsStage.from(new Feed(true)), new InMemorySink<>());
            case "write by adapter" -> one(csv, new Feed(false));
            default -> null;
          };
      try {
        return pipeline == null
            ? "collected " + parquet.collect(runner).size()
            : "read " + pipeline.run(runner).rowsRead();
      } catch (VolumeException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
      }
    }

    private static VolumePipeline one(Stage<Bar> stage, Sink<? super Bar> sink) {
      return VolumePipeline.named("one", stage.into(sink));
    }
  }

  @TempDir private Path folder;

  private String run(String what) throws IOException, ReflectiveOperationException {
    Files.writeString(folder.resolve("a.csv"), "d,t,v\n2020-01-06,A,1\n2020-01-07,A,2\n");
    return (String)
        new WithoutDuckDb()
            .loadClass(Program.class.getName())
            .getMethod("run", String.class, String.class)
            .invoke(null, what, folder.toString());
  }

  @Test
  @DisplayName("CSV, memory and an adapter's cursor need no DuckDB")
  void notNeeded() throws Exception {
    assertThat(run("csv")).isEqualTo("read 2");
    assertThat(Files.readString(folder.resolve("out/part-0.csv")))
        .isEqualTo(
            """
            trade_date,ticker,open,high,low,close,adj_close,volume,mean
            2020-01-06,A,,,,,,1,
            2020-01-07,A,,,,,,2,1.0
            """);
    assertThat(run("cursor")).isEqualTo("read 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "collect", "read by adapter", "write by adapter"})
  @DisplayName("what needs DuckDB says which artifact to add, before any work is done")
  void needed(String what) throws Exception {
    String version = versionOfDuckDb();
    assertThat(run(what))
        .isEqualTo(
            MissingDependencyException.class.getSimpleName()
                + ": Parquet needs DuckDB on the local runner: add org.duckdb:duckdb_jdbc:"
                + version
                + " to the class path, or read and write CSV");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** The version that the library is built with. */
  private static String versionOfDuckDb() {
    String jar = DuckDBDriver.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar.replaceFirst(".*/duckdb_jdbc-(.*)\\.jar", "$1");
  }
}

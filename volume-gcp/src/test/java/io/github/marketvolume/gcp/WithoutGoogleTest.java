package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plain jar on a class path without Google's libraries, as where transitive dependencies were
 * left out: in a process of its own, whose class path is just that.
 */
class WithoutGoogleTest {

  private static final String JAR = "volume-gcp-1.2.3.jar";

  private static final String REMEDY =
      " is missing; add io.github.marketvolume:volume-gcp with all its dependencies, or its"
          + " classifier shaded; or add the module that has one to the class path, ";

  private static final String NO_STORE =
      ": the local runner knows no store for gs:, and " + broken("GcsObjectStore");

  private static String broken(String provider) {
    return "io.github.marketvolume.gcp." + provider + " of " + JAR + " cannot be loaded: class ";
  }

  /** Runs pipelines; says in a line each how they ended. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      Path file = folder.resolve("a.csv");
      Files.writeString(file, "d,t,v\n2020-01-06,A,1\n2020-01-07,A,2\n");
      BarsStage bars = csv(file.toString());
      ParquetSink parquet = ParquetSink.at(folder.resolve("out").toString());
      TableRef table = TableRef.parse("p.d.bars");
      say(run(bars, parquet));
      ParquetSink copy = ParquetSink.at(folder.resolve("copy").toString());
      say(run(BarsStage.from(ParquetSource.at(parquet.location())), copy));
      say(run(csv("gs://lake/raw/*.csv"), parquet.replacingExisting()));
      say(run(bars, ParquetSink.at("gs://lake/daily")));
      say(run(bars, BigQuerySink.replaceTable(table)));
      say(run(BarsStage.from(BigQuerySource.table(table)), parquet.replacingExisting()));
    }

    private static BarsStage csv(String location) {
      CsvLayout layout = CsvLayout.named("own").date("d").ticker("t").volume("v");
      return BarsStage.from(CsvSource.at(location, layout));
    }

    private static String run(BarsStage stage, Sink<? super Bar> sink) {
      try {
        return "read "
            + VolumePipeline.named("one", stage.into(sink)).run(LocalRunner.create()).rowsRead();
      } catch (VolumeException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
      }
    }

    private static void say(String line) {
      System.out.println(line);
    }
  }

  @TempDir private Path folder;

  /** The classes of a module, or its jar. */
  private static Path placeOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private Path plainJar() throws IOException {
    Path classes = placeOf(GcsObjectStore.class);
    Path jar = folder.resolve(JAR);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  /** This library, its plain jar for Google Cloud, and what a local run needs. */
  private List<String> classPath() throws IOException {
    Pattern needed = Pattern.compile("(jackson-core|duckdb_jdbc)-.*\\.jar");
    List<String> classPath = new ArrayList<>();
    classPath.add(placeOf(LocalRunner.class).toString());
    classPath.add(plainJar().toString());
    classPath.add(programAlone().toString());
    JavaProcess.ownClassPath().stream()
        .filter(path -> needed.matcher(Path.of(path).getFileName().toString()).matches())
        .forEach(classPath::add);
    return classPath;
  }

  /** The tests' classes have adapters of their own; the program goes without them. */
  private Path programAlone() throws IOException {
    Path classes = folder.resolve("classes");
    String name = Program.class.getName().replace('.', '/') + ".class";
    Path copy = classes.resolve(name);
    Files.createDirectories(copy.getParent());
    Files.copy(placeOf(WithoutGoogleTest.class).resolve(name), copy);
    return classes;
  }

  @Test
  @DisplayName(
      "a run in one process that stays here does; one that needs the cloud says what of it")
  void inOneProcess() throws Exception {
    String bigQuery =
        "com.google.cloud.bigquery.BigQueryException" + REMEDY + "or give it to with(...)";
    String storage =
        "com.google.cloud.storage.StorageException"
            + REMEDY
            + "use files of this machine, or run on Spark";
    assertThat(
            JavaProcess.run("128m", classPath(), Program.class, folder.toString()).lines().toList())
        .containsExactly(
            "read 2",
            "read 2",
            "MissingDependencyException: gs://lake/raw/*.csv" + NO_STORE + storage,
            "MissingDependencyException: gs://lake/daily" + NO_STORE + storage,
            "MissingDependencyException: p.d.bars (BigQuery, replace table): no local adapter"
                + " writes a BigQuerySink, and "
                + broken("LocalBigQuerySink")
                + bigQuery,
            "MissingDependencyException: p.d.bars (BigQuery): no local adapter reads a"
                + " BigQuerySource, and "
                + broken("LocalBigQuerySource")
                + bigQuery);
  }
}

package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/**
 * The same flow through spark-submit, where the jars of a Spark distribution come first, with their
 * Guava, Protobuf and Gson of ten years ago: the shaded jar and the connectors are given by {@code
 * --jars}.
 */
@Tag("full") // in minutes, so that a short build leaves it out
class SparkSubmitCloudIT extends CloudFlowContract {

  private static final long LIMIT_SECONDS = 240;

  /** Libraries of Google's that Spark's class path has in other versions here than there. */
  private static final String NEWER_THAN_IN_A_DISTRIBUTION =
      "(guava|failureaccess|listenablefuture|protobuf-java|gson)-.*";

  /** The connectors, and what they need of Spark, which a distribution has. */
  private static final Path CONNECTORS = Path.of("../../volume-gcp/target/connectors");

  private Path sparkHome;

  @BeforeEach
  void makeDistribution() throws IOException {
    sparkHome = Path.of("target/spark-distribution").toAbsolutePath();
    Path jars = Files.createDirectories(sparkHome.resolve("jars"));
    for (Path jar : jars(Path.of("../target/spark-jars"))) {
      if (!jar.getFileName().toString().matches(NEWER_THAN_IN_A_DISTRIBUTION)) {
        link(jars, jar);
      }
    }
    for (Path jar : jars(Path.of("target/distribution-jars"))) {
      link(jars, jar);
    }
    for (Path jar : jars(CONNECTORS)) {
      if (isOfSpark(jar)) {
        link(jars, jar);
      }
    }
    assertThat(jars).isDirectoryContaining("glob:**guava-14.0.1.jar");
  }

  private static void link(Path folder, Path jar) throws IOException {
    Path link = folder.resolve(jar.getFileName());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, jar);
  }

  private static boolean isOfSpark(Path jar) {
    return jar.getFileName().toString().startsWith("spark-mllib");
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .map(file -> file.toAbsolutePath().normalize())
          .toList();
    }
  }

  private static Path jar(String folder, String suffix) throws IOException {
    return jars(Path.of(folder)).stream()
        .filter(file -> file.toString().endsWith(suffix))
        .findFirst()
        .orElseThrow(() -> new AssertionError(folder + " has no " + suffix));
  }

  @Override
  List<String> options() {
    return List.of();
  }

  @Override
  String storageApi() {
    return warehouse.storageEndpoint();
  }

  @Override
  String run(List<String> args) throws Exception {
    Path out = folder().resolve("stdout");
    Path err = folder().resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command(args))
            .directory(folder().toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as("it ends; its errors: " + Files.readString(err)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    assertThat(Files.readString(err)).doesNotContain("ya29");
    return Files.readString(out);
  }

  /** What the script spark-submit of a distribution starts. */
  private List<String> command(List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("volume.spark.jvm.options").strip().split("\\s+")));
    command.add("-Xmx1g");
    command.add("-Djavax.net.ssl.trustStore=" + FakeBigQuery.trustStore());
    command.add("-Djavax.net.ssl.trustStorePassword=" + FakeBigQuery.trustStorePassword());
    command.add("-Djavax.net.ssl.trustStoreType=PKCS12");
    for (String place : List.of("sp500.storage", "sp500.bigquery", "sp500.bigquery.storage")) {
      command.add("-D" + place + "=" + System.getProperty(place));
    }
    command.addAll(List.of("-cp", sparkHome.resolve("jars") + File.separator + "*"));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"));
    SparkSettings.of(gcs)
        .forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
    command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    List<Path> libraries = new ArrayList<>(jars(CONNECTORS));
    libraries.removeIf(SparkSubmitCloudIT::isOfSpark);
    libraries.add(jar("../../volume-gcp/target", "-shaded.jar"));
    command.add("--jars");
    command.add(libraries.stream().map(Path::toString).collect(Collectors.joining(",")));
    command.add(jar("../target", "-app.jar").toString());
    command.addAll(args);
    return command;
  }
}

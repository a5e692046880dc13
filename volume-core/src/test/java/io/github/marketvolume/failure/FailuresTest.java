package io.github.marketvolume.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is said of failures that engines and file systems say little or too much of. */
class FailuresTest {

  @Test
  @DisplayName("a file system that names a file and nothing else is put into words")
  void reasons() {
    assertThat(Failures.reason(new AccessDeniedException("/a"))).isEqualTo("permission denied");
    assertThat(Failures.reason(new NoSuchFileException("/a"))).isEqualTo("there is no such file");
    assertThat(Failures.reason(new DirectoryNotEmptyException("/a")))
        .isEqualTo("DirectoryNotEmptyException /a");
    assertThat(Failures.reason(new IOException("it broke\nat noon"))).isEqualTo("it broke");
    assertThat(Failures.reason(new IOException())).isEqualTo("IOException");
  }

  @Test
  @DisplayName("of an answer in JSON what it says is told, such as the right that is missing")
  void answers() {
    String answer =
        """
        403 Forbidden
        GET https://storage.googleapis.com/storage/v1/b/lake/o/a
        {
          "code": 403,
          "errors": [
            {
              "domain": "global",
              "message": "me@p.org has no storage.objects.get access",
              "reason": "forbidden"
            }
          ],
          "message": "me@p.org has no storage.objects.get access"
        }
        """;
    assertThat(
            Failures.of(
                "Spark", "write gs://lake/out", new IOException("no", new IOException(answer))))
        .hasMessage(
            "Spark could not write gs://lake/out: 403 Forbidden: me@p.org has no"
                + " storage.objects.get access");
  }

  @Test
  @DisplayName("where what began a failure has no words, what came of it is told")
  void rootWithoutWords() {
    Throwable failure =
        new IllegalStateException("the job failed", new IOException("no copy", new IOException()));
    assertThat(Failures.of("Spark", "write a", failure))
        .hasMessage("Spark could not write a: no copy (IOException)");
    assertThat(Failures.of("Spark", "write a", new IOException()))
        .hasMessage("Spark could not write a: IOException");
  }

  @Test
  @DisplayName("a file that was closed because the run was interrupted is not to blame")
  void interruptions() {
    VolumeException failure =
        Failures.of(
            "LocalRunner",
            "read prices",
            new SourceException(
                "a.csv cannot be read: ClosedByInterruptException",
                new ClosedByInterruptException()));
    assertThat(failure).hasMessage("the run was interrupted; nothing was published");
    assertThat(Failures.of("Spark", "read prices", new InterruptedException()))
        .hasMessage("the run was interrupted; nothing was published");
    assertThat(Failures.of("Spark", "publish", new InterruptedException()))
        .as("some of it may be published then")
        .hasMessage("Spark could not publish: InterruptedException");
  }

  @Test
  @DisplayName("a full disk is said to be full, whoever found it")
  void fullDisk() {
    assertThat(
            Failures.of(
                "LocalRunner",
                "write out (CSV)",
                new UncheckedIOException(new IOException("No space left on device"))))
        .hasMessage("the disk is full: could not write out (CSV); free some space and run again");
  }

  @Test
  @DisplayName("a location that is named already is not named again, nor what it is in")
  void locations() {
    String file = "gs://lake/raw/a.csv";
    assertThat(without(file, file + ": permission is missing")).isEqualTo("permission is missing");
    assertThat(without(file, file + " is a folder")).isEqualTo("a.csv is a folder");
    assertThat(without(file, "Error accessing '" + file + "'"))
        .isEqualTo("Error accessing 'a.csv'");
    assertThat(without("gs://lake/raw", "Error listing gs://lake/raw/. reason=403"))
        .isEqualTo("Error listing raw/. reason=403");
    assertThat(without("gs://lake/raw", "gs://lake/raw/.old/a.csv is gone"))
        .isEqualTo(".old/a.csv is gone");
    assertThat(without("gs://lake/raw/*.csv", "gs://lake/raw/: no credentials"))
        .isEqualTo("no credentials");
    assertThat(without("gs://lake/raw/", "gs://lake/raw/: no credentials"))
        .isEqualTo("no credentials");
    assertThat(without("gs://lake/raw", "gs://lake/raw/a.csv: no credentials"))
        .isEqualTo("a.csv: no credentials");
    assertThat(without("/data/a.csv", "File file:/data/a.csv does not exist"))
        .isEqualTo("File a.csv does not exist");
    assertThat(without(file, "gs://lake/raw/b.csv: no credentials"))
        .as("another one is another one")
        .isEqualTo("gs://lake/raw/b.csv: no credentials");
    assertThat(without("a.csv", "a.csv: cut off")).isEqualTo("cut off");
    assertThat(without("a", "a bad day")).isEqualTo("a bad day");
    assertThat(without("/", "the disk: cut off")).isEqualTo("the disk: cut off");
  }

  private static String without(String location, String said) {
    return Failures.reason(location, new IOException(said));
  }

  @Test
  @DisplayName("a class that is not there, or not as expected, is a dependency that is missing")
  void classes() {
    NoClassDefFoundError missing = new NoClassDefFoundError("com/example/Client");
    assertThat(Failures.of("LocalRunner", missing))
        .hasMessage(
            "LocalRunner cannot go on: class com.example.Client is missing; a library is not on the"
                + " class path, or in another version")
        .hasCause(missing);
    assertThat(Failures.of("Spark", new NoSuchMethodError("'void com.example.Client.go()'")))
        .hasMessage(
            "Spark cannot go on: NoSuchMethodError 'void com.example.Client.go()'; a library is not"
                + " on the class path, or in another version");
    assertThat(Failures.reason(new ExceptionInInitializerError(missing)))
        .isEqualTo("class com.example.Client is missing");
    assertThat(Failures.reason(new NoClassDefFoundError("Could not initialize class A")))
        .isEqualTo("NoClassDefFoundError Could not initialize class A");
    assertThat(Failures.of("Spark", new UnsatisfiedLinkError("no duckdb")))
        .isNotInstanceOf(MissingDependencyException.class)
        .hasMessage("Spark cannot go on: UnsatisfiedLinkError no duckdb");
    Throwable full = new ExceptionInInitializerError(new IOException("No space left on device"));
    assertThat(
            Failures.of(
                "LocalRunner",
                (LinkageError) new NoClassDefFoundError("Could not").initCause(full)))
        .hasMessage("LocalRunner cannot go on: No space left on device");
  }

  @Test
  @DisplayName("of several locations, a line that names none of them says which one failed")
  void severalLocations() {
    IOException cut = new IOException("lake/b/part-0.parquet is cut off");
    assertThat(Failures.reason(List.of("lake/b"), cut)).isEqualTo("part-0.parquet is cut off");
    assertThat(Failures.reason(List.of("lake/a", "lake/b"), cut))
        .isEqualTo("lake/b/part-0.parquet is cut off");
  }
}

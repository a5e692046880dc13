package io.github.marketvolume.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
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
}

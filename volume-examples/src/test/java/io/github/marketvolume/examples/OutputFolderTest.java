package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

  @TempDir private Path folder;

  @Test
  void report_mayBeReadByWhoeverMayReadOtherFiles() throws IOException {
    OutputFolder output = OutputFolder.at(folder, false);

    output.writeReport("{}");

    Path other = Files.createFile(folder.resolve("other"));
    assertThat(Files.readString(Path.of(output.report()))).isEqualTo("{}");
    assertThat(Files.getPosixFilePermissions(Path.of(output.report())))
        .isEqualTo(Files.getPosixFilePermissions(other));
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries).containsExactlyInAnyOrder(Path.of(output.report()), other);
    }
  }
}

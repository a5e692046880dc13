package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSp500FailureTest extends Sp500FailureContract {

  LocalSp500FailureTest() {
    super("--runner", "local", "--threads", "2");
  }

  @Test
  void aScratchFolderThatCannotBeUsed_isSaidInOptions(@TempDir Path folder) throws IOException {
    Path scratch = Files.writeString(folder.resolve("scratch"), "mine");
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            "--memory",
            "64m",
            "--scratch",
            scratch.toString(),
            "--output",
            folder.resolve("out").toString());
    assertThat(run.errorLines())
        .isEqualTo(
            "sp500: the scratch folder "
                + scratch
                + " cannot be written to: FileAlreadyExistsException "
                + scratch
                + "; free some space, give more memory by --memory, or another folder by"
                + " --scratch\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}

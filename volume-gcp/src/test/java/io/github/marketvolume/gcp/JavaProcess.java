package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests in a process of its own. */
final class JavaProcess {

  private static final long LIMIT_SECONDS = 300;

  private JavaProcess() {}

  /**
   * Runs a program to its end, which must be a good one.
   *
   * @param largestHeap such as {@code 128m}
   * @return what it wrote to standard output
   */
  static String run(
      String largestHeap, List<String> classPath, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + largestHeap);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("program", ".out");
    Path err = Files.createTempFile("program", ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(ended && process.exitValue() == 0)
          .as("%s ends well; its errors:%n%s", program, Files.readString(err))
          .isTrue();
      return Files.readString(out);
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** What the tests have. */
  static List<String> ownClassPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }
}

package io.github.marketvolume.local.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.marketvolume.error.VolumeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB's native library leaves in the system's folder for temporary files. */
class DuckDbLibraryTest {

  @TempDir private Path folder;

  /** Loads the library in a process of its own, opens a database, and ends with its input. */
  public static final class Program {

    private Program() {}

    public static void main(String[] args) throws IOException, SQLException {
      if (args.length > 0) {
        Thread.currentThread().interrupt();
      }
      try {
        DuckDbLibrary.load();
      } catch (VolumeException e) {
        System.out.println(e.getMessage());
        return;
      }
      try (Connection database = DriverManager.getConnection("jdbc:duckdb:")) {
        System.out.println(database.isValid(1) + (Thread.interrupted() ? ", interrupted" : ""));
        int ended = System.in.read();
        assertThat(ended).isNegative();
      }
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Program.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String lineOf(Process process) throws IOException {
    BufferedReader out = process.inputReader(UTF_8);
    return out.readLine();
  }

  @Test
  @DisplayName("a process that is killed leaves no copy on Linux")
  void killed() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")), "only Linux shows what is loaded");
    Path old = copy("libduckdb_java1.so", Duration.ofHours(2));
    Process process = start();
    try {
      assertThat(lineOf(process)).isEqualTo("true");
      assertThat(folder).isDirectoryNotContaining("glob:**libduckdb*");
      assertThat(old).doesNotExist();
    } finally {
      process.destroyForcibly().onExit().join();
    }
    assertThat(folder).isDirectoryNotContaining("glob:**libduckdb*");
  }

  @Test
  @DisplayName("a run that is interrupted meanwhile does not cost the process its library")
  void interrupted() throws Exception {
    Process process = start("interrupted");
    try {
      assertThat(lineOf(process)).isEqualTo("true, interrupted");
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  @DisplayName("a folder without room for it is named, and holds no part of it afterwards")
  void full() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        call("mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", disk.toString()) == 0,
        "only root may mount a small disk");
    try {
      Path outside = folder;
      folder = disk;
      Process process = start();
      folder = outside;
      String line = lineOf(process);
      process.onExit().join();
      assertThat(line)
          .matches(
              "DuckDB's native library needs \\d+ MB in \\Q"
                  + disk
                  + "\\E, which has [45] MB left; free some space there, or choose another folder"
                  + " with -Djava\\.io\\.tmpdir=DIR");
      assertThat(disk).isDirectoryNotContaining("glob:**libduckdb*");
    } finally {
      assertThat(call("umount", disk.toString())).isZero();
    }
  }

  @Test
  @DisplayName("a folder that is not there is named")
  void missing() throws Exception {
    folder = folder.resolve("none");
    Process process = start();
    String line = lineOf(process);
    process.onExit().join();
    folder = folder.getParent();
    assertThat(line)
        .startsWith(
            "DuckDB's native library cannot be unpacked into "
                + folder.resolve("none")
                + " and loaded from there: ")
        .endsWith("; free some space there, or choose another folder with -Djava.io.tmpdir=DIR");
  }

  @Test
  @DisplayName("of old copies, those of this user's are deleted that nobody is about to load")
  void oldCopies() throws IOException {
    Path old = copy("libduckdb_java123.so", Duration.ofMinutes(61));
    Path target = copy("mine.so", Duration.ofDays(1));
    Path link = Files.createSymbolicLink(folder.resolve("libduckdb_java5.so"), target);
    List<Path> kept =
        List.of(
            target,
            copy("libduckdb_java124.so", Duration.ofMinutes(59)),
            copy("libduckdb_java.so", Duration.ofDays(1)),
            copy("libduckdb_java12.so.bak", Duration.ofDays(1)),
            copy("libduckdb_java1a.so", Duration.ofDays(1)),
            Files.createDirectory(folder.resolve("libduckdb_java4.so")));
    Files.setLastModifiedTime(kept.get(5), FileTime.from(Instant.EPOCH));
    DuckDbLibrary.deleteOldCopies(
        folder, Files.getOwner(old), Instant.now().minus(Duration.ofHours(1)));
    assertThat(old).doesNotExist();
    assertThat(kept).allSatisfy(path -> assertThat(path).exists());
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  private Path copy(String name, Duration age) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "a library");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private static int call(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.onExit().join().exitValue();
  }
}

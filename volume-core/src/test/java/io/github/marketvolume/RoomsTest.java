package io.github.marketvolume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Packages that a newcomer can take in. */
class RoomsTest {

  private static final Path SOURCES = Path.of("src/main/java/io/github/marketvolume");

  private static final Path TESTS = Path.of("src/test/java/io/github/marketvolume");

  /** From bars to rows of an output: what every runner relies on, step by step. */
  private static final List<String> PLAINLY_TESTED = List.of("period", "series", "rows");

  private static final int MOST = 25;

  /** The words of the DSL, which a user finds by name. */
  private static final String WORDS = "metric";

  @Test
  @DisplayName("no package has more files than one can take in, but for the words of the DSL")
  void rooms() {
    assertThat(filesByPackage())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            (name, files) ->
                assertThat(files).as(name).isLessThanOrEqualTo(name.equals(WORDS) ? 75 : MOST));
  }

  @Test
  @DisplayName("every package says what it is for")
  void descriptions() {
    assertThat(SOURCES).isDirectory();
    assertThat(filesByPackage().keySet())
        .allSatisfy(
            name -> assertThat(SOURCES.resolve(name).resolve("package-info.java")).exists());
  }

  @Test
  @DisplayName("every class from bars to rows has a plain test beside it")
  void plainTests() throws IOException {
    for (String room : PLAINLY_TESTED) {
      assertThat(classesOf(room))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(TESTS.resolve(room).resolve(name + "Test.java")).exists());
    }
  }

  private static List<String> classesOf(String room) throws IOException {
    try (Stream<Path> files = Files.list(SOURCES.resolve(room))) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> !name.equals("package-info"))
          .toList();
    }
  }

  private static Map<String, Long> filesByPackage() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.groupingBy(
                  file -> SOURCES.relativize(file.getParent()).toString(),
                  TreeMap::new,
                  Collectors.counting()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

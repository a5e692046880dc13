package io.github.marketvolume.examples;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that {@code sp500 shocks} writes. Its files are first written beside their places, and
 * then renamed: metrics.json, which tells what the others are compared with, goes first and comes
 * last.
 *
 * @param folder which need not exist
 */
record ShockFiles(Path folder) {

  static final String EPISODES = "episodes.csv";
  static final String TRUTH = "truth.csv";
  static final String METRICS = "metrics.json";
  static final String DETECTORS = "detectors.csv";

  private static final List<String> NAMES = List.of(EPISODES, TRUTH, DETECTORS, METRICS);

  private static final String PARTIAL = ".partial";

  /** Finds before any work whether the files can go here. */
  void check() {
    OutputFolder.requireWritable(folder);
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> NAMES.stream().noneMatch(own -> isOf(own, name)))
          .sorted()
          .findFirst()
          .ifPresent(
              name -> {
                throw new InvalidPlanException(
                    folder
                        + " has "
                        + name
                        + ", which is not a file of sp500 shocks; choose another folder with"
                        + " --output");
              });
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Whether this is the name of a file, or what a command that was killed has left of it. */
  private static boolean isOf(String own, String name) {
    return name.equals(own) || name.equals(own + PARTIAL);
  }

  /**
   * Writes files in place of those that an earlier command has left.
   *
   * @param contents by name; a name without content has no file afterwards
   */
  void write(Map<String, String> contents) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> content : contents.entrySet()) {
        Files.writeString(partial(content.getKey()), content.getValue());
      }
      Files.deleteIfExists(folder.resolve(METRICS));
      for (String name : NAMES) {
        if (contents.containsKey(name)) {
          Files.move(
              partial(name),
              folder.resolve(name),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.deleteIfExists(folder.resolve(name));
          Files.deleteIfExists(partial(name));
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Path partial(String name) {
    return folder.resolve(name + PARTIAL);
  }

  private SinkException failure(IOException e) {
    return new SinkException(
        folder + " cannot be written: " + e + "; choose another folder with --output", e);
  }
}

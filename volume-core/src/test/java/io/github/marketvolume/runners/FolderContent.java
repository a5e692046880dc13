package io.github.marketvolume.runners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in a folder, to be compared with what was. */
public final class FolderContent {

  private FolderContent() {}

  /** Every file and folder below a folder by its path there, with its content; itself is "". */
  public static Map<String, String> of(Path folder) {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        content.put(folder.relativize(path).toString(), contentOf(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  private static String contentOf(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    return Files.isDirectory(path) ? "" : Files.readString(path, StandardCharsets.ISO_8859_1);
  }
}

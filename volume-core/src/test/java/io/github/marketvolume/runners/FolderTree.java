package io.github.marketvolume.runners;

import io.github.marketvolume.publish.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class FolderTree {

  private FolderTree() {}

  public static void delete(Path folder) throws IOException {
    new LocalStore().delete(folder.toString());
  }

  /** The files of a folder whose names end so. */
  static List<Path> below(Path folder, String ending) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> path.toString().endsWith(ending)).toList();
    }
  }
}

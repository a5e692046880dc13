package io.github.marketvolume.runners;

import io.github.marketvolume.publish.LocalStore;
import java.io.IOException;
import java.nio.file.Path;

/** Folders with all that is in them. */
final class FolderTree {

  private FolderTree() {}

  static void delete(Path folder) throws IOException {
    new LocalStore().delete(folder.toString());
  }
}

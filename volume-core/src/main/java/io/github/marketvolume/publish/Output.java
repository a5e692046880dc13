package io.github.marketvolume.publish;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.failure.Excerpt;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What is to be published at one target.
 *
 * @param isFolder whether it is a folder; else it is the file of a report
 * @param pending the path of its reservation
 */
record Output(Place place, boolean replacesExisting, boolean isFolder, String pending) {

  /**
   * Fails if there is something at the target that is not to be replaced.
   *
   * @return whether there is something that is
   */
  boolean requireReplaceable(Store store) throws IOException {
    if (!store.exists(place.path())) {
      return false;
    }
    List<StoreEntry> content = store.content(place.path());
    boolean folderIsThere = content.isEmpty() || !content.get(0).name().isEmpty();
    if (!folderIsThere && content.get(0).kind() == StoreEntry.Kind.OTHER) {
      throw new InvalidPlanException(
          place.shown() + " is a link, which is not replaced; give what it leads to");
    }
    if (folderIsThere != isFolder) {
      throw new SinkException(
          place.shown()
              + (folderIsThere ? " is a folder; choose a file" : " is a file; choose a folder"));
    }
    if (content.isEmpty()) {
      return true;
    }
    if (!replacesExisting) {
      throw new SinkException(
          place.shown()
              + " exists already; replace it with replacingExisting(), or choose another "
              + (folderIsThere ? "folder" : "file"));
    }
    Optional<String> foreign =
        folderIsThere ? OwnContent.foreign(store, place.path(), content) : Optional.empty();
    if (foreign.isPresent()) {
      throw new InvalidPlanException(
          place.shown()
              + " is not replaced: no run wrote what is in "
              + Excerpt.of(foreign.get())
              + "; move that elsewhere, or choose another folder");
    }
    if (!folderIsThere && !OwnContent.isReport(store.read(place.path()))) {
      throw new InvalidPlanException(
          place.shown()
              + " is not replaced: it is not the report of a run; move it elsewhere, or choose"
              + " another file");
    }
    return true;
  }
}

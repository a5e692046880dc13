package io.github.marketvolume.publish;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All targets of one run, and the steps that take them from the old content to the new, or back.
 * Each step can be done again after it was cut short.
 *
 * @param token of the run, which the names of its temporary content hold
 */
record Targets(Store store, String token, List<Place> places) {

  Targets {
    places = List.copyOf(places);
  }

  /** Puts what is staged in place of each target; where that was done already, does nothing. */
  void replace() throws IOException {
    for (Place place : places) {
      store.replace(place.path(), place.staged(token), place.old(token));
    }
    flush();
  }

  /** Undoes {@link #replace}, as far as it was done. */
  void putBack() throws IOException {
    for (Place place : places) {
      store.putBack(place.path(), place.staged(token), place.old(token));
    }
    flush();
  }

  /** Makes the names of the targets, and those beside them, outlive the machine's sudden end. */
  void flush() throws IOException {
    Set<String> folders = new LinkedHashSet<>();
    places.forEach(place -> folders.add(place.folder()));
    for (String folder : folders) {
      store.flush(folder);
    }
  }

  void deleteStaged() throws IOException {
    for (Place place : places) {
      store.delete(place.staged(token));
    }
  }

  void deleteOld() throws IOException {
    for (Place place : places) {
      store.delete(place.old(token));
    }
  }
}

package io.github.marketvolume.publish;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.publish.PublicationText.Content;
import io.github.marketvolume.publish.PublicationText.Journal;
import io.github.marketvolume.publish.PublicationText.Pending;
import io.github.marketvolume.publish.PublicationText.Target;
import io.github.marketvolume.publish.Reservations.Reservation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Settles what dead runs left at the targets of a live one: finishes those that had committed, and
 * undoes the others. It can be cut short at any point, as any run can be; the next one goes on.
 */
final class Recovery {

  private final Store store;

  /** Those of the live run. */
  private final Reservations reservations;

  /** Takes what the user should know and that fails no run, a line each. */
  private final Consumer<String> warnings;

  /** Reservations of other targets, held while a dead run that wrote them too is finished. */
  private final Map<Place, String> claims = new LinkedHashMap<>();

  Recovery(Store store, Reservations reservations, Consumer<String> warnings) {
    this.store = store;
    this.reservations = reservations;
    this.warnings = warnings;
  }

  /**
   * The reservations of other targets that are still held, by place; none unless settling failed.
   */
  Map<Place, String> claims() {
    return Collections.unmodifiableMap(claims);
  }

  /**
   * Settles all dead runs at a place, and deletes what is nobody's.
   *
   * @param held the places that the live run has reserved, this one among them
   */
  void settle(Place place, List<Place> held) throws IOException {
    for (Reservation left : reservations.at(place)) {
      if (reservations.isOfDeadRun(left)) {
        settle(place, left, held);
      }
    }
    // Every other run here has been settled, so what is staged is nobody's: a task that went on
    // after its run had failed may write once more. A rival's lock among it has lost already.
    sweep(place, place.temporaryName("tmp|staged|lock"));
  }

  /** Finishes or undoes a dead run, at a place that this run holds. */
  private void settle(Place place, Reservation left, List<Place> held) throws IOException {
    Pending pending = left.pending();
    // Through another path the journal may be out of sight, and a committed run would be undone.
    if (!pending.target().equals(place.path())) {
      throw new SinkException(
          place.shown()
              + ": run "
              + pending.run()
              + " died writing it as "
              + pending.target()
              + "; run once with that path to recover");
    }
    reservations.markDead(pending.token());
    if (store.exists(pending.journal())) {
      finish(pending.journal(), held);
    } else {
      undo(place, left);
    }
  }

  private void undo(Place place, Reservation left) throws IOException {
    String token = left.pending().token();
    store.delete(place.staged(token));
    if (store.exists(place.path())) {
      // A machine that ended may have forgotten that it was deleted.
      store.delete(place.old(token));
    }
    forget(place, left);
  }

  /** Deletes the reservation of a run that is settled, and its lock if that lies here. */
  private void forget(Place place, Reservation left) throws IOException {
    store.delete(left.path());
    store.delete(place.lock(left.pending().token()));
  }

  /**
   * Finishes a committed run: with all of its targets held, so that nobody else does the same or
   * writes to one meanwhile. What refers to the journal goes before it, but for the reservation of
   * the target beside it, without which a journal that is left would never be found.
   */
  private void finish(String path, List<Place> held) throws IOException {
    Journal journal = journal(path);
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    // Who wrote it may have ended before it was on disk.
    store.flush(folder);
    List<Place> places = new ArrayList<>();
    for (Target target : journal.targets()) {
      places.add(Place.of(target.path(), target.path()));
    }
    Targets targets = new Targets(store, journal.token(), places);
    for (Place place : places) {
      if (held.stream().noneMatch(own -> own.path().equals(place.path()))) {
        store.createFolders(place.folder());
        claims.put(place, reservations.reserve(place));
      }
    }
    Optional<String> damage =
        canBePutBack(journal, places) ? damage(journal, places) : Optional.empty();
    if (damage.isPresent()) {
      targets.putBack();
      // Without a journal the run was never committed, and everything of it is left over.
      store.delete(path);
      store.flush(folder);
      targets.deleteStaged();
      warnings.accept(
          damage.get()
              + " is damaged, as after a power cut: what the run before had published is taken"
              + " back, and what was there before it is there again");
    } else {
      targets.replace();
    }
    targets.deleteOld();
    for (Place place : places.subList(1, places.size())) {
      clear(place, journal);
    }
    store.delete(path);
    clear(places.get(0), journal);
  }

  /** Whether what a run replaced is still there, at all of its targets. */
  private boolean canBePutBack(Journal journal, List<Place> places) throws IOException {
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (journal.targets().get(i).replaces()
          && !store.exists(place.old(journal.token()))
          && !(store.exists(place.staged(journal.token())) && store.exists(place.path()))) {
        return false;
      }
    }
    return true;
  }

  /** A file that is not what a run has staged, wherever that is now; empty if all are. */
  private Optional<String> damage(Journal journal, List<Place> places) throws IOException {
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      String staged = place.staged(journal.token());
      String root = store.exists(staged) ? staged : place.path();
      // A store without checksums loses nothing, and may hold a part of the content in each place.
      List<Content> files =
          journal.targets().get(i).files().stream()
              .filter(file -> !file.checksum().equals(Store.NO_CHECKSUM))
              .toList();
      Map<String, Long> sizes = new HashMap<>();
      if (!files.isEmpty()) {
        store.content(root).forEach(entry -> sizes.put(entry.name(), entry.size()));
      }
      for (Content file : files) {
        String path = file.name().isEmpty() ? root : root + "/" + file.name();
        if (sizes.getOrDefault(file.name(), -1L) != file.size()
            || !store.checksum(path).equals(file.checksum())) {
          return Optional.of(place.shown() + (file.name().isEmpty() ? "" : "/" + file.name()));
        }
      }
    }
    return Optional.empty();
  }

  private Journal journal(String path) throws IOException {
    String text = store.read(path);
    try {
      return Journal.parse(text);
    } catch (IOException e) {
      throw new IOException(
          path + " is not a journal that this version reads (" + e.getMessage() + ")", e);
    }
  }

  /** Removes from a place a finished run, runs that died finishing it, and the own claim. */
  private void clear(Place place, Journal finished) throws IOException {
    for (Reservation left : reservations.at(place)) {
      String owner = left.pending().token();
      if (owner.equals(finished.token())) {
        forget(place, left);
      } else if (reservations.isOfDeadRun(left) && !store.exists(left.pending().journal())) {
        undo(place, left);
      }
    }
    String claim = claims.get(place);
    if (claim != null) {
      sweep(place, place.temporaryName("tmp"));
      reservations.withdraw(claim);
      claims.remove(place);
    }
  }

  /** Deletes what was never completed; a rival's draft among it has lost already. */
  private void sweep(Place place, Pattern names) throws IOException {
    for (String name : store.list(place.folder(), place.hidden())) {
      String path = place.beside(name);
      if (names.matcher(name).matches() && !reservations.isOwnLock(path)) {
        store.delete(path);
      }
    }
  }
}

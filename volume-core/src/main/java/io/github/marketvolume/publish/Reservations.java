package io.github.marketvolume.publish;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.publish.HostProcess.Life;
import io.github.marketvolume.publish.PublicationText.Pending;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The reservations that one run takes and finds, by which of runs that start together on one target
 * exactly one goes on. {@link Publication} says how.
 */
final class Reservations {

  /**
   * A reservation that lies beside a target.
   *
   * @param declaredDead whether the user said that its run is dead
   */
  record Reservation(String path, long number, boolean declaredDead, Pending pending) {}

  private final Store store;
  private final String runId;
  private final String token;
  private final HostProcess self;
  private final Function<HostProcess, Life> lifeOfOthers;

  /** Runs that were found dead at one of their targets, and so are dead at the others. */
  private final Set<String> dead = new HashSet<>();

  /** Where the run's journal would be; null until {@link #begin}. */
  private @Nullable String journal;

  /** What this run keeps locked; null where it keeps nothing. */
  private @Nullable Closeable lock;

  /** The path of the run's lock; empty until {@link #begin}. */
  private String lockPath = "";

  Reservations(
      Store store,
      String runId,
      String token,
      HostProcess self,
      Function<HostProcess, Life> lifeOfOthers) {
    this.store = store;
    this.runId = runId;
    this.token = token;
    this.self = self;
    this.lifeOfOthers = lifeOfOthers;
  }

  /** Locks the run's lock, where the store has locks; it lies beside the run's first target. */
  void begin(Place first) throws IOException {
    journal = first.journal(token);
    lockPath = first.lock(token);
    lock = store.hold(lockPath).orElse(null);
  }

  boolean isOwnLock(String path) {
    return path.equals(lockPath);
  }

  /**
   * Gives the lock up; what holds a run back no more needs no file.
   *
   * @return what the user should know
   */
  Optional<String> release() {
    Closeable held = lock;
    if (held == null) {
      return Optional.empty();
    }
    lock = null;
    try {
      held.close();
      store.delete(lockPath);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          lockPath
              + " could not be deleted; it does no harm: "
              + StoreFailures.reason(lockPath, e));
    }
  }

  /**
   * Takes the next free reservation of a place, and looks again: a rival that read the folder
   * earlier may have taken a lower number since. Of two that both look after they took, at most one
   * finds itself alone.
   */
  String reserve(Place place) throws IOException {
    List<Reservation> before = at(place);
    refuseLive(place, before, "");
    long number = before.stream().mapToLong(Reservation::number).max().orElse(0) + 1;
    String path = place.pending(number);
    Pending pending =
        new Pending(
            runId,
            token,
            self,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            place.path(),
            Objects.requireNonNull(journal),
            lock == null ? Optional.empty() : Optional.of(lockPath));
    try {
      create(path, pending.print(), place);
      refuseLive(place, at(place), path);
      return path;
    } catch (IOException | SinkException e) {
      try {
        store.delete(place.draft(token));
        withdraw(path);
        if (e instanceof IOException) {
          refuseLive(place, at(place), "");
        }
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** Makes a file appear whole, under a name that must be free. */
  void create(String path, String text, Place place) throws IOException {
    store.write(place.draft(token), text);
    store.rename(place.draft(token), path);
  }

  /** Deletes a reservation if it is this run's: the name may have gone to a rival. */
  void withdraw(String path) throws IOException {
    Optional<Pending> pending = pending(path);
    if (pending.isPresent() && pending.get().token().equals(token)) {
      store.delete(path);
    }
  }

  /** The reservations of a place, of dead runs too. */
  List<Reservation> at(Place place) throws IOException {
    List<Reservation> found = new ArrayList<>();
    for (String name : store.list(place.folder(), place.hidden())) {
      Matcher matcher = place.reservationName().matcher(name);
      if (matcher.matches()) {
        String path = place.beside(name);
        boolean declaredDead = matcher.group(2).equals("dead");
        pending(path)
            .ifPresent(
                pending ->
                    found.add(
                        new Reservation(
                            path, Long.parseLong(matcher.group(1)), declaredDead, pending)));
      }
    }
    return found;
  }

  /** The reservation at a path, unless it has gone. */
  Optional<Pending> pending(String path) throws IOException {
    return pending(store, path);
  }

  private static Optional<Pending> pending(Store store, String path) throws IOException {
    String text;
    try {
      text = store.read(path);
    } catch (IOException e) {
      if (store.exists(path)) {
        throw e;
      }
      return Optional.empty();
    }
    try {
      return Optional.of(Pending.parse(text));
    } catch (IOException e) {
      throw new IOException(
          path
              + " is not a reservation that this version reads ("
              + e.getMessage()
              + "); remove it by hand if no run writes here",
          e);
    }
  }

  private void refuseLive(Place place, List<Reservation> reservations, String except) {
    for (Reservation reservation : reservations) {
      if (reservation.path().equals(except)) {
        continue;
      }
      Life life = lifeOf(reservation);
      if (life != Life.ENDED) {
        Pending pending = reservation.pending();
        HostProcess process = pending.process();
        throw new SinkException(
            place.shown()
                + ": run "
                + pending.run()
                + " (process "
                + process.pid()
                + " on "
                + process.host()
                + ") has been writing it since "
                + pending.since()
                + "; wait until it ends"
                + (life == Life.RUNS
                    ? ""
                    : ", or if it is dead rename "
                        + reservation.path()
                        + " to "
                        + reservation.path().replaceFirst("pending$", "dead")));
      }
    }
  }

  /** Whether the run that made a reservation is dead. */
  boolean isOfDeadRun(Reservation reservation) {
    return lifeOf(reservation) == Life.ENDED;
  }

  /** Says of a run that it is dead at all of its targets. */
  void markDead(String runToken) {
    dead.add(runToken);
  }

  private Life lifeOf(Reservation reservation) {
    Pending pending = reservation.pending();
    if (reservation.declaredDead() || dead.contains(pending.token())) {
      return Life.ENDED;
    }
    if (pending.process().equals(self)) {
      return OpenRuns.contains(pending.token()) ? Life.RUNS : Life.ENDED;
    }
    // Locks tell of processes that have no number here, such as those of another container.
    Optional<Boolean> held =
        pending.process().host().equals(self.host())
            ? pending.lock().flatMap(store::isHeld)
            : Optional.empty();
    return held.map(is -> is ? Life.RUNS : Life.ENDED)
        .orElseGet(() -> lifeOfOthers.apply(pending.process()));
  }

  /**
   * Fails if a run has committed new content for one of these folders, which may not all be in
   * place: a store that replaces folders file by file shows a mixture meanwhile.
   */
  static void requireSettled(Store store, Collection<String> folders) throws IOException {
    Set<String> parents = new TreeSet<>();
    folders.forEach(folder -> parents.add(folder.substring(0, folder.lastIndexOf('/') + 1)));
    for (String parent : parents) {
      for (String name : store.list(parent, Place.HIDDEN)) {
        Matcher matcher = Place.RESERVATION.matcher(name);
        if (matcher.matches() && folders.contains(parent + matcher.group(1))) {
          Optional<Pending> pending = pending(store, parent + name);
          if (pending.isPresent()
              && store.exists(pending.get().journal())
              && store.exists(stagedOf(pending.get()))) {
            throw new IOException(
                "run "
                    + pending.get().run()
                    + " is just putting new content into "
                    + parent
                    + matcher.group(1)
                    + "; read it when that is done, or run again what was cut short");
          }
        }
      }
    }
  }

  /** Where the new content of a reserved target is, until all of it is in place. */
  private static String stagedOf(Pending pending) {
    return Place.of(pending.target(), pending.target()).staged(pending.token());
  }
}

package io.github.marketvolume.publish;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.publish.PublicationText.Content;
import io.github.marketvolume.publish.PublicationText.Journal;
import io.github.marketvolume.publish.PublicationText.Manifest;
import io.github.marketvolume.publish.PublicationText.Pending;
import io.github.marketvolume.publish.PublicationText.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The decision of one run to publish: once it is made, whoever comes next carries it out. It is the
 * appearance of the journal, after everything that is staged has been found whole and is on disk.
 */
final class Commit {

  private final Store store;
  private final String runId;
  private final String token;
  private final Reservations reservations;

  private boolean possible;

  Commit(Store store, String runId, String token, Reservations reservations) {
    this.store = store;
    this.runId = runId;
    this.token = token;
    this.reservations = reservations;
  }

  /**
   * Whether the run is committed, or possibly so, as where a store failed to answer: nothing may be
   * taken back.
   */
  boolean isPossible() {
    return possible;
  }

  /**
   * Commits the run.
   *
   * @param targets those of the outputs, in the same order
   * @throws SinkException if it cannot, or whether it did is unknown
   */
  void make(List<Output> outputs, Targets targets) {
    Place first = targets.places().get(0);
    List<Target> completed = new ArrayList<>();
    for (Output output : outputs) {
      completed.add(completed(output));
    }
    try {
      targets.flush();
    } catch (IOException e) {
      throw unpublished(first, e);
    }
    write(new Journal(token, completed), first);
    possible = true;
  }

  /** Checks that an output is whole, and makes it last. */
  private Target completed(Output output) {
    Place place = output.place();
    String staged = place.staged(token);
    try {
      Optional<Pending> pending = reservations.pending(output.pending());
      if (pending.isEmpty() || !pending.get().token().equals(token)) {
        throw new SinkException(
            place.shown()
                + ": "
                + output.pending()
                + " was removed while run "
                + runId
                + " was writing; nothing is published, run it again");
      }
      if (!store.exists(staged)) {
        throw new SinkException(place.shown() + ": nothing was written to " + staged);
      }
      boolean replaces;
      try {
        replaces = output.requireReplaceable(store);
      } catch (InvalidPlanException e) { // by what came while the run was at work
        throw new SinkException(Objects.requireNonNull(e.getMessage()), e);
      }
      List<Content> files = new ArrayList<>();
      for (StoreEntry entry : store.content(staged)) {
        if (entry.kind() == StoreEntry.Kind.FILE) {
          String path = entry.name().isEmpty() ? staged : staged + "/" + entry.name();
          files.add(new Content(entry.name(), entry.size(), store.checksum(path)));
        }
      }
      if (output.isFolder()) {
        store.write(staged + "/" + OwnContent.MANIFEST, new Manifest(runId, files).print());
      }
      store.force(staged);
      return new Target(place.path(), replaces, files);
    } catch (IOException e) {
      throw unpublished(place, e);
    }
  }

  /** Makes the journal appear. */
  private void write(Journal journal, Place first) {
    String path = first.journal(token);
    try {
      reservations.create(path, journal.print(), first);
    } catch (IOException e) {
      // A store may fail to answer though it did what it was asked to.
      boolean committed;
      try {
        committed = store.exists(path);
      } catch (IOException unknown) {
        e.addSuppressed(unknown);
        throw uncertain(first, e);
      }
      if (!committed) {
        throw unpublished(first, e);
      }
    }
    try {
      store.flush(first.folder());
    } catch (IOException e) {
      throw uncertain(first, e);
    }
  }

  private SinkException uncertain(Place place, IOException e) {
    possible = true;
    return new SinkException(
        place.shown()
            + ": whether the run is published is unknown: "
            + StoreFailures.reason(place.shown(), e)
            + "; the next run that writes here finishes or undoes it",
        e);
  }

  private static SinkException unpublished(Place place, IOException e) {
    return new SinkException(
        place.shown()
            + ": nothing is published, the old content stays: "
            + StoreFailures.reason(place.shown(), e),
        e);
  }
}

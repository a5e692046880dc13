package io.github.marketvolume.publish;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.publish.HostProcess.Life;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Publishes the folders that one run writes, all or none, on any store that can give a file a name
 * which is free, and fail if it is not. A run may be killed at any point: the next one that stages
 * to any of the same targets finishes or undoes what it left.
 *
 * <p>Everything that is not a target lies beside one, under a name that begins with a dot, so that
 * Spark, Hadoop and DuckDB pass over it. For a target {@code out/daily} of run {@code r1}, whose
 * temporary names hold {@code r1} and something random, here shortened to {@code r1-5f}:
 *
 * <ul>
 *   <li>{@code out/.daily.1.pending}: the reservation. It says which run of which process and host
 *       writes the target, since when, and where that run's journal would be.
 *   <li>{@code out/.daily.r1-5f.staged}: the new content, until it is published. A task of an
 *       engine that outlives its run may write there once more; the next run deletes that.
 *   <li>{@code out/.daily.r1-5f.journal}: the targets of the run and the files of each, with sizes
 *       and checksums; beside the first target. Its appearance, by a rename, is the commit: before
 *       it every target keeps its old content, after it every target gets the new one.
 *   <li>{@code out/.daily.r1-5f.old}: the old content, from its replacement until it is deleted.
 *   <li>{@code out/.daily.r1-5f.lock}: locked by the run as long as it lives, where the store has
 *       locks; beside the first target.
 *   <li>{@code out/.daily.*.tmp}: one of these files before it is complete.
 * </ul>
 *
 * <p><b>What is replaced.</b> A published folder holds a list of its files, {@code .marketvolume}.
 * Only a folder in which nothing else lies is replaced, as replacing deletes; one without such a
 * list only if its files have the names that version 0.1 gave them. Never replaced are a link, the
 * home folder, and a folder that the process works in.
 *
 * <p><b>Reserving.</b> Of runs that start together on one target exactly one goes on: the name of a
 * reservation is taken by a rename, which fails if it is taken already. A dead run's reservation is
 * never removed to make room, for two runs could remove it, one of them the other's. Instead the
 * next number is taken, and who holds the highest one settles what lies below. A run is live if it
 * belongs to this process and is not closed; if it belongs to another process of this host that
 * holds the run's lock, or, where there are no locks, still runs; or to another host, of which
 * nobody here can tell. If the user knows better, renaming {@code .pending} to {@code .dead} says
 * so; deleting it instead could strand a run that died while it published. Hosts are told apart by
 * name: where there are no locks, containers that share a host name but not their processes must
 * not write the same targets.
 *
 * <p><b>What a reader sees.</b> Always a complete folder or none, never a mixture within one
 * target. But there is none for the moment between two renames, in which a replaced target moves
 * away and the new one comes; readers of several targets can find some new and others still old
 * while the renames go from target to target; after a crash both last until the next run. A reader
 * that listed the old files and opens them later finds them gone.
 *
 * <p><b>What lasts.</b> The protocol stands the death of the process at any point, and the sudden
 * end of the machine where folders keep the order in which names were given: the content of what is
 * staged is forced to the disk before the commit, and names are flushed before it, after it, and
 * before what was replaced is deleted. Where a disk has lost content all the same, which sizes and
 * checksums tell, the next run brings the old content back instead of finishing.
 *
 * <p>For one thread. A target is a folder, or the file with the run's report, and never within
 * another target.
 */
public final class Publication implements AutoCloseable {

  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9-]+");

  private enum State {
    STAGING,
    /** Something failed before the commit: all that is left is to close. */
    FAILED,
    /** Committed, or possibly so: nothing may be taken back. */
    COMMITTED
  }

  private final Store store;
  private final String runId;

  /** The run's name and something random: a run that is tried again may have the same name. */
  private final String token;

  private final Reservations reservations;
  private final Recovery recovery;

  private final List<Output> outputs = new ArrayList<>();

  /** What happened that the user should know and that fails no run, a line each. */
  private final List<String> warnings = new ArrayList<>();

  private State state = State.STAGING;

  /**
   * @param runId names the run in messages and temporary names: letters, digits, hyphens
   */
  public Publication(Store store, String runId) {
    this(store, runId, HostProcess.current(), HostProcess.current()::lifeOf);
  }

  Publication(
      Store store, String runId, HostProcess self, Function<HostProcess, Life> lifeOfOthers) {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException(
          "run id \"" + runId + "\" has other characters than letters, digits and hyphens");
    }
    this.store = store;
    this.runId = runId;
    this.token = runId + "-" + Long.toHexString(UUID.randomUUID().getMostSignificantBits());
    this.reservations = new Reservations(store, runId, token, self, lifeOfOthers);
    this.recovery = new Recovery(store, reservations, warnings::add);
    OpenRuns.add(token);
  }

  /**
   * Reserves a folder, after settling what a dead run left there.
   *
   * @param target the folder to publish
   * @param replacesExisting whether a folder that has content is replaced
   * @return the folder to write the new content to, as an absolute path; it does not exist yet, and
   *     must when {@link #publish} is called
   * @throws InvalidPlanException if the folder is to be replaced and must not be: something in it
   *     was written by no run, or it is a folder that nobody would want replaced
   * @throws SinkException if a live run is writing the target, it has content that is not to be
   *     replaced, or the store fails; the publication can then only be closed
   */
  public String stage(String target, boolean replacesExisting) {
    return stage(target, replacesExisting, true);
  }

  /**
   * Reserves the file of the run's report, as {@link #stage} does a folder.
   *
   * @return the file to write the report to
   */
  public String stageReport(String target, boolean replacesExisting) {
    return stage(target, replacesExisting, false);
  }

  private String stage(String target, boolean replacesExisting, boolean isFolder) {
    requireStaging();
    state = State.FAILED;
    try {
      Place place = Place.of(target, store.qualify(target));
      place.requireApart(places());
      Optional<String> protection = isFolder ? store.protection(place.path()) : Optional.empty();
      if (protection.isPresent()) {
        throw new InvalidPlanException(
            target + " " + protection.get() + " and is not replaced; choose another folder");
      }
      store.createFolders(place.folder());
      if (outputs.isEmpty()) {
        reservations.begin(place);
      }
      Output output = new Output(place, replacesExisting, isFolder, reservations.reserve(place));
      outputs.add(output);
      recovery.settle(place, places());
      output.requireReplaceable(store);
      state = State.STAGING;
      return place.staged(token);
    } catch (IOException e) {
      throw new SinkException(target + ": cannot be staged: " + StoreFailures.reason(target, e), e);
    }
  }

  /**
   * Puts everything that is staged in the place of its target.
   *
   * @throws SinkException if it cannot. The message says whether all targets are as they were, or
   *     the run is committed and the next one that stages to any of its targets finishes it
   */
  public void publish() {
    requireStaging();
    if (outputs.isEmpty()) {
      state = State.COMMITTED;
      return;
    }
    Targets targets = new Targets(store, token, places());
    Place first = targets.places().get(0);
    Commit commit = new Commit(store, runId, token, reservations);
    try {
      commit.make(outputs, targets);
    } finally {
      state = commit.isPossible() ? State.COMMITTED : State.FAILED;
    }
    try {
      targets.replace();
    } catch (IOException e) {
      throw new SinkException(
          first.shown()
              + ": only part of the run is published: "
              + StoreFailures.reason(first.shown(), e)
              + "; the next run that writes here finishes it",
          e);
    }
    try {
      targets.deleteOld();
      for (Output output : outputs.subList(1, outputs.size())) {
        store.delete(output.pending());
      }
      store.delete(first.journal(token));
      store.delete(outputs.get(0).pending());
    } catch (IOException e) {
      warnings.add(
          first.shown()
              + ": all of the run is published, but its traces cannot be deleted: "
              + StoreFailures.reason(first.shown(), e)
              + "; the next run that writes here tries again");
    }
  }

  /**
   * The run that published a folder; empty if none did, or somebody removed what says so.
   *
   * @throws IOException if that cannot be read
   */
  public static Optional<String> runOf(Store store, String folder) throws IOException {
    String manifest = folder + "/" + OwnContent.MANIFEST;
    return store.exists(manifest)
        ? Optional.of(PublicationText.Manifest.parse(store.read(manifest)).run())
        : Optional.empty();
  }

  /** The files that a folder has, but for those that say what they are. */
  public static List<String> files(Store store, String folder) throws IOException {
    return store.content(folder).stream()
        .filter(entry -> entry.kind() == StoreEntry.Kind.FILE)
        .map(StoreEntry::name)
        .filter(name -> !name.startsWith(".") && !name.startsWith("_") && !name.contains("/."))
        .sorted()
        .toList();
  }

  /** What the user should know and that fails no run, a line each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Before {@link #publish}, or when it failed without a commit, removes everything that was staged
   * and reserved; later, nothing.
   *
   * @throws SinkException if something cannot be removed; the next run at its target removes it
   */
  @Override
  public void close() {
    if (!OpenRuns.contains(token)) {
      return;
    }
    try {
      if (state != State.COMMITTED) {
        abandon();
      }
    } finally {
      OpenRuns.remove(token);
      reservations.release().ifPresent(warnings::add);
    }
  }

  private void abandon() {
    SinkException failure = null;
    Map<Place, String> held = new LinkedHashMap<>(recovery.claims());
    outputs.forEach(output -> held.put(output.place(), output.pending()));
    for (Map.Entry<Place, String> entry : held.entrySet()) {
      Place place = entry.getKey();
      try {
        store.delete(place.staged(token));
        store.delete(place.draft(token));
        reservations.withdraw(entry.getValue());
      } catch (IOException e) {
        SinkException one =
            new SinkException(
                place.shown()
                    + ": what was staged cannot be deleted: "
                    + StoreFailures.reason(place.shown(), e)
                    + "; the next run that writes here tries again",
                e);
        if (failure == null) {
          failure = one;
        } else {
          failure.addSuppressed(one);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private List<Place> places() {
    return outputs.stream().map(Output::place).toList();
  }

  private void requireStaging() {
    if (state != State.STAGING || !OpenRuns.contains(token)) {
      throw new IllegalStateException("the publication of run " + runId + " has ended");
    }
  }
}

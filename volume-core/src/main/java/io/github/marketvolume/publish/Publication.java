package io.github.marketvolume.publish;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.publish.HostProcess.Life;
import io.github.marketvolume.publish.PublicationText.Content;
import io.github.marketvolume.publish.PublicationText.Journal;
import io.github.marketvolume.publish.PublicationText.Manifest;
import io.github.marketvolume.publish.PublicationText.Pending;
import io.github.marketvolume.publish.PublicationText.Target;
import io.github.marketvolume.publish.Reservations.Reservation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final List<Output> outputs = new ArrayList<>();

  /** Reservations of other targets, held while a dead run that wrote them too is finished. */
  private final Map<Place, String> claims = new LinkedHashMap<>();

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
      refuseOverlap(place);
      Optional<String> protection = isFolder ? store.protection(place.path()) : Optional.empty();
      if (protection.isPresent()) {
        throw new InvalidPlanException(
            target + " " + protection.get() + " and is not replaced; choose another folder");
      }
      store.createFolders(place.folder());
      if (outputs.isEmpty()) {
        reservations.begin(place);
      }
      String pending = reservations.reserve(place);
      outputs.add(new Output(place, replacesExisting, isFolder, pending));
      for (Reservation left : reservations.at(place)) {
        if (reservations.isOfDeadRun(left)) {
          settle(place, left);
        }
      }
      // Every other run here has been settled, so what is staged is nobody's: a task that went on
      // after its run had failed may write once more. A rival's lock among it has lost already.
      sweep(place, place.temporaryName("tmp|staged|lock"));
      refuseContent(outputs.get(outputs.size() - 1));
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
    state = State.FAILED;
    List<Place> places = outputs.stream().map(Output::place).toList();
    Place first = places.get(0);
    List<Target> targets = new ArrayList<>();
    for (Output output : outputs) {
      targets.add(completed(output));
    }
    try {
      flush(places);
    } catch (IOException e) {
      throw unpublished(first, e);
    }
    commit(new Journal(token, targets), first);
    state = State.COMMITTED;
    try {
      swap(token, places);
    } catch (IOException e) {
      throw new SinkException(
          first.shown()
              + ": only part of the run is published: "
              + StoreFailures.reason(first.shown(), e)
              + "; the next run that writes here finishes it",
          e);
    }
    try {
      for (Place place : places) {
        store.delete(place.old(token));
      }
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
    Map<Place, String> held = new LinkedHashMap<>(claims);
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

  private void requireStaging() {
    if (state != State.STAGING || !OpenRuns.contains(token)) {
      throw new IllegalStateException("the publication of run " + runId + " has ended");
    }
  }

  private void refuseOverlap(Place place) {
    for (Output output : outputs) {
      Place other = output.place();
      String clash =
          place.path().equals(other.path())
              ? " is"
              : place.within(other) ? " is within" : other.within(place) ? " contains" : null;
      if (clash != null) {
        throw new SinkException(
            place.shown()
                + clash
                + " the folder of another output, "
                + other.shown()
                + "; choose another folder");
      }
    }
  }

  /**
   * Fails if there is something at a target that is not to be replaced.
   *
   * @return whether there is something that is
   */
  private boolean refuseContent(Output output) throws IOException {
    Place place = output.place();
    if (!store.exists(place.path())) {
      return false;
    }
    List<StoreEntry> content = store.content(place.path());
    boolean isFolder = content.isEmpty() || !content.get(0).name().isEmpty();
    if (!isFolder && content.get(0).kind() == StoreEntry.Kind.OTHER) {
      throw new InvalidPlanException(
          place.shown() + " is a link, which is not replaced; give what it leads to");
    }
    if (isFolder != output.isFolder()) {
      throw new SinkException(
          place.shown()
              + (isFolder ? " is a folder; choose a file" : " is a file; choose a folder"));
    }
    if (content.isEmpty()) {
      return true;
    }
    if (!output.replacesExisting()) {
      throw new SinkException(
          place.shown()
              + " exists already; replace it with replacingExisting(), or choose another "
              + (isFolder ? "folder" : "file"));
    }
    Optional<String> foreign =
        isFolder ? OwnContent.foreign(store, place.path(), content) : Optional.empty();
    if (foreign.isPresent()) {
      throw new InvalidPlanException(
          place.shown()
              + " is not replaced: no run wrote what is in "
              + Excerpt.of(foreign.get())
              + "; move that elsewhere, or choose another folder");
    }
    if (!isFolder && !OwnContent.isReport(store.read(place.path()))) {
      throw new InvalidPlanException(
          place.shown()
              + " is not replaced: it is not the report of a run; move it elsewhere, or choose"
              + " another file");
    }
    return true;
  }

  // ------------------------------------------------------------------------------ Publishing

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
        replaces = refuseContent(output);
      } catch (InvalidPlanException e) { // by what came while the run was at work
        throw new SinkException(e.getMessage(), e);
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

  private void commit(Journal journal, Place first) {
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
    state = State.COMMITTED;
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

  /** Puts what is staged in place of each target; where that was done already, does nothing. */
  private void swap(String owner, List<Place> places) throws IOException {
    for (Place place : places) {
      store.replace(place.path(), place.staged(owner), place.old(owner));
    }
    flush(places);
  }

  private void flush(List<Place> places) throws IOException {
    Set<String> folders = new LinkedHashSet<>();
    places.forEach(place -> folders.add(place.folder()));
    for (String folder : folders) {
      store.flush(folder);
    }
  }

  // -------------------------------------------------------------------------------- Settling

  /** Finishes or undoes a dead run, at a place that this run holds. */
  private void settle(Place place, Reservation left) throws IOException {
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
      finish(pending.journal());
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
  private void finish(String path) throws IOException {
    Journal journal = journal(path);
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    // Who wrote it may have ended before it was on disk.
    store.flush(folder);
    List<Place> places = new ArrayList<>();
    for (Target target : journal.targets()) {
      places.add(Place.of(target.path(), target.path()));
    }
    for (Place place : places) {
      if (outputs.stream().noneMatch(output -> output.place().path().equals(place.path()))) {
        store.createFolders(place.folder());
        claims.put(place, reservations.reserve(place));
      }
    }
    Optional<String> damage =
        canBePutBack(journal, places) ? damage(journal, places) : Optional.empty();
    if (damage.isPresent()) {
      for (Place place : places) {
        store.putBack(place.path(), place.staged(journal.token()), place.old(journal.token()));
      }
      flush(places);
      // Without a journal the run was never committed, and everything of it is left over.
      store.delete(path);
      store.flush(folder);
      for (Place place : places) {
        store.delete(place.staged(journal.token()));
      }
      warnings.add(
          damage.get()
              + " is damaged, as after a power cut: what the run before had published is taken"
              + " back, and what was there before it is there again");
    } else {
      swap(journal.token(), places);
    }
    for (Place place : places) {
      store.delete(place.old(journal.token()));
    }
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

  /**
   * What is to be published.
   *
   * @param isFolder whether it is a folder; else it is the file of a report
   * @param pending the path of its reservation
   */
  private record Output(Place place, boolean replacesExisting, boolean isFolder, String pending) {}
}

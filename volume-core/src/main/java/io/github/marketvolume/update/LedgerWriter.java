package io.github.marketvolume.update;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.days.PipelineState;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore.Mode;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.publish.Publication;
import io.github.marketvolume.publish.Store;
import io.github.marketvolume.run.OutputRun;
import io.github.marketvolume.run.PipelineRun;
import io.github.marketvolume.update.UpdatePlan.Treatment;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one update: what it found, and what it writes. Beside {@code ledger.json} lie the
 * states, by the day before which they are, and a checksum of each row that was ever rejected.
 */
public final class LedgerWriter {

  private static final String STATE = ".state";
  private static final String REJECTED = "rejected";
  private static final String EMPTY = "empty.parquet";

  private final UpdatePlan plan;
  private final PipelineRun run;
  private final Store store;
  private final @Nullable Ledger before;

  /** The checksums of the rows that were rejected so far. */
  private final Set<Long> rejected = new LinkedHashSet<>();

  /** Which run wrote each file that stays. */
  private final SortedMap<String, SortedMap<String, String>> kept = new TreeMap<>();

  private final Map<String, OutputRun<?>> folders = new HashMap<>();

  private @Nullable Ledger after;

  private LedgerWriter(UpdatePlan plan, PipelineRun run, @Nullable Ledger before) {
    this.plan = plan;
    this.run = run;
    this.store = run.store();
    this.before = before;
  }

  /**
   * What arrived, in numbers.
   *
   * @param added bars of days on which the ticker had none
   * @param changed bars that took the place of others
   * @param removed bars that are gone
   * @param repeated bars that were known
   */
  public record Counts(long added, long changed, long removed, long repeated) {}

  /**
   * The ledger that is there, or a new one.
   *
   * @throws InvalidPlanException if it is of another plan
   * @throws SourceException if it does not fit the outputs
   */
  public static LedgerWriter open(UpdatePlan plan, PipelineRun run) throws IOException {
    Store store = run.store();
    String folder = store.qualify(plan.store().ledger());
    String file = folder + "/" + Ledger.FILE;
    if (plan.store().mode() == Mode.START_OVER || !store.exists(file)) {
      return new LedgerWriter(plan, run, null);
    }
    Ledger before = Ledger.parse(store.read(file), plan.store().ledger() + "/" + Ledger.FILE);
    LedgerWriter ledger = new LedgerWriter(plan, run, before);
    ledger.requireFit();
    ledger.readRejected(folder + "/" + REJECTED);
    return ledger;
  }

  private void readRejected(String file) throws IOException {
    try {
      store.read(file).lines().map(Long::parseUnsignedLong).forEach(rejected::add);
    } catch (NoSuchFileException | IllegalArgumentException e) {
      throw new SourceException(
          plan.store().ledger()
              + "/"
              + REJECTED
              + (e instanceof NoSuchFileException ? " is not there" : " is damaged")
              + "; run over the whole input again, into an empty store",
          e);
    }
  }

  private void requireFit() throws IOException {
    Ledger ledger = Objects.requireNonNull(before);
    String last = ledger.lastRun().map(Ledger.Run::id).orElse("");
    requireWrittenBy(last, plan.store().bars());
    if (plan.store().mode() == Mode.REBUILD) {
      return;
    }
    if (!ledger.plan().equals(plan.checksum())) {
      throw new InvalidPlanException(
          plan.store().location()
              + " is of another plan than this pipeline's, or of other options, by run "
              + last
              + "; rebuild, which computes all outputs again from the kept bars, or give that"
              + " plan");
    }
    for (OutputRun<?> output : run.outputs()) {
      if (output.sink() instanceof FolderSink folder) {
        requireWrittenBy(last, folder.location());
      }
    }
  }

  private void requireWrittenBy(String id, String location) throws IOException {
    Optional<String> found = Publication.runOf(store, store.qualify(location));
    if (!found.equals(Optional.of(id))) {
      throw new SourceException(
          location
              + " is not what the ledger of "
              + plan.store().location()
              + " tells of: "
              + found
                  .map(other -> "run " + other + " wrote it, not run " + id)
                  .orElse("it is not there")
              + "; "
              + (location.equals(plan.store().bars())
                  ? "run over the whole input again, into an empty store"
                  : "rebuild, or put it back"));
    }
  }

  /** Whether outputs are there that the update adds to. */
  public boolean isContinued() {
    return before != null && plan.store().mode() == Mode.CONTINUE;
  }

  /** Those rows that no run before has rejected. */
  public List<RejectedRow> notKnown(List<RejectedRow> rows) {
    return rows.stream().filter(row -> !rejected.contains(checksum(row))).toList();
  }

  private static long checksum(RejectedRow row) {
    String text =
        row.origin()
            + '\0'
            + row.line()
            + '\0'
            + row.rule()
            + '\0'
            + row.reason()
            + '\0'
            + row.text();
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (byte one : text.getBytes(UTF_8)) {
      hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The files of kept bars of some months. */
  public List<String> barsBetween(LocalDate from, LocalDate before) {
    if (this.before == null) {
      return List.of();
    }
    return this.before.files().getOrDefault(nameOfBars(), new TreeMap<>()).keySet().stream()
        .filter(file -> !file.equals(EMPTY))
        .filter(file -> !monthOf(file).isBefore(from) && monthOf(file).isBefore(before))
        .map(file -> plan.store().bars() + "/" + file)
        .toList();
  }

  private String nameOfBars() {
    OutputRun<?> bars = run.outputs().get(run.outputs().size() - 1);
    return UpdatePlan.nameOf((FolderSink) bars.sink());
  }

  /** The first day of a file's month. */
  private static LocalDate monthOf(String file) {
    return YearMonth.parse(file.substring(0, "2021-01".length())).atDay(1);
  }

  /** The last day that had bars before the update. */
  public LocalDate lastDay() {
    return before == null
        ? LocalDate.MIN.plusYears(1)
        : before.lastDay().orElse(LocalDate.MIN.plusYears(1));
  }

  /** The last day, at or before another one, that has a state. */
  public Optional<LocalDate> newestState(LocalDate atOrBefore) {
    return before == null
        ? Optional.empty()
        : before.states().stream()
            .filter(day -> !day.isAfter(atOrBefore))
            .reduce((one, later) -> later);
  }

  /**
   * The state before a day.
   *
   * @throws SourceException if it is damaged, or not there
   */
  public PipelineState state(LocalDate day, List<PlanNode<?>> outputs) throws IOException {
    String file = plan.store().ledger() + "/" + day + STATE;
    byte[] bytes;
    try {
      bytes = store.readBytes(stateFile(day));
    } catch (NoSuchFileException e) {
      throw new SourceException(file + " is not there; rebuild", e);
    }
    return PipelineState.ofBytes(bytes, outputs, file);
  }

  private String stateFile(LocalDate day) throws IOException {
    return store.qualify(plan.store().ledger()) + "/" + day + STATE;
  }

  /** Puts beside an output's new files those that stay. */
  public void keepOthers(OutputRun<?> output, FolderSink sink, Treatment treatment)
      throws IOException {
    String name = UpdatePlan.nameOf(sink);
    folders.put(name, output);
    SortedMap<String, String> stay = new TreeMap<>();
    kept.put(name, stay);
    String staged = Objects.requireNonNull(output.folder());
    if (treatment == Treatment.REJECTED) {
      nameByRun(staged);
    }
    if (before == null || treatment == Treatment.REBUILT || treatment == Treatment.LEADERBOARD) {
      return;
    }
    if (treatment != Treatment.REJECTED && !isContinued()) {
      return;
    }
    String location = store.qualify(sink.location());
    for (Map.Entry<String, String> file :
        before.files().getOrDefault(name, new TreeMap<>()).entrySet()) {
      boolean stays =
          treatment == Treatment.REJECTED
              || (!file.getKey().equals(EMPTY)
                  && monthOf(file.getKey()).isBefore(output.firstDay()));
      // Of rejected rows a rebuild keeps what is there: the bars do not tell of them.
      if (stays && (isContinued() || store.exists(location + "/" + file.getKey()))) {
        store.link(location + "/" + file.getKey(), staged + "/" + file.getKey());
        stay.put(file.getKey(), file.getValue());
      }
    }
    if (!stay.isEmpty() && output.rows() == 0) {
      for (String file : Publication.files(store, staged)) {
        if (!stay.containsKey(file)) {
          store.delete(staged + "/" + file);
        }
      }
    }
  }

  /** Names files that are added to others, so that each run's have names of their own. */
  private void nameByRun(String staged) throws IOException {
    for (String file : Publication.files(store, staged)) {
      int dot = file.lastIndexOf('.');
      store.rename(
          staged + "/" + file,
          staged + "/" + file.substring(0, dot) + "-" + run.runId() + file.substring(dot));
    }
  }

  /** The days, up to one, whose states stay good when no earlier day than that changes. */
  public SortedSet<LocalDate> statesUpTo(LocalDate day) throws IOException {
    SortedSet<LocalDate> good = new TreeSet<>();
    for (LocalDate state : Objects.requireNonNull(before).states()) {
      if (!state.isAfter(day) && store.exists(stateFile(state))) {
        good.add(state);
      }
    }
    return good;
  }

  /**
   * Writes the ledger and what lies beside it.
   *
   * @param read how many bars each day has that was read, the last days among them
   * @param touched the days that have changed
   * @param states the states that are kept: new ones, and empty those that stay
   * @param state the day from whose state the update went on, of which all later days were read;
   *     empty where all days were
   * @param newlyRejected the rows that were rejected and not known
   */
  public void write(
      NavigableMap<LocalDate, Integer> read,
      SortedSet<LocalDate> touched,
      NavigableMap<LocalDate, Optional<byte[]>> states,
      Optional<LocalDate> state,
      List<RejectedRow> newlyRejected,
      Counts counts)
      throws IOException {
    String folder = store.qualify(plan.store().ledger());
    String staged = run.staged(plan.store().ledger());
    store.createFolders(staged);
    newlyRejected.forEach(row -> rejected.add(checksum(row)));
    store.write(
        staged + "/" + REJECTED,
        rejected.stream().map(Long::toUnsignedString).collect(Collectors.joining("\n")));
    for (Map.Entry<LocalDate, Optional<byte[]>> one : states.entrySet()) {
      String file = "/" + one.getKey() + STATE;
      if (one.getValue().isPresent()) {
        store.writeBytes(staged + file, one.getValue().get());
      } else {
        store.link(folder + file, staged + file);
      }
    }
    String earlier = before == null ? "" : store.read(folder + "/" + Ledger.EARLIER);
    NavigableMap<LocalDate, Ledger.Day> known = new TreeMap<>();
    if (before != null) {
      if (state.isEmpty()) {
        known.putAll(Ledger.earlierDays(earlier, folder + "/" + Ledger.EARLIER));
      }
      known.putAll(before.days());
    }
    NavigableMap<LocalDate, Ledger.Day> days =
        days(known, state.orElse(LocalDate.MIN), read, touched);
    LocalDate recent = states.isEmpty() ? LocalDate.MIN : states.firstKey();
    store.write(
        staged + "/" + Ledger.EARLIER,
        (state.isPresent() ? earlier : "") + Ledger.toLines(days.headMap(recent, false)));
    NavigableMap<LocalDate, Ledger.Day> last = days.tailMap(recent, true);
    SortedMap<String, SortedMap<String, String>> files = files();
    after =
        new Ledger(
            plan.checksum(),
            Optional.ofNullable(Ledger.class.getPackage().getImplementationVersion())
                .orElse("development"),
            runs(last, files, newlyRejected.size(), counts),
            last,
            files,
            new TreeSet<>(states.keySet()),
            plan.store()
                .position()
                .or(() -> Optional.ofNullable(before).flatMap(Ledger::position)));
    store.write(staged + "/" + Ledger.FILE, after.toJson());
  }

  private NavigableMap<LocalDate, Ledger.Day> days(
      NavigableMap<LocalDate, Ledger.Day> known,
      LocalDate from,
      NavigableMap<LocalDate, Integer> read,
      SortedSet<LocalDate> touched) {
    NavigableMap<LocalDate, Ledger.Day> days = new TreeMap<>();
    days.putAll(known.headMap(from, false));
    read.forEach(
        (date, bars) -> {
          Ledger.Day old = known.get(date);
          String changedBy =
              old == null || touched.contains(date) || old.run().isEmpty()
                  ? run.runId()
                  : old.run();
          days.put(date, new Ledger.Day(bars, changedBy));
        });
    if (!read.isEmpty()) {
      LocalDate first = from.equals(LocalDate.MIN) ? read.firstKey() : from;
      plan.reading()
          .rules()
          .sessions()
          .stated()
          .ifPresent(
              calendar ->
                  first
                      .datesUntil(read.lastKey())
                      .filter(date -> calendar.covers(date) && calendar.isSession(date))
                      .forEach(date -> days.putIfAbsent(date, new Ledger.Day(0, ""))));
    }
    return days;
  }

  private SortedMap<String, SortedMap<String, String>> files() throws IOException {
    SortedMap<String, SortedMap<String, String>> files = new TreeMap<>();
    for (Map.Entry<String, OutputRun<?>> folder : folders.entrySet()) {
      SortedMap<String, String> stay = Objects.requireNonNull(kept.get(folder.getKey()));
      SortedMap<String, String> all = new TreeMap<>();
      for (String file :
          Publication.files(store, Objects.requireNonNull(folder.getValue().folder()))) {
        all.put(file, stay.getOrDefault(file, run.runId()));
      }
      files.put(folder.getKey(), all);
    }
    return files;
  }

  /** The runs that days and files name, and this one. */
  private List<Ledger.Run> runs(
      NavigableMap<LocalDate, Ledger.Day> days,
      SortedMap<String, SortedMap<String, String>> files,
      long newlyRejected,
      Counts counts) {
    Set<String> named = new HashSet<>();
    days.values().forEach(day -> named.add(day.run()));
    files.values().forEach(some -> named.addAll(some.values()));
    List<Ledger.Run> runs = new ArrayList<>();
    if (before != null) {
      before.runs().stream().filter(one -> named.contains(one.id())).forEach(runs::add);
    }
    runs.add(
        new Ledger.Run(
            run.runId(),
            run.startedAt(),
            plan.reading().source().describe(),
            counts.added(),
            counts.changed(),
            counts.removed(),
            counts.repeated(),
            newlyRejected));
    return runs;
  }

  /** What the update did, once it is written, or is found to have nothing to write. */
  public RunReport.Updated report(
      boolean isResumed, Optional<LocalDate> firstMonth, Counts counts) {
    Ledger ledger = after == null ? before : after;
    return new RunReport.Updated(
        after != null,
        isResumed,
        firstMonth,
        counts.added(),
        counts.changed(),
        counts.removed(),
        counts.repeated(),
        days(ledger, Ledger.State.MISSING),
        days(ledger, Ledger.State.PARTIAL));
  }

  private static List<LocalDate> days(@Nullable Ledger ledger, Ledger.State state) {
    return ledger == null
        ? List.of()
        : ledger.days().keySet().stream()
            .filter(day -> ledger.state(day).equals(Optional.of(state)))
            .toList();
  }

  /** What the user should know of the days, in a line each. */
  public List<String> warnings() {
    List<String> lines = new ArrayList<>();
    Ledger ledger = after == null ? before : after;
    for (Ledger.State state : List.of(Ledger.State.MISSING, Ledger.State.PARTIAL)) {
      List<LocalDate> days = days(ledger, state);
      if (!days.isEmpty()) {
        lines.add(
            (days.size() == 1 ? "a day is " : days.size() + " days are ")
                + (state == Ledger.State.MISSING
                    ? "missing, though the calendar has a session: "
                    : "incomplete, with fewer bars than nine tenths of the days before: ")
                + days.subList(Math.max(0, days.size() - 3), days.size()).stream()
                    .map(LocalDate::toString)
                    .collect(Collectors.joining(", "))
                + (days.size() > 3 ? ", and earlier ones" : "")
                + "; an update with their bars completes them");
      }
    }
    return lines;
  }
}

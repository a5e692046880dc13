package io.github.marketvolume.publish;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.publish.HostProcess.Life;
import io.github.marketvolume.publish.TroubledStore.Killed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation of a run, in turn, is its last, or fails, or is when a rival comes. */
class PublicationCrashTest {

  private static final AtomicLong PIDS = new AtomicLong(1000);

  /** A run in a process of its own, which all other runs find dead. */
  private static Publication inOwnProcess(Store store) {
    return in(newProcess(), store, "nightly");
  }

  private static Publication in(HostProcess process, Store store, String runId) {
    return new Publication(store, runId, process, other -> Life.ENDED);
  }

  private static HostProcess newProcess() {
    return new HostProcess("alpha", PIDS.incrementAndGet(), Optional.of(Instant.EPOCH));
  }

  private static List<String> targets(int count) {
    return List.of("a/daily", "a/b/daily", "market", "run.json").subList(0, count);
  }

  private static boolean isReport(String target) {
    return target.endsWith(".json");
  }

  /** A report of a run, which is content too. */
  static String report(String run) {
    return "{\"pipeline\": \"\", \"run_id\": \"%s\", \"started_at\": \"\", \"inputs\": [], "
            .formatted(run)
        + "\"outputs\": [], \"plan\": \"\"}";
  }

  /** The run of a report. */
  static String runIn(String report) {
    return report.isEmpty() ? "" : report.replaceFirst(".*\"run_id\": \"(\\w*)\".*", "$1");
  }

  private static MemoryStore with(List<String> targets, String content) {
    return with(targets, content, true);
  }

  private static MemoryStore with(List<String> targets, String content, boolean checksums) {
    MemoryStore store = new MemoryStore(checksums);
    if (!content.isEmpty()) {
      for (String target : targets) {
        if (isReport(target)) {
          store.write("/" + target, report(content));
        } else {
          store.createFolders("/" + target);
          store.write("/" + target + "/part-0.parquet", content);
        }
        store.flush("/" + target);
      }
    }
    return store;
  }

  private static void run(MemoryStore files, Publication run, List<String> targets, String content)
      throws IOException {
    for (String target : targets) {
      if (isReport(target)) {
        files.put(run.stageReport(target, true), report(content));
        continue;
      }
      String staged = run.stage(target, true);
      files.createFolders(staged);
      files.put(staged + "/part-0.parquet", content);
    }
    run.publish();
  }

  /** What a reader finds in a target: empty for no folder. */
  private static String content(MemoryStore files, String target) throws IOException {
    if (!files.exists("/" + target)) {
      return "";
    }
    String text =
        isReport(target)
            ? runIn(files.read("/" + target))
            : files.read("/" + target + "/part-0.parquet");
    return text.isEmpty() ? "a file that lost its content" : text;
  }

  /** The one content that all targets have. */
  private static String agreed(MemoryStore files, List<String> targets) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String target : targets) {
      found.add(content(files, target));
    }
    assertEquals(1, found.size(), () -> "the targets disagree: " + found);
    return found.iterator().next();
  }

  private static void stage(Publication run, String target) {
    if (isReport(target)) {
      run.stageReport(target, true);
    } else {
      run.stage(target, true);
    }
  }

  private static void recoverThrough(MemoryStore files, String target) {
    try (Publication next = inOwnProcess(files)) {
      stage(next, target);
    }
    String beside = "/" + target.replaceFirst("([^/]*)$", ".$1.");
    assertEquals(
        List.of(), files.hidden().stream().filter(path -> path.startsWith(beside)).toList());
  }

  private static void assertNextRunWorks(MemoryStore files, List<String> targets)
      throws IOException {
    try (Publication next = inOwnProcess(files)) {
      run(files, next, targets, "newer");
    }
    assertEquals("newer", agreed(files, targets));
    assertEquals(List.of(), files.hidden());
  }

  /** Runs until an operation that kills; false if the run ended before it. */
  private static boolean killed(
      MemoryStore files, List<String> targets, String content, int fatal, boolean carriedOut)
      throws IOException {
    TroubledStore store = new TroubledStore(files, TroubledStore.killedAt(fatal, carriedOut));
    try {
      Publication run = inOwnProcess(store);
      run(files, run, targets, content);
      run.close();
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, ''", "1, old", "2, ''", "2, old", "4, ''", "4, old",
  })
  void killedAnywhere_targetsAgreeAfterRecoveryThroughAnyOfThem(int count, String before)
      throws IOException {
    List<String> targets = targets(count);
    for (boolean carriedOut : List.of(false, true)) {
      for (String through : targets) {
        Set<String> outcomes = new TreeSet<>();
        int fatal = 1;
        for (boolean killed = true; killed; fatal++) {
          MemoryStore files = with(targets, before);
          killed = killed(files, targets, "new", fatal, carriedOut);
          recoverThrough(files, through);
          outcomes.add(agreed(files, targets));
          assertNextRunWorks(files, targets);
        }
        assertEquals(Set.of(before, "new"), outcomes);
        assertTrue(fatal > 20 * count, "killed at few operations only: " + fatal);
      }
    }
  }

  /**
   * Disks lose what was not forced of the content of files, and either the last names, in whose
   * order they were given, or none: all disks do, or one alone.
   */
  @ParameterizedTest
  @CsvSource({
    "1, old, /a, false",
    "1, old, /a, true",
    "1, '', /a, true",
    "2, '', /a, false",
    "2, old, /a, true",
    "3, old, /a, false",
    "3, old, /, false",
    "4, old, /a /, false",
    "3, '', /a /, true",
    "4, old, /a /, true"
  })
  void machineEndsAnywhere_targetsAgreeAfterRecoveryThroughAnyOfThem(
      int count, String before, String disks, boolean namesLast) throws IOException {
    List<String> targets = targets(count);
    for (boolean checksums : List.of(false, true)) {
      for (String through : targets) {
        Set<String> outcomes = new TreeSet<>();
        boolean killed = true;
        for (int fatal = 1; killed; fatal++) {
          MemoryStore files = with(targets, before, checksums);
          killed = killed(files, targets, "new", fatal, true);
          for (String disk : disks.split(" ", -1)) {
            files.losePower(disk, namesLast);
          }
          recoverThrough(files, through);
          outcomes.add(agreed(files, targets));
          assertNextRunWorks(files, targets);
        }
        assertEquals(Set.of(before, "new"), outcomes);
      }
    }
  }

  /** What makes a run last, one thing after the other: none of it is there for nothing. */
  private enum Lasting {
    CONTENT("force", 1, 3),
    NAMES_BEFORE_THE_COMMIT("flush", 1, 3),
    THE_COMMIT("flush", 4, 4),
    NAMES_AFTER_THE_COMMIT("flush", 5, 7);

    private final String operation;
    private final int first;
    private final int last;

    Lasting(String operation, int first, int last) {
      this.operation = operation;
      this.first = first;
      this.last = last;
    }

    TroubledStore.Trouble leftOut(int fatal) {
      int[] seen = new int[1];
      TroubledStore.Trouble killed = TroubledStore.killedAt(fatal, true);
      return (operation, name, call) -> {
        boolean isMeant = name.equals(this.operation) && ++seen[0] >= first && seen[0] <= last;
        killed.at(operation, name, isMeant ? () -> {} : call);
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Lasting.class)
  void whatMakesARunLast_isNeeded(Lasting omitted) throws IOException {
    List<String> targets = targets(3);
    boolean isNoticed = false;
    for (String disks : List.of("/a", "/", "/a /")) {
      for (boolean namesLast : List.of(false, true)) {
        boolean killed = true;
        for (int fatal = 1; killed && !isNoticed; fatal++) {
          MemoryStore files = with(targets, "old", false);
          TroubledStore store = new TroubledStore(files, omitted.leftOut(fatal));
          try (Publication run = inOwnProcess(store)) {
            run(files, run, targets, "new");
            killed = false;
          } catch (Killed e) {
            killed = true;
          }
          for (String disk : disks.split(" ", -1)) {
            files.losePower(disk, namesLast);
          }
          isNoticed = !isWholeAfterRecovery(files, targets);
        }
      }
    }
    assertTrue(isNoticed);
  }

  private static boolean isWholeAfterRecovery(MemoryStore files, List<String> targets)
      throws IOException {
    try {
      for (String target : targets) {
        try (Publication next = inOwnProcess(files)) {
          stage(next, target);
        }
      }
    } catch (VolumeException e) {
      return false;
    }
    Set<String> found = new TreeSet<>();
    for (String target : targets) {
      found.add(content(files, target));
    }
    return found.equals(Set.of("old")) || found.equals(Set.of("new"));
  }

  /** A disk can lose what it said it had forced. */
  @ParameterizedTest
  @CsvSource({"1, old", "2, ''"})
  void contentLostAfterTheCommit_oldContentComesBack(int count, String before) throws IOException {
    requireOldContentThoughTheNewIsLost(count, before);
  }

  @FullBuild
  @ParameterizedTest
  @CsvSource("4, old")
  void contentLostAfterTheCommit_oldContentOfMoreComesBack(int count, String before)
      throws IOException {
    requireOldContentThoughTheNewIsLost(count, before);
  }

  private void requireOldContentThoughTheNewIsLost(int count, String before) throws IOException {
    List<String> targets = targets(count);
    int commit = commitOf(targets);
    int rolledBack = 0;
    for (int fatal = commit; ; fatal++) {
      for (String damaged : targets) {
        MemoryStore left = with(targets, before);
        if (!killed(left, targets, "new", fatal, true)) {
          assertTrue(rolledBack > 3 * count, "rolled back few times only: " + rolledBack);
          return;
        }
        boolean canBeUndone =
            left.hidden().stream().filter(path -> path.endsWith(".pending")).count() == count
                && (before.isEmpty() || oldContents(left) + unswapped(left) == count);
        if (!canBeUndone) {
          continue; // all was on the disk long before
        }
        String file = newPart(left, damaged);
        if (file == null) {
          continue;
        }
        left.damage(file);
        boolean killedAgain = true;
        for (int again = 1; killedAgain; again++) {
          MemoryStore files = left.copy();
          TroubledStore store = new TroubledStore(files, TroubledStore.killedAt(again, true));
          Publication next = inOwnProcess(store);
          try {
            next.stage(targets.get(0), true);
            next.close();
            killedAgain = false;
          } catch (Killed e) {
            killedAgain = true;
          }
          recoverThrough(files, targets.get(count - 1));
          recoverThrough(files, targets.get(0));
          assertEquals(before, agreed(files, targets));
          assertNextRunWorks(files, targets);
        }
        rolledBack++;
      }
    }
  }

  private static long oldContents(MemoryStore files) {
    return files.hidden().stream().filter(path -> path.endsWith(".old")).count();
  }

  private static long unswapped(MemoryStore files) {
    return files.hidden().stream()
        .filter(path -> path.endsWith(".staged"))
        .filter(path -> files.exists(path.replaceFirst("\\.([a-z]+)\\.[^/]+$", "$1")))
        .count();
  }

  /** The file of the new content of a target, wherever it is; null if there is none. */
  private static String newPart(MemoryStore files, String target) throws IOException {
    String name = target.substring(target.lastIndexOf('/') + 1);
    String inFolder = isReport(target) ? "" : "/part-0.parquet";
    String folder = "/" + target.substring(0, target.length() - name.length());
    for (String entry : files.list(folder)) {
      boolean isNew = entry.equals(name) || entry.matches("\\." + name + "\\..*\\.staged");
      String part = folder + entry + inFolder;
      if (isNew && files.exists(part) && files.read(part).contains("new")) {
        return part;
      }
    }
    return null;
  }

  @ParameterizedTest
  @CsvSource({"2, old, false, ''", "2, '', true, ''"})
  void killedAgainWhileRecovering_targetsStillAgree(
      int count, String before, boolean carriedOut, String diskWithoutPower) throws IOException {
    requireAgreementThoughKilledTwice(count, before, carriedOut, diskWithoutPower);
  }

  @FullBuild
  @ParameterizedTest
  @CsvSource({"3, old, true, ''", "3, old, true, /a", "4, '', true, /"})
  void killedAgainWhileRecovering_moreTargetsStillAgree(
      int count, String before, boolean carriedOut, String diskWithoutPower) throws IOException {
    requireAgreementThoughKilledTwice(count, before, carriedOut, diskWithoutPower);
  }

  private static void requireAgreementThoughKilledTwice(
      int count, String before, boolean carriedOut, String diskWithoutPower) throws IOException {
    List<String> targets = targets(count);
    List<String> backwards = new ArrayList<>(targets);
    Collections.reverse(backwards);
    boolean killed = true;
    for (int fatal = 1; killed; fatal++) {
      MemoryStore left = with(targets, before);
      killed = killed(left, targets, "new", fatal, carriedOut);
      boolean killedAgain = true;
      for (int again = 1; killedAgain; again++) {
        MemoryStore files = left.copy();
        killedAgain = killed(files, backwards, "newer", again, carriedOut);
        if (!diskWithoutPower.isEmpty()) {
          files.losePower(diskWithoutPower, false);
        }
        recoverThrough(files, targets.get((fatal + again) % count));
        String now = agreed(files, targets);
        assertTrue(Set.of(before, "new", "newer").contains(now), now);
        assertNextRunWorks(files, targets);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, old", "2, ''", "3, old"})
  void failureAnywhere_oneLineAndAllOrNone(int count, String before) throws IOException {
    List<String> targets = targets(count);
    for (boolean carriedOut : List.of(false, true)) {
      boolean reached = true;
      for (int faulty = 1; reached; faulty++) {
        for (String through : targets) {
          MemoryStore files = with(targets, before);
          TroubledStore store =
              new TroubledStore(files, TroubledStore.failingAt(faulty, carriedOut));
          String expected = "new";
          try (Publication run = inOwnProcess(store)) {
            run(files, run, targets, "new");
          } catch (SinkException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            assertTrue(e.getMessage().contains("connection reset"), e.getMessage());
            if (e.getMessage().contains("cannot be staged")
                || e.getMessage().contains("nothing is published")) {
              expected = before;
              assertEquals(before, agreed(files, targets));
              assertEquals(List.of(), files.hidden());
            }
          }
          reached = store.operations() >= faulty;
          recoverThrough(files, through);
          assertEquals(expected, agreed(files, targets));
          assertNextRunWorks(files, targets);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "3, false", "3, true"})
  void storeGoneFromAnyMoment_targetsAgreeAfterRecovery(int count, boolean carriedOut)
      throws IOException {
    List<String> targets = targets(count);
    Set<String> outcomes = new TreeSet<>();
    boolean failed = true;
    for (int first = 1; failed; first++) {
      MemoryStore files = with(targets, "old");
      TroubledStore store = new TroubledStore(files, TroubledStore.downFrom(first, carriedOut));
      failed = false;
      try (Publication run = inOwnProcess(store)) {
        run(files, run, targets, "new");
      } catch (SinkException e) {
        failed = true;
      }
      recoverThrough(files, targets.get(first % count));
      outcomes.add(agreed(files, targets));
      assertNextRunWorks(files, targets);
    }
    assertEquals(Set.of("old", "new"), outcomes);
  }

  @Test
  void unansweredCommit_isUnknown() throws IOException {
    List<String> targets = targets(2);
    MemoryStore files = with(targets, "old");
    TroubledStore store = new TroubledStore(files, TroubledStore.downFrom(commitOf(targets), true));
    try (Publication run = inOwnProcess(store)) {
      assertEquals(
          "a/daily: whether the run is published is unknown: connection refused;"
              + " the next run that writes here finishes or undoes it",
          assertThrows(SinkException.class, () -> run(files, run, targets, "new")).getMessage());
    }
    recoverThrough(files, "a/b/daily");
    assertEquals("new", agreed(files, targets));
  }

  @Test
  void killedWhileFinishingOthers_leavesNothingAfterRecoveryThroughOneTarget() throws IOException {
    List<String> targets = targets(3);
    MemoryStore committed = with(targets, "old");
    killed(committed, targets, "new", commitOf(targets), true);
    boolean killedAgain = true;
    for (int again = 1; killedAgain; again++) {
      MemoryStore files = committed.copy();
      killedAgain = killed(files, targets.subList(0, 1), "newer", again, true);
      recoverThrough(files, targets.get(0));
      assertEquals("new", content(files, targets.get(1)));
      assertEquals("new", content(files, targets.get(2)));
      assertEquals(List.of(), files.hidden());
    }
  }

  @Test
  void failureWhileFinishingOthers_holdsNothingAfterClose() throws IOException {
    List<String> targets = targets(3);
    MemoryStore committed = with(targets, "old");
    killed(committed, targets, "new", commitOf(targets), true);
    boolean failed = true;
    for (int faulty = 1; failed; faulty++) {
      MemoryStore files = committed.copy();
      TroubledStore store = new TroubledStore(files, TroubledStore.failingAt(faulty, false));
      HostProcess process = newProcess();
      Publication run = in(process, store, "nightly");
      try {
        run.stage(targets.get(0), true);
        failed = false;
      } catch (SinkException e) {
        assertTrue(e.getMessage().contains("connection reset"), e.getMessage());
        run.close();
        for (String hidden : files.hidden()) {
          assertFalse(
              hidden.endsWith(".pending")
                  && files.read(hidden).contains("pid=" + process.pid() + "\n"),
              hidden);
        }
      }
      assertNextRunWorks(files, targets);
    }
  }

  /** The other publishes to a second target between two operations that finish a dead run's. */
  @Test
  void rivalAtAnotherTargetOfADeadRun_losesNothing() throws IOException {
    List<String> targets = targets(2);
    MemoryStore committed = with(targets, "old");
    killed(committed, targets, "new", commitOf(targets), true);
    Set<String> outcomes = new TreeSet<>();
    boolean reached = true;
    for (int moment = 1; reached; moment++) {
      MemoryStore files = committed.copy();
      HostProcess process = newProcess();
      List<String> second = targets.subList(1, 2);
      String[] expected = {"new"};
      Runnable rivalry =
          () -> {
            try (Publication rival = in(process, files, "rival")) {
              run(files, rival, second, "rival's");
              expected[0] = "rival's";
            } catch (SinkException refused) {
              assertTrue(refused.getMessage().contains("has been writing"), refused.getMessage());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      TroubledStore store = new TroubledStore(files, TroubledStore.interruptedAt(moment, rivalry));
      try (Publication one = in(process, store, "nightly")) {
        one.stage(targets.get(0), true);
      } catch (SinkException overtaken) {
        assertEquals(1, overtaken.getMessage().lines().count());
      }
      reached = store.operations() >= moment;
      recoverThrough(files, targets.get(0));
      assertEquals("new", content(files, targets.get(0)));
      assertEquals(expected[0], content(files, targets.get(1)), "at operation " + moment);
      outcomes.add(expected[0]);
      assertNextRunWorks(files, targets);
    }
    assertEquals(Set.of("new", "rival's"), outcomes);
  }

  /** One renamed reservation says that the run is dead at its other targets too. */
  @Test
  void committedRunOfAnotherHost_declaredDeadOnceIsFinishedEverywhere() throws IOException {
    List<String> targets = targets(2);
    MemoryStore files = with(targets, "old");
    killed(files, targets, "new", commitOf(targets), true);
    HostProcess beta = new HostProcess("beta", 1, Optional.empty());
    files.rename("/a/.daily.1.pending", "/a/.daily.1.dead");
    try (Publication next = new Publication(files, "next", beta, other -> Life.UNKNOWN)) {
      next.stage("a/daily", true);
    }
    assertEquals("new", agreed(files, targets));
    assertEquals(List.of(), files.hidden());
  }

  @Test
  void stagedContentTakenAwayAfterTheCommit_oldContentComesBack() throws IOException {
    List<String> targets = targets(1);
    MemoryStore files = with(targets, "old");
    // Four operations later the old content has moved away.
    killed(files, targets, "new", commitOf(targets) + 4, true);
    only(files, ".old");
    files.delete(only(files, ".staged"));
    try (Publication next = inOwnProcess(files)) {
      next.stage("a/daily", true);
      assertEquals(
          List.of(
              "/a/daily/part-0.parquet is damaged, as after a power cut: what the run before had"
                  + " published is taken back, and what was there before it is there again"),
          next.warnings());
    }
    assertEquals("old", content(files, "a/daily"));
    assertEquals(List.of(), files.hidden());
  }

  private static String only(MemoryStore files, String suffix) {
    List<String> found = files.hidden().stream().filter(path -> path.endsWith(suffix)).toList();
    assertEquals(1, found.size(), files.hidden()::toString);
    return found.get(0);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void diskFullAtAnyMoment_oldContentAndNothingElse(int count) throws IOException {
    List<String> targets = targets(count);
    int failures = 0;
    boolean failed = true;
    for (int full = 1; failed; full++) {
      MemoryStore files = with(targets, "old");
      TroubledStore store = new TroubledStore(files, TroubledStore.fullFrom(full));
      failed = false;
      try (Publication run = inOwnProcess(store)) {
        run(files, run, targets, "new");
      } catch (SinkException e) {
        failed = true;
        failures++;
        String message = e.getMessage();
        assertAll(
            () -> assertEquals(1, message.lines().count()),
            () -> assertTrue(message.endsWith(": No space left on device"), message));
      }
      assertEquals(failed ? "old" : "new", agreed(files, targets));
      assertEquals(List.of(), files.hidden());
    }
    assertTrue(failures > 2 * count, "failed few times only: " + failures);
  }

  /** The other stages as a whole between two operations of the one, for every two. */
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void rivalAtAnyMoment_neverBothHold(boolean afterCrash, boolean rivalStays) throws IOException {
    List<String> targets = targets(2);
    MemoryStore before = with(targets, "old");
    if (afterCrash) {
      killed(before, targets, "new", commitOf(targets), true);
    }
    boolean reached = true;
    for (int moment = 1; reached; moment++) {
      MemoryStore files = before.copy();
      HostProcess process = newProcess();
      Publication rival = in(process, files, "rival");
      List<String> rivalsFolders = new ArrayList<>();
      Runnable rivalry =
          () -> {
            try {
              rivalsFolders.add(rival.stage("a/daily", true));
            } catch (SinkException refused) {
              assertTrue(refused.getMessage().contains("nightly"), refused.getMessage());
            }
            if (!rivalStays) {
              rival.close();
            }
          };
      TroubledStore store = new TroubledStore(files, TroubledStore.interruptedAt(moment, rivalry));
      boolean won;
      try (Publication one = in(process, store, "nightly")) {
        try {
          one.stage("a/daily", true);
          won = true;
        } catch (SinkException refused) {
          won = false;
          if (rivalStays) {
            assertTrue(refused.getMessage().contains("run rival "), refused.getMessage());
          }
        }
        reached = store.operations() >= moment;
        boolean rivalWon = !rivalsFolders.isEmpty();
        if (rivalStays) {
          assertFalse(won && rivalWon, "both hold the target, at operation " + moment);
        }
        assertTrue(won || rivalWon, "nobody holds the target, at operation " + moment);
      }
      rival.close();
      assertEquals(afterCrash ? "new" : "old", agreed(files, targets));
      assertNextRunWorks(files, targets);
    }
  }

  /** The operation that commits: the first one after which recovery finishes the run. */
  private static int commitOf(List<String> targets) throws IOException {
    for (int fatal = 1; ; fatal++) {
      MemoryStore files = with(targets, "old");
      killed(files, targets, "new", fatal, true);
      recoverThrough(files, targets.get(0));
      if (agreed(files, targets).equals("new")) {
        return fatal;
      }
    }
  }
}

package io.github.marketvolume.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.engine.HostProcess.Life;
import io.github.marketvolume.engine.TroubledStore.Killed;
import io.github.marketvolume.error.SinkException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation of a run, in turn, is its last, or fails, or is when a rival comes. */
class PublicationCrashTest {

  private static final AtomicLong PIDS = new AtomicLong(1000);

  /** A run in a process of its own, which all other runs find dead. */
  private static Publication inOwnProcess(Publication.Store store) {
    return in(newProcess(), store, "nightly");
  }

  private static Publication in(HostProcess process, Publication.Store store, String runId) {
    return new Publication(store, runId, process, other -> Life.ENDED);
  }

  private static HostProcess newProcess() {
    return new HostProcess("alpha", PIDS.incrementAndGet(), Optional.of(Instant.EPOCH));
  }

  private static List<String> targets(int count) {
    return List.of("a/daily", "a/b/daily", "market").subList(0, count);
  }

  private static MemoryStore with(List<String> targets, String content) {
    MemoryStore store = new MemoryStore();
    if (!content.isEmpty()) {
      for (String target : targets) {
        store.createFolders("/" + target);
        store.write("/" + target + "/part-0", content);
      }
    }
    return store;
  }

  private static void run(MemoryStore files, Publication run, List<String> targets, String content)
      throws IOException {
    for (String target : targets) {
      String staged = run.stage(target, true);
      files.createFolders(staged);
      files.write(staged + "/part-0", content);
    }
    run.publish();
  }

  /** What a reader finds in a target: empty for no folder. */
  private static String content(MemoryStore files, String target) throws IOException {
    return files.exists("/" + target) ? files.read("/" + target + "/part-0") : "";
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

  private static void recoverThrough(MemoryStore files, String target) {
    try (Publication next = inOwnProcess(files)) {
      next.stage(target, true);
    }
    String beside = "/" + target.replaceFirst("[^/]*$", "") + ".";
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
    "1, ''", "1, old", "2, ''", "2, old", "3, ''", "3, old",
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

  @ParameterizedTest
  @CsvSource({"2, old, false", "2, '', true", "3, old, true"})
  void killedAgainWhileRecovering_targetsStillAgree(int count, String before, boolean carriedOut)
      throws IOException {
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

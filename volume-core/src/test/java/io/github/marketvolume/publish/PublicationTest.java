package io.github.marketvolume.publish;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.publish.HostProcess.Life;
import io.github.marketvolume.publish.PublicationText.Pending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing on the local file system. */
class PublicationTest {

  private final LocalStore store = new LocalStore();

  private Path folder;

  @BeforeEach
  void folder(@TempDir Path temp) throws IOException {
    folder = temp.toRealPath();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static void fill(String folder, String content) throws IOException {
    Files.createDirectories(Path.of(folder, "ticker=A"));
    Files.writeString(Path.of(folder, "ticker=A", "part-0.parquet"), content);
  }

  private static String content(String folder) throws IOException {
    return Files.readString(Path.of(folder, "ticker=A", "part-0.parquet"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static String refusal(Publication run, String target, boolean replacesExisting) {
    return assertThrows(SinkException.class, () -> run.stage(target, replacesExisting))
        .getMessage();
  }

  /** Leaves a reservation as another process would. */
  private String reserved(String name, HostProcess process) throws IOException {
    String path = at("." + name + ".1.pending");
    Pending pending =
        new Pending(
            "r-0",
            "r-0-5f",
            process,
            Instant.parse("2021-02-05T21:00:00Z"),
            at(name),
            at("." + name + ".r-0-5f.journal"),
            Optional.empty());
    Files.writeString(Path.of(path), pending.print());
    return path;
  }

  @Test
  void publish_showsEveryTargetWholeAndLeavesNothingElse() throws IOException {
    fill(at("daily"), "old");
    try (Publication run = new Publication(store, "r-1")) {
      fill(run.stage(at("daily"), true), "new");
      fill(run.stage(at("deep/market"), false), "new too");
      assertEquals("old", content(at("daily")));
      assertFalse(Files.exists(Path.of(at("deep/market"))));
      run.publish();
    }
    assertEquals("new", content(at("daily")));
    assertEquals("new too", content(at("deep/market")));
    assertEquals(List.of("daily", "deep"), names());
    assertEquals(List.of("market"), store.list(at("deep")));
  }

  @Test
  void close_withoutPublishLeavesTheOldContentAlone() throws IOException {
    fill(at("daily"), "old");
    try (Publication run = new Publication(store, "r-1")) {
      fill(run.stage(at("daily"), true), "new");
      fill(run.stage(at("market"), true), "new");
    }
    assertEquals("old", content(at("daily")));
    assertEquals(List.of("daily"), names());
  }

  @Test
  void stage_removesWhatWasWrittenOnAfterARunHadFailed() throws IOException {
    String abandoned;
    try (Publication run = new Publication(store, "r-1")) {
      abandoned = run.stage(at("daily"), true);
    }
    fill(abandoned, "late");
    String other;
    try (Publication run = new Publication(store, "r-1")) {
      other = run.stage(at("daily.1"), true);
    }
    fill(other, "of another target");
    try (Publication run = new Publication(store, "r-2")) {
      fill(run.stage(at("daily"), true), "new");
      run.publish();
    }
    assertEquals("new", content(at("daily")));
    assertEquals(List.of(Path.of(other).getFileName().toString(), "daily"), names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "größe-日本", "a\\b=c;d%20", "two\nlines", "daily.1", "[a]*"})
  void anyName_isPublishedAndRecovered(String name) throws IOException {
    HostProcess dying = new HostProcess("alpha", 1, Optional.empty());
    fill(at(name), "old");
    TroubledStore troubled =
        new TroubledStore(
            store,
            (operation, what, call) -> {
              call.run();
              if (what.equals("rename") && operation > 8) {
                throw new TroubledStore.Killed();
              }
            });
    Publication killed = new Publication(troubled, "r-1", dying, other -> Life.ENDED);
    fill(killed.stage(at(name), true), "new");
    assertThrows(TroubledStore.Killed.class, killed::publish);
    assertEquals("old", content(at(name)), "killed right after the commit");
    try (Publication next =
        new Publication(store, "r-1", HostProcess.current(), other -> Life.ENDED)) {
      next.stage(at(name), true);
      assertEquals("new", content(at(name)));
    }
    assertEquals(List.of(name), names());
  }

  @Test
  void stagedAndReservedNames_areHidden() throws IOException {
    try (Publication run = new Publication(store, "r-1")) {
      fill(run.stage(at("daily"), true), "new");
      assertTrue(names().stream().allMatch(name -> name.startsWith(".daily.")), names()::toString);
      assertEquals(3, names().size());
    }
  }

  @Test
  void existingContent_isNotReplacedUnasked() throws IOException {
    fill(at("daily"), "old");
    Files.createDirectory(folder.resolve("empty"));
    try (Publication run = new Publication(store, "r-1")) {
      assertDoesNotThrow(() -> run.stage(at("empty"), false));
      assertEquals(
          at("daily")
              + " exists already; replace it with replacingExisting(), or choose another folder",
          refusal(run, at("daily"), false));
      assertThrows(IllegalStateException.class, run::publish);
    }
    assertEquals(List.of("daily", "empty"), names());
  }

  @Test
  void contentThatCameMeanwhile_isNotReplacedEither() throws IOException {
    try (Publication run = new Publication(store, "r-1")) {
      fill(run.stage(at("daily"), false), "new");
      fill(at("daily"), "somebody else's");
      assertEquals(
          at("daily")
              + " exists already; replace it with replacingExisting(), or choose another folder",
          assertThrows(SinkException.class, run::publish).getMessage());
    }
    assertEquals("somebody else's", content(at("daily")));
    assertEquals(List.of("daily"), names());
  }

  @Test
  void file_isNoTarget() throws IOException {
    Files.writeString(folder.resolve("daily"), "");
    try (Publication run = new Publication(store, "r-1")) {
      assertEquals(at("daily") + " is a file; choose a folder", refusal(run, at("daily"), true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "file:/", "file:///"})
  void root_isNoTarget(String root) {
    try (Publication run = new Publication(store, "r-1")) {
      assertEquals(
          root + " is the root of its store; choose a folder in it", refusal(run, root, true));
    }
  }

  @Test
  void targetsWithinEachOther_areRefused() {
    try (Publication run = new Publication(store, "r-1")) {
      run.stage(at("a/b"), true);
      assertEquals(
          at("a/./b/c")
              + " is within the folder of another output, "
              + at("a/b")
              + "; choose another folder",
          refusal(run, at("a/./b/c"), true));
    }
    try (Publication run = new Publication(store, "r-1")) {
      run.stage(at("a/b"), true);
      assertEquals(
          at("a")
              + " contains the folder of another output, "
              + at("a/b")
              + "; choose another folder",
          refusal(run, at("a"), true));
    }
    try (Publication run = new Publication(store, "r-1")) {
      run.stage(at("a/b"), true);
      assertEquals(
          "file:"
              + at("a/b/")
              + " is the folder of another output, "
              + at("a/b")
              + "; choose another folder",
          refusal(run, "file:" + at("a/b/"), true));
    }
  }

  @Test
  void liveProcess_isWaitedFor() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    try (Publication run = new Publication(store, "r-1")) {
      HostProcess other =
          new HostProcess(
              HostProcess.current().host(), sleeper.pid(), sleeper.info().startInstant());
      String pending = reserved("daily", other);
      assertEquals(
          at("daily")
              + ": run r-0 (process "
              + sleeper.pid()
              + " on "
              + other.host()
              + ") has been writing it since 2021-02-05T21:00:00Z; wait until it ends",
          refusal(run, at("daily"), true));
      assertTrue(Files.exists(Path.of(pending)));
    } finally {
      sleeper.destroy();
      sleeper.waitFor();
    }
    try (Publication next = new Publication(store, "r-2")) {
      assertDoesNotThrow(() -> next.stage(at("daily"), true), "its process has ended");
    }
    assertEquals(List.of(), names());
  }

  @Test
  void runOfAnotherHost_isWaitedForUntilItIsDeclaredDead() throws IOException {
    String pending = reserved("daily", new HostProcess("beta", 4711, Optional.empty()));
    String dead = at(".daily.1.dead");
    try (Publication run = new Publication(store, "r-1")) {
      assertEquals(
          at("daily")
              + ": run r-0 (process 4711 on beta) has been writing it since 2021-02-05T21:00:00Z;"
              + " wait until it ends, or if it is dead rename "
              + pending
              + " to "
              + dead,
          refusal(run, at("daily"), true));
    }
    Files.move(Path.of(pending), Path.of(dead));
    try (Publication run = new Publication(store, "r-2")) {
      assertDoesNotThrow(() -> run.stage(at("daily"), true));
    }
    assertEquals(List.of(), names());
  }

  @Test
  void runOfThisProcess_isLiveUntilItIsClosed() {
    HostProcess self = HostProcess.current();
    Publication first = new Publication(store, "r-1");
    first.stage(at("daily"), true);
    try (Publication second = new Publication(store, "r-2")) {
      String message = refusal(second, at("daily"), true);
      String beginning =
          at("daily") + ": run r-1 (process " + self.pid() + " on " + self.host() + ") has been ";
      assertTrue(message.startsWith(beginning), message);
    }
    first.close();
    try (Publication third = new Publication(store, "r-3")) {
      assertDoesNotThrow(() -> third.stage(at("daily"), true));
    }
  }

  @Test
  void runThatFailedAfterItsCommit_isFinishedByTheNextOfThisProcess() throws IOException {
    fill(at("daily"), "old");
    fill(at("market"), "old");
    TroubledStore troubled =
        new TroubledStore(
            store,
            (operation, what, call) -> {
              if (what.equals("rename") && Files.exists(folder.resolve("daily/ticker=A/new"))) {
                throw new IOException("disk went away");
              }
              call.run();
            });
    try (Publication run = new Publication(troubled, "r-1")) {
      String staged = run.stage(at("daily"), true);
      fill(staged, "new");
      Files.writeString(Path.of(staged, "ticker=A", "new"), "");
      fill(run.stage(at("market"), true), "new");
      assertEquals(
          at("daily")
              + ": only part of the run is published: disk went away;"
              + " the next run that writes here finishes it",
          assertThrows(SinkException.class, run::publish).getMessage());
    }
    assertEquals("old", content(at("market")));
    try (Publication next = new Publication(store, "r-2")) {
      next.stage(at("market"), true);
    }
    assertEquals("new", content(at("daily")));
    assertEquals("new", content(at("market")));
    assertEquals(List.of("daily", "market"), names());
  }

  @Test
  void reservationTakenAway_publishesNothing() throws IOException {
    try (Publication run = new Publication(store, "r-1")) {
      fill(run.stage(at("daily"), true), "new");
      Files.delete(Path.of(at(".daily.1.pending")));
      assertEquals(
          at("daily")
              + ": "
              + at(".daily.1.pending")
              + " was removed while run r-1 was writing; nothing is published, run it again",
          assertThrows(SinkException.class, run::publish).getMessage());
    }
    assertEquals(List.of(), names());
  }

  @Test
  void nothingWritten_publishesNothing() throws IOException {
    try (Publication run = new Publication(store, "r-1")) {
      fill(run.stage(at("daily"), true), "new");
      String staged = run.stage(at("market"), true);
      assertEquals(
          at("market") + ": nothing was written to " + staged,
          assertThrows(SinkException.class, run::publish).getMessage());
    }
    assertEquals(List.of(), names());
  }

  @Test
  void deadRunOfAnotherPath_isLeftToThatPath() throws IOException {
    reserved("daily", new HostProcess(HostProcess.current().host(), 0, Optional.empty()));
    Files.move(folder.resolve(".daily.1.pending"), folder.resolve(".moved.1.pending"));
    try (Publication run = new Publication(store, "r-1")) {
      assertEquals(
          at("moved")
              + ": run r-0 died writing it as "
              + at("daily")
              + "; run once with that path to recover",
          refusal(run, at("moved"), true));
    }
    assertEquals(List.of(".moved.1.pending"), names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "marketvolume-pending 2\nend\n", "marketvolume-pending 1\nrun=a\n"})
  void unreadableReservation_isNotTouched(String text) throws IOException {
    Files.writeString(folder.resolve(".daily.1.pending"), text);
    try (Publication run = new Publication(store, "r-1")) {
      String message = refusal(run, at("daily"), true);
      assertTrue(
          message.startsWith(
              at("daily")
                  + ": cannot be staged: "
                  + at(".daily.1.pending")
                  + " is not a reservation that this version reads (its "),
          message);
      assertTrue(message.endsWith("); remove it by hand if no run writes here"), message);
    }
    assertEquals(List.of(".daily.1.pending"), names());
  }

  @Test
  void runsThatStartTogether_exactlyOneGoesOn() throws Exception {
    int rivals = 4;
    CyclicBarrier start = new CyclicBarrier(rivals);
    ExecutorService threads = Executors.newFixedThreadPool(rivals);
    try {
      for (int round = 0; round < 50; round++) {
        String target = at("daily-" + round);
        List<Publication> runs = new ArrayList<>();
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < rivals; i++) {
          Publication run = new Publication(store, "r-" + i);
          runs.add(run);
          attempts.add(
              () -> {
                start.await();
                try {
                  run.stage(target, true);
                  return true;
                } catch (SinkException refused) {
                  assertTrue(
                      refused.getMessage().contains("has been writing it"), refused::toString);
                  return false;
                }
              });
        }
        int winners = 0;
        for (var attempt : threads.invokeAll(attempts)) {
          winners += attempt.get() ? 1 : 0;
        }
        assertEquals(1, winners);
        runs.forEach(Publication::close);
      }
      assertEquals(List.of(), names());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void runId_hasNoOtherCharacters() {
    assertEquals(
        "run id \"a.b\" has other characters than letters, digits and hyphens",
        assertThrows(IllegalArgumentException.class, () -> new Publication(store, "a.b"))
            .getMessage());
  }
}

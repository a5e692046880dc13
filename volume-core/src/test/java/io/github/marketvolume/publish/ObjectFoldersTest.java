package io.github.marketvolume.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.publish.HostProcess.Life;
import io.github.marketvolume.publish.TroubledStore.Killed;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders published in a store that has none, and that may fail or end the process anywhere. */
class ObjectFoldersTest {

  private static final List<String> TARGETS = List.of("mem://lake/daily", "mem://lake/market");
  private static final String REPORT = "mem://lake/run.json";
  private static final AtomicLong PIDS = new AtomicLong(1000);

  /** A run of a process of its own, which all others find dead. */
  private static Publication run(MemoryObjects objects) {
    HostProcess process =
        new HostProcess("alpha", PIDS.incrementAndGet(), Optional.of(Instant.EPOCH));
    return new Publication(new ObjectFolders(objects), "nightly", process, other -> Life.ENDED);
  }

  private static void publish(MemoryObjects objects, String content, int files) {
    try (Publication run = run(objects)) {
      for (String target : TARGETS) {
        String staged = run.stage(target, true);
        for (int i = 0; i < files; i++) {
          objects.put(staged + "/part-" + i + ".parquet", content);
        }
      }
      objects.put(run.stageReport(REPORT, true), PublicationCrashTest.report(content));
      run.publish();
    }
  }

  private static MemoryObjects withOld() {
    MemoryObjects objects = new MemoryObjects();
    publish(objects, "old", 3);
    return objects;
  }

  /** The one content that all targets have, whole: no file of another. */
  private static String agreed(MemoryObjects objects) {
    Set<String> contents = new HashSet<>();
    for (String target : TARGETS) {
      List<String> files =
          objects.names().stream()
              .filter(name -> name.startsWith(target + "/") && !isManifest(name))
              .toList();
      Set<String> texts = new HashSet<>();
      files.forEach(file -> texts.add(objects.text(file).orElseThrow()));
      assertThat(texts).as(files.toString()).hasSize(1);
      String content = texts.iterator().next();
      assertThat(files).hasSize(content.equals("old") ? 3 : 2);
      contents.add(content);
    }
    contents.add(PublicationCrashTest.runIn(objects.text(REPORT).orElseThrow()));
    assertThat(contents).hasSize(1);
    return contents.iterator().next();
  }

  private static boolean isManifest(String name) {
    return TARGETS.stream().anyMatch(target -> name.equals(target + "/" + OwnContent.MANIFEST));
  }

  private static void assertNothingHidden(MemoryObjects objects) {
    assertThat(objects.names()).noneMatch(name -> name.contains("/.") && !isManifest(name));
  }

  @Test
  void aFolder_isReplacedWhole() {
    MemoryObjects objects = withOld();
    publish(objects, "new", 2);
    assertThat(agreed(objects)).isEqualTo("new");
    assertNothingHidden(objects);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aRunThatDiesAtAnyOperation_isFinishedOrUndoneByTheNext(boolean carriedOut) {
    boolean sawOld = false;
    boolean sawNew = false;
    for (int fatal = 1; ; fatal++) {
      MemoryObjects objects = withOld();
      objects.trouble(TroubledStore.killedAt(fatal, carriedOut));
      try {
        publish(objects, "new", 2);
        assertThat(fatal).isGreaterThan(30);
        break;
      } catch (Killed e) {
        objects.trouble((operation, name, call) -> call.run());
      }
      try (Publication next = run(objects)) {
        TARGETS.forEach(target -> next.stage(target, true));
        next.stageReport(REPORT, true);
      }
      String content = agreed(objects);
      sawOld |= content.equals("old");
      sawNew |= content.equals("new");
      assertNothingHidden(objects);
    }
    assertThat(sawOld && sawNew).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aRunWhoseStoreFailsAtAnyOperation_showsOldOrNew(boolean carriedOut) {
    for (int faulty = 1; ; faulty++) {
      MemoryObjects objects = withOld();
      objects.trouble(TroubledStore.failingAt(faulty, carriedOut));
      boolean failed = false;
      try {
        publish(objects, "new", 2);
      } catch (SinkException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        failed = true;
      }
      int operations = objects.operations();
      objects.trouble((operation, name, call) -> call.run());
      try (Publication next = run(objects)) {
        TARGETS.forEach(target -> next.stage(target, true));
        next.stageReport(REPORT, true);
      }
      agreed(objects);
      assertNothingHidden(objects);
      if (!failed && faulty > operations) {
        break;
      }
      if (faulty > 1000) {
        fail("no end");
      }
    }
  }

  @Test
  void aFolderThatIsBeingReplaced_isNotRead() throws IOException {
    MemoryObjects objects = withOld();
    ObjectFolders.requireSettled(objects, TARGETS);
    boolean refused = false;
    for (int fatal = 1; !refused && fatal < 200; fatal++) {
      MemoryObjects dying = withOld();
      dying.trouble(TroubledStore.killedAt(fatal, true));
      try {
        publish(dying, "new", 2);
      } catch (Killed e) {
        dying.trouble((operation, name, call) -> call.run());
        long contents =
            dying.names().stream()
                .filter(name -> name.startsWith(TARGETS.get(0) + "/") && !isManifest(name))
                .map(name -> dying.text(name).orElseThrow())
                .distinct()
                .count();
        if (contents > 1) {
          assertThatThrownBy(
                  () -> ObjectFolders.requireSettled(dying, List.of(TARGETS.get(0) + "/part=1")))
              .isInstanceOf(IOException.class)
              .hasMessage(
                  "run nightly is just putting new content into mem://lake/daily; read it when"
                      + " that is done, or run again what was cut short");
          refused = true;
        }
      }
    }
    assertThat(refused).isTrue();
  }

  @Test
  void twoRuns_cannotWriteOneFolder() {
    MemoryObjects objects = new MemoryObjects();
    ObjectFolders store = new ObjectFolders(objects);
    try (Publication one = new Publication(store, "one");
        Publication other = new Publication(store, "other")) {
      one.stage(TARGETS.get(0), true);
      assertThatThrownBy(() -> other.stage(TARGETS.get(0), true))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("run one");
    }
    assertThat(objects.names()).isEmpty();
  }

  @Test
  void aFolderWithContent_isNotReplacedUnasked() {
    MemoryObjects objects = withOld();
    try (Publication run = run(objects)) {
      assertThatThrownBy(() -> run.stage(TARGETS.get(0), false))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("exists");
    }
    assertThat(agreed(objects)).isEqualTo("old");
  }

  /** What Hadoop's file systems and committers leave beside the content. */
  @Test
  void objectsThatAreNoContent_areNotPublished() {
    MemoryObjects objects = withOld();
    try (Publication run = run(objects)) {
      String staged = run.stage(TARGETS.get(0), true);
      objects.put(staged + "/", "");
      objects.put(staged + "/ticker=A/", "");
      objects.put(staged + "/ticker=A/part-0.parquet", "new");
      objects.put(staged + "/_temporary/0/part-9", "of a failed attempt");
      objects.put(staged + "/_SUCCESS", "");
      run.publish();
    }
    assertThat(objects.names())
        .filteredOn(name -> name.startsWith("mem://lake/daily") || name.contains("/."))
        .filteredOn(name -> !isManifest(name))
        .containsExactly("mem://lake/daily/_SUCCESS", "mem://lake/daily/ticker=A/part-0.parquet");
    publish(objects, "newer", 2);
    assertThat(agreed(objects)).isEqualTo("newer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "part-7.parquet", "a/b", ".hidden", "ticker=Z/part-0.csv"})
  void aFolderWithForeignObjects_isNotReplaced(String foreign) {
    MemoryObjects objects = withOld();
    objects.put(TARGETS.get(1) + "/" + foreign, "mine");
    List<String> before = objects.names();
    assertThatThrownBy(() -> publish(objects, "new", 2))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            TARGETS.get(1)
                + " is not replaced: no run wrote what is in "
                + foreign
                + "; move that elsewhere, or choose another folder");
    assertThat(objects.names()).isEqualTo(before);
  }

  @Test
  void aFolderThatIsButAMarker_isEmpty() {
    MemoryObjects objects = new MemoryObjects();
    objects.put("mem://lake/daily/", "");
    try (Publication run = run(objects)) {
      objects.put(run.stage(TARGETS.get(0), false) + "/part-0.parquet", "new");
      run.publish();
    }
    assertThat(objects.names())
        .containsExactly("mem://lake/daily/.marketvolume", "mem://lake/daily/part-0.parquet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mem://lake/a//b", "mem://lake/./b", "mem://lake/a/..", "mem:///b"})
  void partsOfANameThatFileSystemsLeaveOut_areRefused(String target) {
    MemoryObjects objects = new MemoryObjects();
    try (Publication run = run(objects)) {
      assertThatThrownBy(() -> run.stage(target, true))
          .isInstanceOf(SinkException.class)
          .hasMessage(
              target
                  + ": cannot be staged: a part of its name is empty, '.' or '..'; write it"
                  + " without");
    }
  }

  @Test
  void aReaderOfManyPartitions_asksForEachFolderAbove_notForEachPartition() throws IOException {
    MemoryObjects objects = withOld();
    objects.trouble((operation, name, call) -> call.run());
    ObjectFolders.requireSettled(
        objects, List.of("mem://lake/daily/t=A", "mem://lake/daily/t=B", "mem://lake/daily/t=C"));
    assertThat(objects.operations()).isEqualTo(2);
  }

  @Test
  void aLink_isACopy() throws IOException {
    MemoryObjects objects = withOld();
    ObjectFolders store = new ObjectFolders(objects);
    store.link("mem://lake/daily/part-0.parquet", "mem://lake/.staged/part-0.parquet");
    store.delete("mem://lake/daily");
    assertThat(store.read("mem://lake/.staged/part-0.parquet")).isEqualTo("old");
    assertThatThrownBy(() -> store.link("mem://lake/none", "mem://lake/copy"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("mem://lake/none");
  }
}

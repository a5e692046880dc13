package io.github.marketvolume.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The private folder of a run: who may see it, who deletes it, and who does not. */
class ScratchFolderTest {

  @TempDir private Path work;

  private Path scratch;
  private ScratchFolder folder;

  @BeforeEach
  void nameFolders() {
    scratch = work.resolve("new/scratch");
    folder = new ScratchFolder(scratch);
  }

  @AfterEach
  void removeFolder() {
    assertThat(folder.remove()).isEmpty();
  }

  /** What another process does: makes its folder, says where it is, and ends with its input. */
  public static final class OtherRun {

    private OtherRun() {}

    public static void main(String[] args) throws IOException {
      ScratchFolder folder = new ScratchFolder(Path.of(args[0]));
      Path file = Files.writeString(folder.path().resolve("spill"), "rows");
      Files.createSymbolicLink(folder.newFolder("files").resolve("link"), Path.of(args[1]));
      System.out.println(file.getParent());
      if (System.in.read() >= 0) {
        System.out.println(folder.remove());
      }
    }
  }

  private Process otherRun(Path linked) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherRun.class.getName(),
            scratch.toString(),
            linked.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path folderOf(Process run) throws IOException {
    BufferedReader out = run.inputReader(UTF_8);
    return Path.of(out.readLine());
  }

  /** Lets another process make its folder, and so look for those of the dead, and end well. */
  private void anotherRunComesAndGoes() throws IOException, InterruptedException {
    Process run = otherRun(work);
    Path other = folderOf(run);
    run.getOutputStream().write('\n');
    run.getOutputStream().close();
    assertThat(run.waitFor()).isZero();
    assertThat(other).doesNotExist();
  }

  private List<Path> inScratch() throws IOException {
    try (Stream<Path> entries = Files.list(scratch)) {
      return entries.toList();
    }
  }

  @Test
  @DisplayName("it is made when it is needed, for its owner alone, and goes with all that is in it")
  void comesAndGoes() throws IOException {
    assertThat(scratch).doesNotExist();
    Path path = folder.path();
    assertThat(path.getParent()).isEqualTo(scratch);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
    assertThat(folder.path()).isSameAs(path);
    Files.writeString(folder.newFolder("files").resolve("part-0.csv"), "rows");
    Files.writeString(folder.newFolder("files").resolve("part-0.csv"), "other rows");
    assertThat(folder.newPath("spill")).hasParentRaw(path).doesNotExist();
    assertThat(folder.remove()).isEmpty();
    assertThat(scratch).isEmptyDirectory();
    assertThatIllegalStateException()
        .isThrownBy(() -> folder.newPath("spill"))
        .withMessage("the run has ended");
    assertThat(System.getProperties().stringPropertyNames())
        .noneMatch(name -> name.startsWith("io.github.marketvolume.scratch"));
  }

  @Test
  @DisplayName("a link in it is deleted, and what it leads to is not")
  void linksAreNotFollowed() throws IOException {
    Path mine = Files.createDirectory(work.resolve("mine"));
    Path file = Files.writeString(mine.resolve("prices.csv"), "dear");
    Files.createSymbolicLink(folder.path().resolve("folder"), mine);
    Files.createSymbolicLink(folder.newFolder("files").resolve("file"), file);
    assertThat(folder.remove()).isEmpty();
    assertThat(scratch).isEmptyDirectory();
    assertThat(file).hasContent("dear");
  }

  @Test
  @DisplayName("a scratch folder that is none leaves nothing half made, and the next try may work")
  void scratchIsAFile() throws IOException {
    Files.createDirectories(scratch.getParent());
    Files.writeString(scratch, "mine");
    assertThatThrownBy(folder::path).isInstanceOf(FileAlreadyExistsException.class);
    Files.delete(scratch);
    assertThat(folder.path()).isDirectory();
  }

  @Test
  @DisplayName("the folder of a process that lives is kept; of one that was killed, it is deleted")
  void deadAndAlive() throws Exception {
    Path mine = Files.createDirectory(work.resolve("mine"));
    Path file = Files.writeString(mine.resolve("prices.csv"), "dear");
    Process other = otherRun(mine);
    try {
      Path path = folderOf(other);
      folder.path();
      assertThat(path)
          .isDirectoryContaining("glob:**spill")
          .isDirectoryContaining("glob:**files-0");
      other.destroyForcibly().onExit().join();
      assertThat(path).as("nobody was there to delete it").isDirectory();

      ScratchFolder next = new ScratchFolder(scratch);
      assertThat(inScratch()).contains(path);
      assertThat(next.path()).isDirectory();
      assertThat(path).doesNotExist();
      assertThat(next.remove()).isEmpty();
      assertThat(inScratch()).containsExactly(folder.path());
      assertThat(file).hasContent("dear");
    } finally {
      other.destroyForcibly().onExit().join();
    }
  }

  @Test
  @DisplayName("other runs of this process do not cost a run its lock")
  void runsOfOneProcess() throws Exception {
    Path file = Files.writeString(folder.path().resolve("spill"), "rows");
    ScratchFolder second = new ScratchFolder(scratch);
    assertThat(second.path()).isDirectory();
    assertThat(second.remove()).isEmpty();
    anotherRunComesAndGoes();
    assertThat(file).hasContent("rows");
  }

  @Test
  @DisplayName("nor do runs of this library loaded a second time, as application servers do")
  void runsOfAnotherClassLoader() throws Exception {
    Path file = Files.writeString(folder.path().resolve("spill"), "rows");
    var constructor =
        new Again().loadClass(ScratchFolder.class.getName()).getDeclaredConstructor(Path.class);
    constructor.setAccessible(true);
    Object second = constructor.newInstance(scratch);
    assertThat(second).isNotInstanceOf(ScratchFolder.class);
    var path = second.getClass().getDeclaredMethod("path");
    path.setAccessible(true);
    Path other = (Path) path.invoke(second);
    assertThat(other).isDirectory();
    new ScratchFolder(scratch).remove();
    ScratchFolder third = new ScratchFolder(scratch);
    assertThat(third.path()).isDirectory();
    assertThat(third.remove()).isEmpty();
    anotherRunComesAndGoes();
    assertThat(file).hasContent("rows");
    assertThat(other).isDirectory();
    var remove = second.getClass().getDeclaredMethod("remove");
    remove.setAccessible(true);
    assertThat(remove.invoke(second)).isEqualTo(List.of());
  }

  /** Loads this library anew. */
  private static final class Again extends ClassLoader {

    Again() {
      super(ScratchFolderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.github.marketvolume.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  @DisplayName("nor does somebody who replaces the system properties")
  void systemPropertiesReplaced() throws Exception {
    Path file = Files.writeString(folder.path().resolve("spill"), "rows");
    Properties properties = System.getProperties();
    Properties copy = new Properties();
    properties.stringPropertyNames().stream()
        .filter(name -> !name.startsWith("io.github.marketvolume"))
        .forEach(name -> copy.setProperty(name, properties.getProperty(name)));
    try {
      System.setProperties(copy);
      ScratchFolder second = new ScratchFolder(scratch);
      assertThat(second.path()).isDirectory();
      assertThat(second.remove()).isEmpty();
    } finally {
      System.setProperties(properties);
    }
    anotherRunComesAndGoes();
    assertThat(file).hasContent("rows");
  }

  @Test
  @DisplayName("a folder that no dead run of this user has left is not touched")
  void foreignFolders() throws IOException {
    Files.createDirectories(scratch);
    Path mine = Files.createDirectory(work.resolve("volume-run-1"));
    lockFileIn(mine);
    List<Path> kept =
        List.of(
            lockFileIn(Files.createDirectory(scratch.resolve("volume-run-"))),
            lockFileIn(Files.createDirectory(scratch.resolve("volume-run-1a"))),
            lockFileIn(Files.createDirectory(scratch.resolve("volume-runs"))),
            lockFileIn(Files.createDirectory(scratch.resolve("my-volume-run-1"))),
            Files.writeString(
                Files.createDirectory(scratch.resolve("volume-run-2")).resolve("rows"), "no lock"),
            Files.writeString(
                Files.createDirectory(scratch.resolve("volume-run-3")).resolve("owner.new"),
                "about to be locked"),
            Files.createSymbolicLink(scratch.resolve("volume-run-4"), mine).resolve("owner.lock"),
            Files.createSymbolicLink(
                Files.createDirectory(scratch.resolve("volume-run-5")).resolve("owner.lock"),
                mine.resolve("owner.lock")),
            Files.createDirectories(scratch.resolve("volume-run-6/owner.lock")),
            Files.writeString(scratch.resolve("volume-run-7"), "a file"));
    Path dead = lockFileIn(Files.createDirectory(scratch.resolve("volume-run-8")));
    assertThat(folder.path()).isDirectory();
    assertThat(kept).allSatisfy(path -> assertThat(path).exists());
    assertThat(mine.resolve("owner.lock")).exists();
    assertThat(dead.getParent()).doesNotExist();
  }

  @Test
  @DisplayName("a folder of another user is not touched, even by root")
  void anotherUser() throws IOException {
    Files.createDirectories(scratch);
    Path other = lockFileIn(Files.createDirectory(scratch.resolve("volume-run-1")));
    boolean given;
    try {
      Files.setAttribute(other.getParent(), "unix:uid", 12_345);
      given = true;
    } catch (IOException e) {
      given = false;
    }
    assumeTrue(given, "only root may give a folder away");
    assertThat(folder.path()).isDirectory();
    assertThat(other).exists();
  }

  @Test
  @DisplayName("of a dead run, what cannot be deleted is told, and all else is deleted")
  void stuck() throws Exception {
    Files.createDirectories(scratch);
    Path dead = Files.createDirectory(scratch.resolve("volume-run-1"));
    lockFileIn(dead);
    Path stuck = Files.createDirectory(dead.resolve("a"));
    Path other = Files.writeString(dead.resolve("b"), "rows");
    assumeTrue(
        call("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", stuck.toString()) == 0,
        "only root may mount a small disk");
    ScratchFolder next = new ScratchFolder(scratch);
    try {
      assertThat(next.path()).isDirectory();
      assertThat(next.remove())
          .containsExactly(
              "the temporary folder "
                  + dead
                  + " could not be deleted: a: Device or resource busy; delete it");
      assertThat(other).doesNotExist();
      assertThat(dead.resolve("owner.lock")).exists();
    } finally {
      assertThat(call("umount", stuck.toString())).isZero();
    }
    assertThat(folder.path()).isDirectory();
    assertThat(dead).doesNotExist();
  }

  private static Path lockFileIn(Path folder) throws IOException {
    return Files.writeString(folder.resolve("owner.lock"), "");
  }

  private static int call(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.onExit().join().exitValue();
  }
}

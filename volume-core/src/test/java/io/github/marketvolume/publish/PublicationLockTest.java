package io.github.marketvolume.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.publish.PublicationText.Pending;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who lives is told by locks, where numbers of processes cannot tell. */
class PublicationLockTest {

  private final LocalStore store = new LocalStore();

  private Path folder;

  @BeforeEach
  void folder(@TempDir Path temp) throws IOException {
    folder = temp.toRealPath();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /** A process that keeps a file locked until it ends. */
  static final class Holder {

    public static void main(String[] files) throws IOException {
      boolean held = new LocalStore().hold(files[0]).isPresent();
      System.out.println(held ? "held" : "no locks");
      System.out.flush();
      while (System.in.read() >= 0) {
        // until the other end is closed
      }
    }
  }

  private static String locationOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private Process holder(String file) throws IOException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                locationOf(LocalStore.class) + ":" + locationOf(Holder.class),
                Holder.class.getName(),
                file)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    return holder;
  }

  /** A reservation of a process that has a number which nobody here has, as in a container. */
  private void reservedIn(String name, String lock) throws IOException {
    HostProcess elsewhere =
        new HostProcess(HostProcess.current().host(), 1L << 31, Optional.of(Instant.EPOCH));
    Pending pending =
        new Pending(
            "r-0",
            "r-0-5f",
            elsewhere,
            Instant.parse("2021-02-05T21:00:00Z"),
            at(name),
            at("." + name + ".r-0-5f.journal"),
            Optional.of(lock));
    Files.writeString(folder.resolve("." + name + ".1.pending"), pending.print());
    Files.createDirectory(folder.resolve("." + name + ".r-0-5f.staged"));
  }

  @Test
  @DisplayName("a process that holds its lock lives, though no process here has its number")
  void heldLock() throws Exception {
    String lock = at(".daily.r-0-5f.lock");
    Process holder = holder(lock);
    try {
      reservedIn("daily", lock);
      try (Publication run = new Publication(store, "r-1")) {
        assertThatThrownBy(() -> run.stage(at("daily"), true))
            .isInstanceOf(SinkException.class)
            .hasMessageContaining(
                "has been writing it since 2021-02-05T21:00:00Z; wait until it ends");
      }
      assertThat(folder.resolve(".daily.r-0-5f.staged")).exists();
    } finally {
      holder.destroyForcibly().waitFor();
    }
    try (Publication run = new Publication(store, "r-1")) {
      run.stage(at("daily"), true);
      assertThat(folder.resolve(".daily.r-0-5f.staged")).doesNotExist();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @DisplayName("a run under another class loader of this process lives until it is closed")
  void otherClassLoader() throws Exception {
    URL[] classes = {
      LocalStore.class.getProtectionDomain().getCodeSource().getLocation(),
      JsonFactory.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader other = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = other.loadClass(Publication.class.getName());
      assertThat(type).isNotSameAs(Publication.class);
      Class<?> stores = other.loadClass(Store.class.getName());
      Object theirStore =
          other.loadClass(LocalStore.class.getName()).getConstructor().newInstance();
      Constructor<?> constructor = type.getConstructor(stores, String.class);
      AutoCloseable theirs = (AutoCloseable) constructor.newInstance(theirStore, "theirs");
      var stage = type.getMethod("stage", String.class, boolean.class);
      String staged = (String) stage.invoke(theirs, at("daily"), true);
      Files.createDirectory(Path.of(staged));
      try (Publication ours = new Publication(store, "ours")) {
        assertThatThrownBy(() -> ours.stage(at("daily"), true))
            .isInstanceOf(SinkException.class)
            .hasMessageContaining(": run theirs (process " + ProcessHandle.current().pid());
      }
      assertThat(Path.of(staged)).exists();
      // And they see ours, as the lock that they hold was not given up by our look at it.
      try (Publication ours = new Publication(store, "ours")) {
        ours.stage(at("market"), true);
        assertThatThrownBy(() -> stage.invoke(theirs, at("market"), true))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .hasMessageContaining(": run ours (process ");
      }
      theirs.close();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @DisplayName("the lock of a run that died before it reserved anything is removed")
  void orphanedLock() throws Exception {
    Files.createFile(folder.resolve(".daily.r-0-5f.lock"));
    try (Publication run = new Publication(store, "r-1")) {
      run.stage(at("daily"), true);
      assertThat(folder.resolve(".daily.r-0-5f.lock")).doesNotExist();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @DisplayName("a store without locks asks for processes by number, as before")
  void noLocks() throws Exception {
    Store withoutLocks = new TroubledStore(store, (operation, name, call) -> call.run());
    try (Publication run = new Publication(withoutLocks, "r-1")) {
      Files.createDirectory(Path.of(run.stage(at("daily"), false)));
      run.publish();
    }
    try (Publication run = new Publication(withoutLocks, "r-2")) {
      run.stage(at("daily"), true);
      try (Publication other = new Publication(withoutLocks, "r-3")) {
        assertThatThrownBy(() -> other.stage(at("daily"), true))
            .hasMessageContaining(": run r-2 (process ");
      }
    }
    assertThat(folder.toFile().list()).containsExactly("daily");
  }
}

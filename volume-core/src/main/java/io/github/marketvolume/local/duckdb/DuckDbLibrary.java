package io.github.marketvolume.local.duckdb;

import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB's native library. Its driver unpacks it from the jar into the system's folder for
 * temporary files, some 70 MB, and deletes it when the process ends, but not if it is killed. Where
 * the jar has none, as in this project's application, the driver loads the one that lies beside the
 * jar, and there is nothing to do.
 *
 * <p>On Linux a file that is in use can be deleted. So the copy is, as soon as it is loaded, and so
 * are old ones: whoever unpacked one an hour ago has loaded it, or is dead.
 */
final class DuckDbLibrary {

  private static final Path MAPPED_FILES = Path.of("/proc/self/maps");
  private static final Pattern COPY = Pattern.compile("libduckdb_java\\d+\\.so");
  private static final Duration LOADED_BY_THEN = Duration.ofHours(1);

  private static boolean loaded;

  /** Why it was not loaded, else null; the driver does not try again in this process. */
  private static @Nullable LinkageError failure;

  private DuckDbLibrary() {}

  /**
   * Loads the library, unless it is loaded.
   *
   * @throws VolumeException if it cannot be, naming the folder that is full
   */
  @SuppressWarnings("StaticAssignmentOfThrowable") // it is the cause of whatever is said later
  static synchronized void load() {
    if (loaded) {
      return;
    }
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    OptionalLong size = unpackedSize();
    if (failure == null) {
      if (size.isPresent() && mayNeedSpace()) {
        requireSpace(folder, size.getAsLong());
      }
      failure = uninterrupted(() -> tryToLoad(folder));
    }
    if (failure != null) {
      throw cannotBeLoaded(folder, size.isPresent(), failure);
    }
    loaded = true;
  }

  /**
   * Does some work in a thread that nobody interrupts. An interrupt closes the file that is being
   * written, and the driver does not try to unpack the library again in a process.
   */
  private static <T> @Nullable T uninterrupted(Supplier<@Nullable T> work) {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    Thread thread = new Thread(() -> result.set(work.get()), "volume-duckdb");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result.get();
  }

  /** Loads the library, and deletes the copy; says what is wrong with it, or null. */
  private static @Nullable LinkageError tryToLoad(Path folder) {
    LinkageError wrong = initialized();
    if (wrong == null) {
      deleteCopies(folder);
    }
    return wrong;
  }

  private static @Nullable LinkageError initialized() {
    try {
      Class.forName("org.duckdb.DuckDBNative", true, DuckDBDriver.class.getClassLoader());
      return null;
    } catch (ClassNotFoundException e) {
      return null; // a driver of another version, which loads it when it likes
    } catch (LinkageError e) {
      return e;
    }
  }

  /** How many bytes the driver will unpack; empty if its jar has no library for this machine. */
  private static OptionalLong unpackedSize() {
    URL library = DuckDBDriver.class.getResource("/libduckdb_java.so_" + platform());
    if (library == null) {
      return OptionalLong.empty();
    }
    try {
      URLConnection connection = library.openConnection();
      return OptionalLong.of(Math.max(0, connection.getContentLengthLong()));
    } catch (IOException e) {
      return OptionalLong.of(0);
    }
  }

  /** The machine, as the driver calls it. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name =
        system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macos" : "linux";
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name + (processor.matches("aarch64|arm64") ? "_arm64" : "_amd64");
  }

  /** Whether the system shows that nobody in this process has loaded a copy yet. */
  private static boolean mayNeedSpace() {
    try {
      return Files.exists(MAPPED_FILES) && mappedLibraries().isEmpty();
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** Fails before the driver does, which would leave a part of the library in the full folder. */
  private static void requireSpace(Path folder, long bytes) {
    long space;
    try {
      space = Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return; // the driver says what is wrong
    }
    if (space < bytes) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "DuckDB's native library needs %,d MB in %s, which has %,d MB left; free some space"
                  + " there, or choose another folder with -Djava.io.tmpdir=DIR",
              (bytes >> 20) + 1,
              folder,
              space >> 20));
    }
  }

  private static VolumeException cannotBeLoaded(Path folder, boolean unpacked, LinkageError e) {
    return new VolumeException(
        "DuckDB's native library cannot be "
            + (unpacked ? "unpacked into " + folder + " and loaded from there" : "loaded")
            + ": "
            + Failures.reason(Failures.root(e))
            + (unpacked
                ? "; free some space there, or choose another folder with -Djava.io.tmpdir=DIR"
                : "; put it beside the driver's jar, or take a jar that has it"),
        e);
  }

  private static void deleteCopies(Path folder) {
    try {
      List<Path> own = loadedCopies();
      Optional<Path> any = own.stream().filter(Files::exists).findAny();
      if (any.isPresent()) {
        UserPrincipal self = Files.getOwner(any.get());
        for (Path copy : own) {
          Files.deleteIfExists(copy);
        }
        deleteOldCopies(folder, self, Instant.now().minus(LOADED_BY_THEN));
      }
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      // Another run deletes it in an hour.
    }
  }

  /** The copies that this process has loaded, where the system tells. */
  private static List<Path> loadedCopies() throws IOException {
    return Files.exists(MAPPED_FILES)
        ? mappedLibraries().stream().map(Path::of).filter(DuckDbLibrary::isCopy).toList()
        : List.of();
  }

  /** The names of DuckDB's libraries in this process; of one whose file is deleted, no path. */
  private static List<String> mappedLibraries() throws IOException {
    try (Stream<String> lines = Files.lines(MAPPED_FILES)) {
      return lines
          .filter(line -> line.contains("/libduckdb_java"))
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .toList();
    }
  }

  private static boolean isCopy(Path file) {
    return COPY.matcher(file.getFileName().toString()).matches();
  }

  /** Deletes the copies that a user's processes had loaded before some time, or did not come to. */
  static void deleteOldCopies(Path folder, UserPrincipal user, Instant before) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder,
            file ->
                isCopy(file)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(user)
                    && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(before))) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}

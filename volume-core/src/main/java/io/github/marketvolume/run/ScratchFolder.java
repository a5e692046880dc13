package io.github.marketvolume.run;

import io.github.marketvolume.error.ScratchException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The private folder of one run, below the scratch folder: whatever the run puts on disk for itself
 * is in it, and is deleted with it. It is made when it is first needed; nobody but its owner may
 * read it. Safe for many threads.
 *
 * <p>A file in it is locked as long as the run lives. The operating system releases the lock when
 * the process ends, however it ends, so that a later run on the same scratch folder finds what a
 * killed one has left, and deletes it. A process id would not do: processes in two containers may
 * have the same one.
 *
 * <p>On Unix a process loses its lock of a file when it closes the file, by whatever channel. So a
 * folder is claimed for its run in the system properties, which all class loaders of a process
 * share, and no other run of the process opens its lock file.
 */
public final class ScratchFolder {

  private static final String PREFIX = "volume-run-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+");

  /** A file of this name has been locked by the owner of its folder: it got the name after that. */
  private static final String LOCK = "owner.lock";

  private static final String NOT_YET_LOCKED = "owner.new";
  private static final String CLAIM = "io.github.marketvolume.scratch";

  private static final String NO_SPACE = "No space left on device";

  /** Channels that must not be closed, for this process would lose the lock of a live run. */
  private static final Queue<FileChannel> KEPT_OPEN = new ConcurrentLinkedQueue<>();

  private final Path scratch;

  /** What dead runs have left that cannot be deleted, in a line each. */
  private final List<String> stuck = new ArrayList<>();

  /** The folder; null before it is needed. */
  private @Nullable Path folder;

  private @Nullable FileChannel lock;
  private @Nullable String claim;
  private int folders;
  private boolean removed;

  /**
   * A folder that is not there yet.
   *
   * @param scratch the scratch folder, which is made if there is none
   */
  public ScratchFolder(Path scratch) {
    this.scratch = scratch;
  }

  /** The folder, which exists then. */
  public synchronized Path path() throws IOException {
    if (removed) {
      throw new IllegalStateException("the run has ended");
    }
    if (folder == null) {
      folder = Files.createTempDirectory(Files.createDirectories(scratch), PREFIX);
      try {
        claim = claimOf(folder);
        System.getProperties().put(claim, "");
        lock(folder);
        deleteWhatDeadRunsLeft();
      } catch (IOException e) {
        giveUp(folder).ifPresent(e::addSuppressed);
        throw e;
      }
    }
    return folder;
  }

  /** The path of something in the folder that is not there yet, whose name no other has. */
  public synchronized Path newPath(String name) throws IOException {
    return path().resolve(name + "-" + folders++);
  }

  /** A new folder in this one. */
  public Path newFolder(String name) throws IOException {
    return Files.createDirectory(newPath(name));
  }

  /**
   * What to tell of something that could not be done in the folder.
   *
   * @param what what could not be done, as in "the scratch folder cannot be …"
   * @param memoryHelps whether a run that may take more memory needs less of the folder
   */
  public ScratchException failure(String what, boolean memoryHelps, Exception e) {
    return new ScratchException(
        "the scratch folder " + scratch + " cannot be " + what + ": " + Failures.reason(e),
        memoryHelps,
        e);
  }

  /** Whether a file could not be written because its disk is full. */
  public static boolean isFull(IOException e) {
    return String.valueOf(e.getMessage()).contains(NO_SPACE);
  }

  /**
   * The failure of a run, as the scratch folder's where the text of it says that this is full. What
   * DuckDB puts there is bounded by the space that there was.
   */
  public synchronized VolumeException told(VolumeException failure) {
    if (folder == null || failure instanceof ScratchException) {
      return failure;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      boolean isDatabases = text.contains("max_temp_directory_size");
      if (isDatabases || (text.contains(NO_SPACE) && text.contains(folder.toString()))) {
        return new ScratchException(
            "the scratch folder " + scratch + " cannot be written to: " + NO_SPACE,
            isDatabases,
            failure);
      }
    }
    return failure;
  }

  /**
   * Where a file system has no locks, the name that says that there is one is not given, and nobody
   * takes the folder for a dead run's.
   */
  private void lock(Path folder) throws IOException {
    Path file = folder.resolve(NOT_YET_LOCKED);
    lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean locked;
    try {
      locked = lock.tryLock() != null;
    } catch (IOException e) {
      locked = false;
    }
    if (locked) {
      Files.move(file, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Tells folders of this process apart, by whatever path they are reached. */
  private static String claimOf(Path folder) throws IOException {
    Object key =
        Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .fileKey();
    return CLAIM + (key == null ? folder.toRealPath() : key);
  }

  private void deleteWhatDeadRunsLeft() throws IOException {
    UserPrincipal self = Files.getOwner(folder);
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(scratch, PREFIX + "*")) {
      all.forEach(entries::add);
    } catch (AccessDeniedException | DirectoryIteratorException e) {
      // Nobody can list it, as some have it for the folder of all users.
    }
    for (Path entry : entries) {
      try {
        if (isOfARun(entry, self)) {
          deleteIfDead(entry);
        }
      } catch (NoSuchFileException e) {
        // Its own run, or another one, has deleted it meanwhile.
      } catch (IOException e) {
        stuck.add(undeletable(entry, e));
      }
    }
  }

  /** Whether something is a folder that a run of this user has made and locked. */
  private static boolean isOfARun(Path entry, UserPrincipal self) throws IOException {
    return NAME.matcher(entry.getFileName().toString()).matches()
        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS).equals(self)
        && Files.isRegularFile(entry.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
  }

  private static void deleteIfDead(Path entry) throws IOException {
    String claim = claimOf(entry);
    if (System.getProperties().putIfAbsent(claim, "") != null) {
      return; // it is a live one's, or about to be deleted
    }
    try {
      FileChannel channel =
          FileChannel.open(
              entry.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try {
        if (isFree(channel)) {
          deleteContent(entry);
          channel.close();
          deleteEmptied(entry);
        }
        channel.close();
      } catch (OverlappingFileLockException e) {
        // Somebody has put other system properties in place of those with the claims.
        KEPT_OPEN.add(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } finally {
      System.getProperties().remove(claim);
    }
  }

  private static boolean isFree(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return false; // what cannot be known to be dead lives
    }
  }

  /** Deletes all but the file that is locked; links are deleted, not followed. */
  private static void deleteContent(Path folder) throws IOException {
    Deletion deletion = new Deletion(folder);
    Files.walkFileTree(folder, deletion);
    if (deletion.failure != null) {
      throw deletion.failure;
    }
  }

  private static void deleteEmptied(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(NOT_YET_LOCKED));
    Files.deleteIfExists(folder.resolve(LOCK));
    Files.deleteIfExists(folder);
  }

  /** Deletes as much as it can, and remembers what it met first. */
  private static final class Deletion extends SimpleFileVisitor<Path> {

    private final Path top;
    private @Nullable IOException failure;

    Deletion(Path top) {
      this.top = top;
    }

    private FileVisitResult delete(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isOfTheLock(Path path) {
      return top.equals(path.getParent()) && (path.endsWith(LOCK) || path.endsWith(NOT_YET_LOCKED));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return isOfTheLock(file) ? FileVisitResult.CONTINUE : delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (!(e instanceof NoSuchFileException) && failure == null) {
        failure = e;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
      if (e != null && failure == null) {
        failure = e;
      }
      return folder.equals(top) ? FileVisitResult.CONTINUE : delete(folder);
    }
  }

  /**
   * Deletes the folder; nothing can be put there after that. What cannot be deleted is left to a
   * later run.
   *
   * @return what is left behind of this and of earlier runs, in a line each
   */
  public synchronized List<String> remove() {
    removed = true;
    List<String> left = new ArrayList<>(stuck);
    stuck.clear();
    if (folder != null) {
      Path leaving = folder;
      giveUp(leaving).ifPresent(e -> left.add(undeletable(leaving, e)));
    }
    return left;
  }

  /** Deletes the folder and forgets it; says what was in the way. */
  private Optional<IOException> giveUp(Path leaving) {
    folder = null;
    try {
      try {
        deleteContent(leaving);
      } finally {
        if (lock != null) {
          lock.close();
        }
      }
      deleteEmptied(leaving);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    } finally {
      lock = null;
      if (claim != null) {
        System.getProperties().remove(claim);
      }
    }
  }

  private static String undeletable(Path folder, IOException e) {
    return "the temporary folder "
        + folder
        + " could not be deleted: "
        + Failures.reason(folder.toString(), e)
        + "; delete it";
  }
}

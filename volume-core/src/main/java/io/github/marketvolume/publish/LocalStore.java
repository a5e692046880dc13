package io.github.marketvolume.publish;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The file system of this machine, by plain paths or {@code file:} ones. What it writes is on disk
 * when it returns; the names that it gives are when they are flushed.
 */
public final class LocalStore implements Store {

  private static final String SCHEME = "file:";

  /** How much of a file's end a checksum covers. */
  private static final int CHECKED_BYTES = 1 << 16;

  @Override
  public String qualify(String path) throws IOException {
    Path absolute;
    try {
      absolute = path(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IOException(e.getMessage(), e);
    }
    // Links above the path are followed, so that one folder has one name; the path itself, which
    // may
    // be a link that is to be replaced, is not.
    Path existing = absolute.getParent();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    Path real =
        existing == null
            ? absolute
            : existing.toRealPath().resolve(existing.relativize(absolute).toString());
    return real.toString().replace(real.getFileSystem().getSeparator(), "/");
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(path(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<StoreEntry> content(String path) throws IOException {
    Path root = path(path);
    List<StoreEntry> content = new ArrayList<>();
    if (!exists(path)) {
      return content;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.equals(root)) {
              content.add(new StoreEntry(name(folder), StoreEntry.Kind.FOLDER, 0));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            content.add(
                new StoreEntry(
                    name(file),
                    attributes.isRegularFile() ? StoreEntry.Kind.FILE : StoreEntry.Kind.OTHER,
                    attributes.size()));
            return FileVisitResult.CONTINUE;
          }

          private String name(Path path) {
            return root.relativize(path).toString().replace(File.separatorChar, '/');
          }
        });
    return content;
  }

  /** CRC-32C of the last bytes: of Parquet, where they end a file's description of itself. */
  @Override
  public String checksum(String file) throws IOException {
    byte[] end = new byte[CHECKED_BYTES];
    int[] length = new int[1];
    uninterrupted(
        path(file),
        Set.of(StandardOpenOption.READ),
        channel -> {
          long start = Math.max(0, channel.size() - end.length);
          ByteBuffer bytes = ByteBuffer.wrap(end);
          int read = 0;
          while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, start + bytes.position());
          }
          length[0] = bytes.position();
        });
    CRC32C checksum = new CRC32C();
    checksum.update(end, 0, length[0]);
    return Long.toHexString(checksum.getValue());
  }

  @Override
  public void force(String path) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (StoreEntry entry : content(path)) {
      Path found = entry.name().isEmpty() ? path(path) : path(path).resolve(entry.name());
      if (entry.kind() == StoreEntry.Kind.FILE) {
        uninterrupted(found, Set.of(StandardOpenOption.READ), channel -> channel.force(true));
      } else if (entry.kind() == StoreEntry.Kind.FOLDER) {
        folders.add(found);
      }
    }
    for (Path folder : folders) {
      flush(folder.toString());
    }
    if (Files.isDirectory(path(path))) {
      flush(path);
    }
  }

  @Override
  public Optional<String> protection(String path) throws IOException {
    Path folder = real(path(path));
    if (real(Path.of("")).startsWith(folder)) {
      return Optional.of("is or holds the folder that the process works in");
    }
    if (real(Path.of(System.getProperty("user.home"))).startsWith(folder)) {
      return Optional.of("is or holds the home folder");
    }
    return Optional.empty();
  }

  private static Path real(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
  }

  /**
   * Locks a new file. Nobody in this process may open it: closing it again would give up the lock.
   */
  @Override
  public Optional<Closeable> hold(String file) throws IOException {
    FileChannel channel =
        FileChannel.open(path(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (IOException e) {
      // said below: this file system has no locks
    }
    channel.close();
    delete(file);
    return Optional.empty();
  }

  @Override
  public Optional<Boolean> isHeld(String file) {
    try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return Optional.of(lock == null);
    } catch (OverlappingFileLockException e) {
      return Optional.of(true);
    } catch (IOException e) {
      return Optional.empty(); // there is none, or the file system has no locks
    }
  }

  /** A file that is replaced is there all the time, a folder is not for a moment. */
  @Override
  public void replace(String target, String staged, String old) throws IOException {
    if (!Files.isRegularFile(path(staged), LinkOption.NOFOLLOW_LINKS)) {
      Store.super.replace(target, staged, old);
      return;
    }
    if (exists(target) && !exists(old)) {
      try {
        Files.createLink(path(old), path(target));
      } catch (UnsupportedOperationException | FileSystemException e) {
        Files.move(path(target), path(old), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Files.move(path(staged), path(target), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void putBack(String target, String staged, String old) throws IOException {
    if (!exists(staged) && exists(target)) {
      Files.move(path(target), path(staged), StandardCopyOption.ATOMIC_MOVE);
    }
    if (!exists(target) && exists(old)) {
      Files.move(path(old), path(target), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    try (Stream<Path> entries = Files.list(path(folder))) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  @Override
  public void createFolders(String path) throws IOException {
    Files.createDirectories(path(path));
  }

  /**
   * Renames a file or folder, unless the new name is taken.
   *
   * <p>A file gets its new name as a hard link first, for that alone is refused atomically if the
   * name is taken. Where the file system has no hard links, and for a folder, the name is looked at
   * before the rename, and who takes it in between is overwritten if it is a file or an empty
   * folder.
   */
  @Override
  public void rename(String from, String to) throws IOException {
    Path source = path(from);
    Path target = path(to);
    if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS) || !linked(source, target)) {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(to);
      }
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Moves a file by way of a link; false if the file system has none. */
  private static boolean linked(Path source, Path target) throws IOException {
    try {
      Files.createLink(target, source);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false;
    }
    Files.delete(source);
    return true;
  }

  @Override
  public void link(String file, String to) throws IOException {
    try {
      Files.createLink(path(to), path(file));
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(path(file), path(to)); // this file system has no links, or no more of this file
    }
  }

  @Override
  public void delete(String path) throws IOException {
    if (!exists(path)) {
      return;
    }
    Files.walkFileTree(
        path(path),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          /** Who deletes at the same time takes nothing from us. */
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** A platform that cannot open a folder has no way to flush it, and needs none. */
  @Override
  public void flush(String folder) throws IOException {
    try {
      uninterrupted(path(folder), Set.of(StandardOpenOption.READ), channel -> channel.force(true));
    } catch (FileSystemException e) {
      return; // it could not be opened
    }
  }

  @Override
  public String read(String file) throws IOException {
    return Files.readString(path(file));
  }

  @Override
  public byte[] readBytes(String file) throws IOException {
    return Files.readAllBytes(path(file));
  }

  @Override
  public void write(String file, String text) throws IOException {
    writeBytes(file, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void writeBytes(String file, byte[] content) throws IOException {
    uninterrupted(
        path(file),
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE),
        channel -> {
          ByteBuffer bytes = ByteBuffer.wrap(content);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        });
  }

  private interface Work {
    void on(FileChannel channel) throws IOException;
  }

  /**
   * Works on a file to the end, though the thread be interrupted, which closes its channels: a
   * publication that has begun is not to be left halfway. The thread stays interrupted.
   */
  private static void uninterrupted(Path file, Set<OpenOption> options, Work work)
      throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(file, options)) {
          work.on(channel);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Path path(String path) {
    return Path.of(
        path.startsWith(SCHEME) ? path.substring(SCHEME.length()).replaceFirst("^/+", "/") : path);
  }
}

package io.github.marketvolume.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The file system of this machine, by plain paths or {@code file:} ones. What it writes is on disk
 * when it returns; the names that it gives are when they are flushed.
 */
public final class LocalStore implements Publication.Store {

  private static final String SCHEME = "file:";

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
  public boolean isEmptyFolder(String path) throws IOException {
    if (!Files.isDirectory(path(path))) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path(path))) {
      return entries.findAny().isEmpty();
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
  public void write(String file, String text) throws IOException {
    uninterrupted(
        path(file),
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE),
        channel -> {
          ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
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

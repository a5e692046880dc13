package io.github.marketvolume.publish;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The few operations on a file store that publishing needs. Paths have {@code /} between their
 * parts, and may be relative, absolute, or URIs with a scheme. Safe for many threads.
 */
public interface Store {

  /** The checksum that a store without checksums has of every file. */
  String NO_CHECKSUM = "-";

  /** The one absolute form of a path, the same for every process that reaches this store. */
  String qualify(String path) throws IOException;

  /** Whether there is a file or folder of this name. */
  boolean exists(String path) throws IOException;

  /**
   * Everything below a folder, hidden entries too, by names relative to it; for a file or a link
   * one entry without a name; nothing for a folder without entries. Links are not followed.
   */
  List<StoreEntry> content(String path) throws IOException;

  /**
   * A checksum of the end of a file, by which a file that a disk has lost in part is told; {@link
   * #NO_CHECKSUM} in a store that loses none.
   */
  default String checksum(String file) throws IOException {
    return NO_CHECKSUM;
  }

  /**
   * Makes the content of a file, or of everything in a folder, outlive the machine's sudden end;
   * for a store where it does so at once, nothing.
   */
  default void force(String path) throws IOException {}

  /**
   * Why nobody would want a folder replaced, as the rest of a sentence that begins with its name;
   * empty if there is no reason.
   */
  default Optional<String> protection(String path) throws IOException {
    return Optional.empty();
  }

  /**
   * Makes a file and keeps it locked until the result is closed, or the process ends; empty in a
   * store without locks.
   */
  default Optional<Closeable> hold(String file) throws IOException {
    return Optional.empty();
  }

  /** Whether another process keeps a file locked; empty if that cannot be told. */
  default Optional<Boolean> isHeld(String file) {
    return Optional.empty();
  }

  /** The names of a folder's entries, hidden ones too; none if there is no such folder. */
  List<String> list(String folder) throws IOException;

  /** Those of them that begin with {@code prefix}; a store may know a short way to them. */
  default List<String> list(String folder, String prefix) throws IOException {
    return list(folder).stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** Creates a folder and those above it, where they are missing. */
  void createFolders(String path) throws IOException;

  /**
   * Gives a file or folder another name, atomically; a store that {@linkplain #replace replaces}
   * folders in its own way needs this for files only. Fails if that name is taken; of two callers
   * who rename files to one name exactly one succeeds.
   */
  void rename(String from, String to) throws IOException;

  /**
   * Puts the folder {@code staged} in the place of {@code target}. The old content may be kept as
   * {@code old}, to be deleted later. Done again after it was cut short, it goes on where it
   * stopped; done again after it was complete, it does nothing.
   *
   * @throws IOException if it cannot, or somebody removed the target meanwhile
   */
  default void replace(String target, String staged, String old) throws IOException {
    if (exists(staged)) {
      if (exists(target)) {
        rename(target, old);
      }
      rename(staged, target);
    } else if (!exists(target) && exists(old)) {
      throw new IOException(target + " was removed meanwhile; its old content is " + old);
    }
  }

  /**
   * Undoes {@link #replace}, as far as it was done: {@code target} is what it was before, and what
   * took its place is {@code staged} again.
   */
  default void putBack(String target, String staged, String old) throws IOException {
    if (!exists(staged) && exists(target)) {
      rename(target, staged);
    }
    if (!exists(target) && exists(old)) {
      rename(old, target);
    }
  }

  /**
   * Gives a file a second name, under which it stays when the first goes; a copy where a store has
   * no second names.
   */
  void link(String file, String to) throws IOException;

  /** Deletes a file, or a folder and everything in it; does nothing if there is none. */
  void delete(String path) throws IOException;

  /**
   * Makes the names that were given in a folder outlive the machine's sudden end; for a store where
   * they do so at once, nothing.
   */
  default void flush(String folder) throws IOException {}

  /** The text of a file, in UTF-8. */
  String read(String file) throws IOException;

  /** Creates or overwrites a file, in UTF-8. It need not be atomic. */
  void write(String file, String text) throws IOException;

  /** The content of a file. */
  byte[] readBytes(String file) throws IOException;

  /** Creates or overwrites a file. It need not be atomic. */
  void writeBytes(String file, byte[] content) throws IOException;
}

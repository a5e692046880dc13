package io.github.marketvolume.spark.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.publish.LocalStore;
import io.github.marketvolume.publish.Store;
import io.github.marketvolume.publish.StoreEntry;
import io.github.marketvolume.publish.Stores;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Folders wherever Hadoop keeps them. Those of this machine are handled by the JDK, whose renames
 * fail when the name is taken; Hadoop's local ones do not.
 */
public final class HadoopStore implements Store {

  /** Where a rename is a copy, so that Hadoop cannot show a folder whole or not at all. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "s3a", "s3n", "gs", "wasb", "wasbs", "abfs", "abfss", "oss");

  private final HadoopFiles files;
  private final LocalStore local = new LocalStore();

  /** A store on the systems that have these files. */
  public HadoopStore(HadoopFiles files) {
    this.files = files;
  }

  /** Whether Hadoop knows what has this scheme for a store of objects. */
  public static boolean isObjectStore(String scheme) {
    return OBJECT_STORES.contains(scheme);
  }

  private FileSystem system(String path) throws IOException {
    return files.system(new Path(path));
  }

  /** The path on this machine; null if it is elsewhere. */
  private @Nullable String localPath(String path) throws IOException {
    return system(path) instanceof LocalFileSystem
        ? system(path).makeQualified(new Path(path)).toUri().getPath()
        : null;
  }

  /** The path on this machine of what is moved to or from something that is there. */
  private String alsoLocal(String path) throws IOException {
    return Objects.requireNonNull(localPath(path));
  }

  @Override
  public String qualify(String path) throws IOException {
    String scheme = Stores.schemeOf(path);
    if (isObjectStore(scheme)) {
      throw new IOException(
          "an object store cannot rename a folder; write to a file system, or add a module with an"
              + " ObjectStore for "
              + scheme
              + ": to the class path");
    }
    String here = localPath(path);
    if (here == null) {
      return system(path).makeQualified(new Path(path)).toString();
    }
    // The name that the local runner gives it, so that either finishes what the other left; with a
    // scheme only where a plain path is one of another file system.
    String plain = local.qualify(here);
    return files.plainPathsAreLocal() ? plain : "file:" + plain;
  }

  @Override
  public boolean exists(String path) throws IOException {
    String here = localPath(path);
    return here == null ? system(path).exists(new Path(path)) : local.exists(here);
  }

  @Override
  public List<StoreEntry> content(String path) throws IOException {
    String here = localPath(path);
    if (here != null) {
      return local.content(here);
    }
    List<StoreEntry> content = new ArrayList<>();
    try {
      FileStatus root = system(path).getFileLinkStatus(new Path(path));
      if (root.isDirectory()) {
        addContent(root.getPath(), "", content);
      } else {
        content.add(entry("", root));
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return content;
  }

  private void addContent(Path folder, String prefix, List<StoreEntry> content) throws IOException {
    for (FileStatus status : files.system(folder).listStatus(folder)) {
      String name = prefix + status.getPath().getName();
      content.add(entry(name, status));
      if (status.isDirectory()) {
        addContent(status.getPath(), name + "/", content);
      }
    }
  }

  private static StoreEntry entry(String name, FileStatus status) {
    StoreEntry.Kind kind =
        status.isFile()
            ? StoreEntry.Kind.FILE
            : status.isDirectory() ? StoreEntry.Kind.FOLDER : StoreEntry.Kind.OTHER;
    return new StoreEntry(name, kind, status.getLen());
  }

  @Override
  public String checksum(String file) throws IOException {
    String here = localPath(file);
    return here == null ? Store.NO_CHECKSUM : local.checksum(here);
  }

  @Override
  public void force(String path) throws IOException {
    String here = localPath(path);
    if (here != null) {
      local.force(here);
    }
  }

  @Override
  public Optional<String> protection(String path) throws IOException {
    String here = localPath(path);
    if (here != null) {
      return local.protection(here);
    }
    String home = system(path).getHomeDirectory().toUri().getPath();
    return (home + "/").startsWith(new Path(path).toUri().getPath() + "/")
        ? Optional.of("is or holds the home folder")
        : Optional.empty();
  }

  @Override
  public Optional<Closeable> hold(String file) throws IOException {
    String here = localPath(file);
    return here == null ? Optional.empty() : local.hold(here);
  }

  @Override
  public Optional<Boolean> isHeld(String file) {
    try {
      String here = localPath(file);
      return here == null ? Optional.empty() : local.isHeld(here);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void replace(String target, String staged, String old) throws IOException {
    String here = localPath(target);
    if (here == null) {
      Store.super.replace(target, staged, old);
    } else {
      local.replace(here, alsoLocal(staged), alsoLocal(old));
    }
  }

  @Override
  public void putBack(String target, String staged, String old) throws IOException {
    String here = localPath(target);
    if (here == null) {
      Store.super.putBack(target, staged, old);
    } else {
      local.putBack(here, alsoLocal(staged), alsoLocal(old));
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    String here = localPath(folder);
    if (here != null) {
      return local.list(here);
    }
    try {
      List<String> names = new ArrayList<>();
      for (FileStatus entry : system(folder).listStatus(new Path(folder))) {
        names.add(entry.getPath().getName());
      }
      return names;
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public void createFolders(String path) throws IOException {
    String here = localPath(path);
    if (here != null) {
      local.createFolders(here);
    } else if (!system(path).mkdirs(new Path(path))) {
      throw new IOException(path + " could not be made");
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    String here = localPath(from);
    if (here != null) {
      String checksums = checksums(here);
      local.rename(here, alsoLocal(to));
      if (local.exists(checksums)) {
        local.rename(checksums, checksums(alsoLocal(to)));
      }
      return;
    }
    if (system(to).exists(new Path(to)) || !system(from).rename(new Path(from), new Path(to))) {
      throw new IOException(from + " could not be renamed to " + to);
    }
  }

  /** Hadoop has no second names. */
  @Override
  public void link(String file, String to) throws IOException {
    String here = localPath(file);
    if (here != null) {
      local.link(here, alsoLocal(to));
      return;
    }
    FileSystem from = system(file);
    if (!FileUtil.copy(
        from, new Path(file), system(to), new Path(to), false, false, from.getConf())) {
      throw new IOException(file + " could not be copied to " + to);
    }
  }

  @Override
  public void delete(String path) throws IOException {
    String here = localPath(path);
    if (here != null) {
      local.delete(here);
      local.delete(checksums(here));
    } else if (exists(path) && !system(path).delete(new Path(path), true)) {
      throw new IOException(path + " could not be deleted");
    }
  }

  /** Where Hadoop keeps the checksums of a file that it wrote to this machine. */
  private static String checksums(String file) {
    int name = file.lastIndexOf('/') + 1;
    return file.substring(0, name) + "." + file.substring(name) + ".crc";
  }

  @Override
  public void flush(String folder) throws IOException {
    String here = localPath(folder);
    if (here != null) {
      local.flush(here);
    }
  }

  @Override
  public String read(String file) throws IOException {
    return new String(readBytes(file), UTF_8);
  }

  @Override
  public byte[] readBytes(String file) throws IOException {
    String here = localPath(file);
    if (here != null) {
      return local.readBytes(here);
    }
    try (InputStream in = system(file).open(new Path(file))) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) { // as the JDK says it
      throw (NoSuchFileException) new NoSuchFileException(file).initCause(e);
    }
  }

  @Override
  public void write(String file, String text) throws IOException {
    writeBytes(file, text.getBytes(UTF_8));
  }

  @Override
  public void writeBytes(String file, byte[] content) throws IOException {
    String here = localPath(file);
    if (here != null) {
      local.writeBytes(here, content);
      return;
    }
    try (OutputStream out = system(file).create(new Path(file), true)) {
      out.write(content);
    }
  }
}

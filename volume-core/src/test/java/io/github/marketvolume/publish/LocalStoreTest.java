package io.github.marketvolume.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {

  private final LocalStore store = new LocalStore();

  private Path folder;

  @BeforeEach
  void folder(@TempDir Path temp) throws IOException {
    folder = temp.toRealPath();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void rename_movesFilesAndFolders() throws IOException {
    store.write(at("a"), "text");
    store.rename(at("a"), at("b"));
    store.createFolders(at("c/d"));
    store.rename(at("c"), at("e"));
    assertFalse(store.exists(at("a")));
    assertEquals("text", store.read(at("b")));
    assertEquals(List.of("d"), store.list(at("e")));
    assertThrows(NoSuchFileException.class, () -> store.rename(at("a"), at("f")));
  }

  @Test
  void rename_refusesATakenName() throws IOException {
    store.write(at("file"), "mine");
    store.write(at("taken"), "theirs");
    store.createFolders(at("folder"));
    store.createFolders(at("empty"));
    assertThrows(FileAlreadyExistsException.class, () -> store.rename(at("file"), at("taken")));
    assertThrows(FileAlreadyExistsException.class, () -> store.rename(at("file"), at("empty")));
    assertThrows(FileAlreadyExistsException.class, () -> store.rename(at("folder"), at("taken")));
    assertThrows(FileAlreadyExistsException.class, () -> store.rename(at("folder"), at("empty")));
    assertEquals("mine", store.read(at("file")));
    assertEquals("theirs", store.read(at("taken")));
  }

  @Test
  void delete_takesALinkButNotWhatItLeadsTo() throws IOException {
    store.createFolders(at("kept"));
    store.write(at("kept/file"), "text");
    store.createFolders(at("gone/deep"));
    Files.createSymbolicLink(folder.resolve("gone/deep/link"), folder.resolve("kept"));
    store.delete(at("gone"));
    store.delete(at("gone"));
    assertEquals(List.of("kept"), store.list(folder.toString()));
    assertEquals("text", store.read(at("kept/file")));
  }

  @Test
  void folders_areToldFromFiles() throws IOException {
    store.write(at("file"), "text");
    store.createFolders(at("folder"));
    assertEquals(List.of(), store.content(at("folder")));
    assertEquals(List.of(new StoreEntry("", StoreEntry.Kind.FILE, 4)), store.content(at("file")));
    assertEquals(List.of(), store.content(at("none")));
    assertEquals(List.of(), store.list(at("file")));
    assertEquals(List.of(), store.list(at("none")));
  }

  @Test
  void qualify_givesOneFolderOneName() throws IOException {
    store.createFolders(at("real"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
    assertEquals(at("real/out/x"), store.qualify(at("link/out/./x/")));
    assertEquals(at("real/out x"), store.qualify("file://" + at("real/out x")));
    assertEquals(at("link"), store.qualify(at("link")), "a link may itself be replaced");
    assertEquals(Path.of("").toRealPath().resolve("out").toString(), store.qualify("out"));
    assertEquals("/", store.qualify("/"));
    assertThrows(IOException.class, () -> store.qualify("a\0b"));
  }

  @Test
  void write_overwritesAndKeepsEveryCharacter() throws IOException {
    store.write(at("file"), "a longer text");
    store.write(at("file"), "größe\n");
    assertEquals("größe\n", store.read(at("file")));
  }

  /** Not a temporary file: those only their owner may read. */
  @Test
  void write_makesAFileThatOthersMayReadAsTheyMayOtherFiles() throws IOException {
    store.write(at("file"), "text");
    Path other = Files.createFile(folder.resolve("other"));
    assertEquals(
        Files.getPosixFilePermissions(other),
        Files.getPosixFilePermissions(folder.resolve("file")));
  }

  @Test
  void link_isAnotherNameThatStays() throws IOException {
    store.write(at("a"), "text");
    store.link(at("a"), at("b"));
    assertEquals(
        Files.getAttribute(folder.resolve("a"), "unix:ino"),
        Files.getAttribute(folder.resolve("b"), "unix:ino"));
    store.delete(at("a"));
    assertEquals("text", store.read(at("b")));
  }

  @Test
  void link_refusesATakenName_andAFileThatIsNotThere() throws IOException {
    store.write(at("a"), "text");
    store.write(at("b"), "other");
    assertThrows(FileAlreadyExistsException.class, () -> store.link(at("a"), at("b")));
    assertThrows(NoSuchFileException.class, () -> store.link(at("c"), at("d")));
    assertThrows(NoSuchFileException.class, () -> store.link(at("a"), at("none/d")));
    assertEquals("other", store.read(at("b")));
  }
}

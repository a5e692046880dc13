package io.github.marketvolume.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A store in which something happens before or after its operations, counted from 1. */
final class TroubledStore implements Store {

  /** What happens; the operation itself is done or not as {@code call} is made or not. */
  interface Trouble {
    void at(int operation, String name, Operation call) throws IOException;
  }

  interface Operation {
    void run() throws IOException;
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  private final Store store;
  private final Trouble trouble;
  private int operations;

  TroubledStore(Store store, Trouble trouble) {
    this.store = store;
    this.trouble = trouble;
  }

  /** The death of the process: no handler of exceptions may survive it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The process dies at an operation, which was carried out or not. */
  static Trouble killedAt(int fatal, boolean carriedOut) {
    return (operation, name, call) -> {
      if (operation < fatal || (operation == fatal && carriedOut)) {
        call.run();
      }
      if (operation >= fatal) {
        throw new Killed();
      }
    };
  }

  /** One operation reports a failure, though it may have been carried out. */
  static Trouble failingAt(int faulty, boolean carriedOut) {
    return (operation, name, call) -> {
      if (operation != faulty || carriedOut) {
        call.run();
      }
      if (operation == faulty) {
        throw new IOException("connection reset\n\tat a remote place");
      }
    };
  }

  /** From one operation on nothing answers, though that one may have been carried out. */
  static Trouble downFrom(int first, boolean carriedOut) {
    return (operation, name, call) -> {
      if (operation < first || (operation == first && carriedOut)) {
        call.run();
      }
      if (operation >= first) {
        throw new IOException("connection refused");
      }
    };
  }

  /** From one operation on nothing can be written. */
  static Trouble fullFrom(int first) {
    return (operation, name, call) -> {
      if (operation >= first && name.equals("write")) {
        throw new IOException("No space left on device");
      }
      call.run();
    };
  }

  /** Something else happens before an operation. */
  static Trouble interruptedAt(int moment, Runnable action) {
    return (operation, name, call) -> {
      if (operation == moment) {
        action.run();
      }
      call.run();
    };
  }

  int operations() {
    return operations;
  }

  private <T> T ask(String name, Question<T> question) throws IOException {
    List<T> answer = new ArrayList<>();
    run(name, () -> answer.add(question.ask()));
    return answer.get(0);
  }

  private void run(String name, Operation operation) throws IOException {
    operations++;
    trouble.at(operations, name, operation);
  }

  @Override
  public String qualify(String path) throws IOException {
    return ask("qualify", () -> store.qualify(path));
  }

  @Override
  public boolean exists(String path) throws IOException {
    return ask("exists", () -> store.exists(path));
  }

  @Override
  public List<StoreEntry> content(String path) throws IOException {
    return ask("content", () -> store.content(path));
  }

  @Override
  public String checksum(String file) throws IOException {
    return ask("checksum", () -> store.checksum(file));
  }

  @Override
  public void force(String path) throws IOException {
    run("force", () -> store.force(path));
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return ask("list", () -> store.list(folder));
  }

  @Override
  public void createFolders(String path) throws IOException {
    run("createFolders", () -> store.createFolders(path));
  }

  @Override
  public void link(String file, String to) throws IOException {
    run("link", () -> store.link(file, to));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    run("rename", () -> store.rename(from, to));
  }

  @Override
  public void delete(String path) throws IOException {
    run("delete", () -> store.delete(path));
  }

  @Override
  public void flush(String folder) throws IOException {
    run("flush", () -> store.flush(folder));
  }

  @Override
  public String read(String file) throws IOException {
    return ask("read", () -> store.read(file));
  }

  @Override
  public void write(String file, String text) throws IOException {
    run("write", () -> store.write(file, text));
  }

  @Override
  public byte[] readBytes(String file) throws IOException {
    return ask("read", () -> store.readBytes(file));
  }

  @Override
  public void writeBytes(String file, byte[] content) throws IOException {
    run("write", () -> store.writeBytes(file, content));
  }
}

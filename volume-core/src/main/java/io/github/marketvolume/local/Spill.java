package io.github.marketvolume.local;

import io.github.marketvolume.engine.Failures;
import io.github.marketvolume.error.ScratchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps packets of bytes: in memory as long as they fit, in a file beyond. The file has no name
 * once it is open, so that it is gone whatever becomes of the process. Safe for many threads.
 */
final class Spill implements AutoCloseable {

  /** Bytes that were put away. */
  interface Packet {

    /** The bytes. */
    byte[] bytes();

    /** Makes room in memory; the bytes are no longer needed. */
    void drop();
  }

  private final Path folder;
  private final long budget;
  private final AtomicLong inMemory = new AtomicLong();
  private final AtomicLong inFile = new AtomicLong();
  private FileChannel file;

  /**
   * Room for packets.
   *
   * @param folder where the file will be, if one is needed
   * @param budget how many bytes are kept in memory
   */
  Spill(Path folder, long budget) {
    this.folder = folder;
    this.budget = budget;
  }

  /** Puts bytes away. */
  Packet keep(byte[] bytes) {
    if (inMemory.addAndGet(bytes.length) <= budget) {
      return new InMemory(bytes);
    }
    inMemory.addAndGet(-bytes.length);
    long start = inFile.getAndAdd(bytes.length);
    try {
      FileChannel channel = file();
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer, start + buffer.position());
      }
      return new InFile(channel, start, bytes.length);
    } catch (IOException e) {
      throw failure("written to", e);
    }
  }

  /** How many bytes went into the file. */
  long spilled() {
    return inFile.get();
  }

  private synchronized FileChannel file() throws IOException {
    if (file == null) {
      Path path = Files.createTempFile(Files.createDirectories(folder), "volume-", ".spill");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      try {
        Files.delete(path);
      } catch (IOException e) {
        // Where an open file keeps its name, it is deleted when it is closed.
      }
    }
    return file;
  }

  private ScratchException failure(String what, IOException e) {
    return new ScratchException(
        "the scratch folder " + folder + " cannot be " + what + ": " + Failures.reason(e), true, e);
  }

  @Override
  public synchronized void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw failure("released", e);
      }
    }
  }

  private final class InMemory implements Packet {

    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public void drop() {
      inMemory.addAndGet(-bytes.length);
    }
  }

  private final class InFile implements Packet {

    private final FileChannel channel;
    private final long start;
    private final int length;

    InFile(FileChannel channel, long start, int length) {
      this.channel = channel;
      this.start = start;
      this.length = length;
    }

    @Override
    public byte[] bytes() {
      ByteBuffer buffer = ByteBuffer.allocate(length);
      try {
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, start + buffer.position()) < 0) {
            throw new IOException("it ends early");
          }
        }
      } catch (IOException e) {
        throw failure("read", e);
      }
      return buffer.array();
    }

    @Override
    public void drop() {
      // The file is never compacted: it is short-lived.
    }
  }
}

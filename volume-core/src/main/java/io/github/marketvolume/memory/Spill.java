package io.github.marketvolume.memory;

import io.github.marketvolume.run.ScratchFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps packets of bytes: in memory as long as they fit, in a file beyond. The file has no name
 * once it is open, so that it is gone whatever becomes of the process. Safe for many threads.
 */
public final class Spill implements AutoCloseable {

  /** Bytes that were put away. */
  public interface Packet {

    /** The bytes. */
    byte[] bytes();

    /** Makes room in memory; the bytes are no longer needed. */
    void drop();
  }

  private final ScratchFolder folder;
  private final long budget;
  private final AtomicLong inMemory = new AtomicLong();
  private final AtomicLong inFile = new AtomicLong();

  /** Null until one is needed. */
  private @Nullable FileChannel file;

  /**
   * Room for packets.
   *
   * @param folder where the file will be, if one is needed; it is deleted after the file
   * @param budget how many bytes are kept in memory
   */
  public Spill(ScratchFolder folder, long budget) {
    this.folder = folder;
    this.budget = budget;
  }

  /** Puts bytes away. */
  public Packet keep(byte[] bytes) {
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
      throw folder.failure("written to", true, e);
    }
  }

  /** How many bytes went into the file. */
  public long spilled() {
    return inFile.get();
  }

  private synchronized FileChannel file() throws IOException {
    FileChannel open = file;
    if (open == null) {
      Path path = folder.newPath("spill");
      open =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = open;
      try {
        Files.delete(path);
      } catch (IOException e) {
        // Where an open file keeps its name, it is deleted when it is closed.
      }
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw folder.failure("released", true, e);
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
        throw folder.failure("read", true, e);
      }
      return buffer.array();
    }

    @Override
    public void drop() {
      // The file is never compacted: it is short-lived.
    }
  }
}

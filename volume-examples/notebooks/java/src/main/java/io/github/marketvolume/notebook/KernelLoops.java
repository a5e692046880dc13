package io.github.marketvolume.notebook;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.rapaio.jupyter.kernel.channels.AbstractChannel;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.RapaioKernel;

/**
 * Keeps the kernel's loops going. A channel reads its messages in a thread of its own, and that
 * thread can end too early in three ways, after which the notebook waits forever:
 *
 * <ul>
 *   <li>It sees its switch before the thread that starts it has turned it on, and ends at once.
 *   <li>A message arrives before the kernel has registered what handles it.
 *   <li>A cell throws an {@link Error} while its result is shown.
 * </ul>
 *
 * <p>So messages are held back until all handlers are there, and a loop that has ended is begun
 * again on the same socket, where nothing that was sent is lost. The kernel has no door for this:
 * its fields are read by name, and another version of it may have others.
 */
final class KernelLoops {

  private static final long PAUSE_MILLIS = 50;

  private final Channels channels;
  private final AbstractChannel shell;
  private final AbstractChannel control;
  private final AbstractChannel heartbeat;

  private KernelLoops(
      Channels channels,
      AbstractChannel shell,
      AbstractChannel control,
      AbstractChannel heartbeat) {
    this.channels = channels;
    this.shell = shell;
    this.control = control;
    this.heartbeat = heartbeat;
  }

  static KernelLoops of(Channels channels) throws ReflectiveOperationException {
    return new KernelLoops(
        channels,
        channel(channels, "shell"),
        channel(channels, "control"),
        channel(channels, "heartbeat"));
  }

  /** Connects the kernel, and returns when it has been told to shut down. */
  void run(RapaioKernel kernel) throws ReflectiveOperationException, InterruptedException {
    List<Thread> keepers = new ArrayList<>();
    // A channel reads a message while it holds its own lock.
    synchronized (shell) {
      synchronized (control) {
        channels.connect(kernel);
      }
    }
    for (AbstractChannel channel : List.of(shell, control, heartbeat)) {
      Field loop = field(channel.getClass(), "loopThread");
      Thread keeper = new Thread(() -> keep(channel, loop), "keeper-" + loop.getDeclaringClass());
      keeper.start();
      keepers.add(keeper);
    }
    for (Thread keeper : keepers) {
      keeper.join();
    }
  }

  private void keep(AbstractChannel channel, Field loopThread) {
    try {
      Field body = field(LoopThread.class, "loopBody");
      while (true) {
        LoopThread loop = (LoopThread) loopThread.get(channel);
        loop.join();
        if (channels.isMarkedForShutdown()) {
          return;
        }
        LoopThread again = new LoopThread(loop.getName(), PAUSE_MILLIS, (Runnable) body.get(loop));
        loopThread.set(channel, again);
        again.start();
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this kernel's loops are not as expected: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AbstractChannel channel(Channels channels, String name)
      throws ReflectiveOperationException {
    return (AbstractChannel) field(Channels.class, name).get(channels);
  }

  private static Field field(Class<?> owner, String name) throws ReflectiveOperationException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}

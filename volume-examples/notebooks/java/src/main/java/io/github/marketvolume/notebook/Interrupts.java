package io.github.marketvolume.notebook;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.java.JavaEngine;
import org.rapaio.jupyter.kernel.core.java.RapaioExecutionControl;
import org.rapaio.jupyter.kernel.core.java.RapaioExecutionControlProvider;

/**
 * Ends a cell when Jupyter sends the signal INT, and computes the next one as before. The kernel's
 * own way, a message, also ends what computes cells, and for good.
 *
 * <p>A cell ends where it waits, or looks whether it is interrupted, as the runners do; one that
 * does neither goes on unseen. The kernel has no door for this: its fields are read by name.
 */
final class Interrupts {

  private Interrupts() {}

  static void handle(RapaioKernel kernel) throws ReflectiveOperationException {
    JavaEngine engine = kernel.javaEngine();
    RapaioExecutionControlProvider provider =
        (RapaioExecutionControlProvider) valueOf(engine, "controlProvider");
    RapaioExecutionControl control =
        provider.getRegisteredControl((String) valueOf(engine, "executionId"));
    on(
        "INT",
        () -> {
          control.interrupt();
          StagePreview.interrupt();
        });
  }

  private static Object valueOf(JavaEngine engine, String name)
      throws ReflectiveOperationException {
    Field field = JavaEngine.class.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(engine);
  }

  /** By name, for javac warns of these classes, and cannot be told not to. */
  private static void on(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object calls =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                action.run();
              }
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), calls);
  }
}

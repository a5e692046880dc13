package io.github.marketvolume.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

/**
 * The main class of a broker's process. It reaches the broker by reflection, since the broker's
 * libraries are not those that tests are compiled with. The process ends when its parent does, or
 * after half an hour.
 */
final class BrokerProcess {

  private static final long MOST_MINUTES = 30;

  private BrokerProcess() {}

  /**
   * Formats the broker's folder unless it is, and runs the broker.
   *
   * @param args the file of the broker's properties, and the id of its cluster
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    atEndOfParent(
        () -> {
          try {
            while (System.in.read() >= 0) {
              // the parent writes nothing
            }
          } catch (IOException e) {
            // so the parent is gone
          }
        });
    atEndOfParent(() -> sleep(TimeUnit.MINUTES.toMillis(MOST_MINUTES)));
    Method format =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class);
    String[] options = {"format", "--ignore-formatted", "-t", args[1], "-c", args[0]};
    format.invoke(null, options, System.out);
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {args[0]});
  }

  private static void atEndOfParent(Runnable wait) {
    Thread watch =
        new Thread(
            () -> {
              wait.run();
              Runtime.getRuntime().halt(1);
            });
    watch.setDaemon(true);
    watch.start();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

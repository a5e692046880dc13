package io.github.marketvolume.publish;

/**
 * The runs of this process that are not closed, by token. They are system properties, which all
 * class loaders of the process share: an application server or a notebook can load this library
 * more than once.
 */
final class OpenRuns {

  private static final String PREFIX = "io.github.marketvolume.run.";

  private OpenRuns() {}

  static void add(String token) {
    System.setProperty(PREFIX + token, "open");
  }

  static boolean contains(String token) {
    return System.getProperty(PREFIX + token) != null;
  }

  static void remove(String token) {
    System.clearProperty(PREFIX + token);
  }
}

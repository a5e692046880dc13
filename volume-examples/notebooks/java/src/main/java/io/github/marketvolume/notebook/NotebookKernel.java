package io.github.marketvolume.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.JShell;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.Transform;
import org.rapaio.jupyter.kernel.global.Global;

/**
 * Starts the Jupyter kernel for Java, the way that pipelines need it: the library's names are
 * imported, values show themselves, an error of the library is one line, and log messages below a
 * warning are dropped. (The kernel's own start lets all of them through; Spark then compiles its
 * queries with messages on, which breaks it.)
 *
 * <p>Jupyter calls it, as the file {@code kernel.json} says; {@code
 * volume-examples/bin/notebook-kernel} writes that file.
 */
public final class NotebookKernel {

  /** Kept, for a logger that nobody holds is collected and forgets its level. */
  private static final Logger ROOT = Logger.getLogger("");

  private static volatile boolean running;

  private NotebookKernel() {}

  /**
   * Runs until Jupyter says stop, or is gone.
   *
   * @param args the connection file
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 1) {
      System.err.println(
          "notebook-kernel: Jupyter starts this program with one argument, its connection file");
      System.exit(2);
    }
    ROOT.setLevel(Level.WARNING);
    if (System.getProperty("log4j2.configurationFile") == null) {
      System.setProperty(
          "log4j2.configurationFile", "io/github/marketvolume/notebook/log4j2.properties");
    }
    exitWithParent();
    RapaioKernel kernel = MainApp.kernel;
    // What nobody renders is text, not HTML.
    Global.options().display().defaultMime("text/plain");
    CellErrors.register();
    Interrupts.handle(kernel);
    importNames(kernel.javaEngine().getShell());
    running = true;
    String connection = Files.readString(Path.of(args[0]));
    Channels channels = new Channels(Transform.fromJson(connection, ConnectionProperties.class));
    KernelLoops.of(channels).run(kernel);
    System.exit(0);
  }

  /** Whether this process is a notebook's kernel. */
  static boolean isRunning() {
    return running;
  }

  /** A kernel whose Jupyter has died would wait forever. */
  private static void exitWithParent() {
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    if (parent.isPresent()) {
      CompletableFuture<?> unused =
          parent.get().onExit().thenRun(() -> Runtime.getRuntime().exit(0));
    }
  }

  private static void importNames(JShell shell) throws IOException {
    for (String line : imports()) {
      shell.eval(line);
    }
  }

  /** The imports that a cell starts with, a line each. */
  static List<String> imports() throws IOException {
    try (InputStream file = NotebookKernel.class.getResourceAsStream("imports.jsh")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("import "))
          .toList();
    }
  }
}

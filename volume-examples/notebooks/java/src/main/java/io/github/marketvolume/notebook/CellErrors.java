package io.github.marketvolume.notebook;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.VolumeException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import org.rapaio.jupyter.kernel.core.format.ErrorFormatter;
import org.rapaio.jupyter.kernel.core.format.ErrorFormatters;

/**
 * Says what went wrong in a cell: of the library's own errors the one line that they are, of others
 * the few frames down to the cell; and the line of the cell.
 */
final class CellErrors {

  private static final int MOST_FRAMES = 8;

  private static final String BOLD_RED = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";

  private CellErrors() {}

  /** Puts this in the place of the kernel's own text, which is the whole stack. */
  static void register() throws ReflectiveOperationException {
    Field map = ErrorFormatters.class.getDeclaredField("map");
    map.setAccessible(true);
    @SuppressWarnings("unchecked") // the field is declared so
    Map<Class<? extends Throwable>, ErrorFormatter<? extends Throwable>> formatters =
        (Map<Class<? extends Throwable>, ErrorFormatter<? extends Throwable>>) map.get(null);
    ErrorFormatter<EvalException> formatter =
        (kernel, e) -> lines(e, id -> source(kernel.javaEngine().getShell(), id));
    formatters.put(EvalException.class, formatter);
  }

  private static Optional<String> source(JShell shell, String id) {
    return shell.snippets().filter(s -> s.id().equals(id)).map(Snippet::source).findAny();
  }

  /**
   * The error, a line each.
   *
   * @param sourceOf the source of a snippet, by its id
   */
  static List<String> lines(EvalException e, Function<String, Optional<String>> sourceOf) {
    List<String> lines = new ArrayList<>();
    lines.add(BOLD_RED + headline(e) + PLAIN);
    boolean ours = isOurs(e.getExceptionClassName());
    if (!ours) {
      for (JShellException cause = e.getCause(); cause != null; cause = causeOf(cause)) {
        lines.add("caused by " + headline(cause));
      }
    }
    int frames = 0;
    for (StackTraceElement frame : e.getStackTrace()) {
      String file = frame.getFileName();
      if (file != null && file.startsWith("#")) {
        sourceOf
            .apply(file.substring(1))
            .flatMap(source -> source.lines().skip(frame.getLineNumber() - 1L).findFirst())
            .ifPresent(line -> lines.add("  in the cell: " + SafeText.line(line)));
        break;
      }
      if (!ours && frames++ < MOST_FRAMES) {
        lines.add("  at " + frame);
      }
    }
    return lines;
  }

  private static String headline(JShellException e) {
    String name =
        e instanceof EvalException thrown ? thrown.getExceptionClassName() : e.getClass().getName();
    String shortName = name.substring(name.lastIndexOf('.') + 1);
    return SafeText.line(e.getMessage() == null ? shortName : shortName + ": " + e.getMessage());
  }

  private static JShellException causeOf(JShellException e) {
    return e.getCause() instanceof JShellException cause ? cause : null;
  }

  private static boolean isOurs(String className) {
    try {
      return VolumeException.class.isAssignableFrom(Class.forName(className));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}

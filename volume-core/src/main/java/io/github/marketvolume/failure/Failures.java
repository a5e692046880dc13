package io.github.marketvolume.failure;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.VolumeException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a line what engines say in many. */
public final class Failures {

  /** The step in which outputs become visible. */
  public static final String PUBLISH = "publish";

  /** What went wrong, in the JSON that services of HTTP answer. */
  private static final Pattern ANSWER =
      Pattern.compile("^\\s*\"message\"\\s*:\\s*\"(.*)\",?$", Pattern.MULTILINE);

  private Failures() {}

  /**
   * The failure of a step of a run.
   *
   * @param engine what failed, as in "Spark could not …"
   * @param step what was being done, as in "… could not read prices"
   */
  public static VolumeException of(String engine, String step, Throwable failure) {
    if (isInterruption(failure) && !step.equals(PUBLISH)) {
      return new VolumeException("the run was interrupted; nothing was published", failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof VolumeException known) {
        return known;
      }
    }
    Throwable root = root(failure);
    String text = String.valueOf(failureText(failure)).toLowerCase(Locale.ROOT);
    if (text.contains("no space left on device")) {
      return new SinkException(
          "the disk is full: could not " + step + "; free some space and run again", failure);
    }
    if (root instanceof OutOfMemoryError) {
      return new VolumeException(
          engine + " ran out of memory: could not " + step + "; give it a larger heap", failure);
    }
    return new VolumeException(engine + " could not " + step + ": " + told(failure), failure);
  }

  /** The reason of what began a failure, or of what came of it where that has no words. */
  private static String told(Throwable failure) {
    Throwable root = root(failure);
    Throwable telling = root;
    if (root instanceof IOException && root.getMessage() == null) {
      for (Throwable cause = failure; cause != null && cause != root; cause = cause.getCause()) {
        telling = cause.getMessage() == null ? telling : cause;
      }
    }
    return reason(telling) + (telling == root ? "" : " (" + reason(root) + ")");
  }

  /** Whether a thread was told to stop; files that it was at are closed then. */
  private static boolean isInterruption(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof InterruptedException || root instanceof ClosedByInterruptException;
  }

  /** What began a failure: all above it is the engine telling of it. */
  public static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static boolean isMissing(Throwable failure) {
    return (failure instanceof ClassNotFoundException || failure instanceof NoClassDefFoundError)
        && failure.getMessage() != null
        && !failure.getMessage().contains(" "); // as in "Could not initialize class ..."
  }

  private static String failureText(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }

  /**
   * The failure of a run that met a class that is not there, is of another version than the one
   * that it was built with, or cannot be made ready.
   *
   * @param engine what failed
   */
  public static VolumeException of(String engine, LinkageError failure) {
    if (isMissing(root(failure))
        || failure instanceof IncompatibleClassChangeError
        || failure instanceof UnsupportedClassVersionError) {
      return new MissingDependencyException(
          engine
              + " cannot go on: "
              + reason(failure)
              + "; a library is not on the class path, or in another version",
          failure);
    }
    return new VolumeException(engine + " cannot go on: " + reason(root(failure)), failure);
  }

  /**
   * The first line of what a failure says, or its kind; and what a service answered, where a client
   * has that in further lines.
   */
  public static String reason(Throwable failure) {
    String message = failure.getMessage();
    if (message != null && isMissing(failure)) {
      return "class " + message.replace('/', '.') + " is missing";
    }
    if (failure instanceof LinkageError && root(failure) != failure && isMissing(root(failure))) {
      return reason(root(failure));
    }
    if (failure instanceof LinkageError && message != null) {
      return failure.getClass().getSimpleName() + " " + firstLine(message);
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return failure.getClass().getSimpleName() + " " + message; // which is a name and no more
    }
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    String line = firstLine(message);
    Matcher answer = ANSWER.matcher(message);
    return answer.find() ? line + ": " + answer.group(1) : line;
  }

  /**
   * The same where a location is named already: what the failure says is at this location, or at
   * one above it, goes without, and what is below it is named from there.
   */
  public static String reason(String location, Throwable failure) {
    return without(location, reason(failure)).replace(location, SafeText.location(location));
  }

  /** The same where all of these locations are named already: of several it says which one. */
  public static String reason(List<String> locations, Throwable failure) {
    return locations.size() == 1 ? reason(locations.get(0), failure) : reason(failure);
  }

  /** What is said of a location that is named already. */
  public static String without(String location, String said) {
    String place = location.replaceFirst("/+$", "");
    int name = place.lastIndexOf('/') + 1;
    if (name == 0) {
      return said.startsWith(place + ": ") ? said.substring(place.length() + 2) : said;
    }
    int colon = said.indexOf(": ");
    String first = colon < 0 ? "" : said.substring(0, colon).replaceFirst("/+$", "");
    if (!first.isEmpty() && (place + "/").startsWith(first + "/")) {
      return said.substring(colon + 2);
    }
    Matcher again =
        Pattern.compile("(?<![\\w/.-])(file:)?" + Pattern.quote(place) + "(/(?=\\.?\\w))?")
            .matcher(said);
    String last = Matcher.quoteReplacement(place.substring(name));
    return again.replaceAll(match -> match.group(2) == null ? last : "");
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }
}

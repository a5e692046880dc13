package io.github.marketvolume.error;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces an exception of another library whose message has a secret, such as the location that
 * could not be opened. It has the same name, stack and causes, and the message without the secret,
 * so that neither a stack trace nor a log shows it.
 */
final class RedactedCause extends Exception {

  private static final long serialVersionUID = 1L;

  private final String shown;

  private RedactedCause(Throwable original) {
    super(original.getMessage() == null ? null : SafeText.lines(original.getMessage()));
    this.shown = SafeText.lines(original.toString());
    setStackTrace(original.getStackTrace());
  }

  /** The cause itself, or its replacement if it or one of its causes shows a secret. */
  static @Nullable Throwable of(@Nullable Throwable cause) {
    return cause == null || isSafe(cause, newSet()) ? cause : copy(cause, newSet());
  }

  private static Set<Throwable> newSet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static boolean isSafe(@Nullable Throwable one, Set<Throwable> seen) {
    if (one == null || !seen.add(one)) {
      return true;
    }
    String text = one.toString();
    if (!SafeText.lines(text).equals(text)) {
      return false;
    }
    for (Throwable suppressed : one.getSuppressed()) {
      if (!isSafe(suppressed, seen)) {
        return false;
      }
    }
    return isSafe(one.getCause(), seen);
  }

  private static Throwable copy(Throwable one, Set<Throwable> seen) {
    seen.add(one);
    RedactedCause copy = new RedactedCause(one);
    if (one.getCause() != null && !seen.contains(one.getCause())) {
      copy.initCause(copy(one.getCause(), seen));
    }
    for (Throwable suppressed : one.getSuppressed()) {
      if (!seen.contains(suppressed)) {
        copy.addSuppressed(copy(suppressed, seen));
      }
    }
    return copy;
  }

  /** As the original says it, with the name of its class. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // it stands for an exception of another class
  public String toString() {
    return shown;
  }
}

package io.github.marketvolume.publish;

import io.github.marketvolume.error.SinkException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A target, and the names beside it that {@link Publication} lists.
 *
 * @param shown as the user wrote it
 * @param path in its absolute form
 */
record Place(String shown, String path) {

  /** How the names begin that readers of a folder pass over. */
  static final String HIDDEN = ".";

  /** What follows the name of a target in that of a reservation. */
  private static final String RESERVED = "(\\d{1,18})\\.(pending|dead)";

  /** The reservation of any target, whose name is the first group. */
  static final Pattern RESERVATION = Pattern.compile("\\.(.+)\\." + RESERVED);

  static Place of(String shown, String qualified) {
    String path = qualified.replaceFirst("/+$", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || !path.contains("/") || path.matches("[A-Za-z0-9+.-]+://[^/]*")) {
      throw new SinkException(shown + " is the root of its store; choose a folder in it");
    }
    return new Place(shown, path);
  }

  /** The folder that contains the target, with a slash at its end. */
  String folder() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  String beside(String name) {
    return folder() + name;
  }

  boolean within(Place other) {
    return path.startsWith(other.path + "/");
  }

  /** Fails if the target is also that of another output, within that, or contains it. */
  void requireApart(List<Place> others) {
    for (Place other : others) {
      String clash =
          path.equals(other.path)
              ? " is"
              : within(other) ? " is within" : other.within(this) ? " contains" : null;
      if (clash != null) {
        throw new SinkException(
            shown
                + clash
                + " the folder of another output, "
                + other.shown
                + "; choose another folder");
      }
    }
  }

  String pending(long number) {
    return beside(hidden() + number + ".pending");
  }

  String staged(String token) {
    return beside(hidden() + token + ".staged");
  }

  String old(String token) {
    return beside(hidden() + token + ".old");
  }

  String journal(String token) {
    return beside(hidden() + token + ".journal");
  }

  String lock(String token) {
    return beside(hidden() + token + ".lock");
  }

  String draft(String token) {
    return beside(hidden() + token + ".tmp");
  }

  Pattern reservationName() {
    return Pattern.compile(Pattern.quote(hidden()) + RESERVED);
  }

  /** The names that any run gives to what is of one of these kinds, with {@code |} between. */
  Pattern temporaryName(String kinds) {
    return Pattern.compile(Pattern.quote(hidden()) + "[^.]+\\.(" + kinds + ")");
  }

  /** How all names beside the target begin. */
  String hidden() {
    return HIDDEN + path.substring(path.lastIndexOf('/') + 1) + ".";
  }
}

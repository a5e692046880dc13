package io.github.marketvolume.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.error.InvalidPlanException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which files of a folder were taken, in which versions and in which order.
 *
 * <p>As text it is {@code files:done/SIZE/TIME/NAME,again/SIZE/TIME/NAME}, with the time of the
 * last change in nanoseconds. Files that are to be taken again, because not all of their bars are
 * published, are in the order in which they were taken; so are all that were taken after them.
 */
final class FolderPosition {

  private static final String BEGINNING = "files:";

  private static final Pattern FILE = Pattern.compile("(done|again)/(\\d+)/(-?\\d+)/([^/,]+)");

  /** A version of a file: its length and when it was changed last. */
  record Version(long size, Instant changed) {

    private String nanos() {
      return String.valueOf(
          Math.addExact(
              Math.multiplyExact(changed.getEpochSecond(), 1_000_000_000L), changed.getNano()));
    }

    private static Version of(String size, String nanos) {
      long time = Long.parseLong(nanos);
      return new Version(
          Long.parseLong(size),
          Instant.ofEpochSecond(
              Math.floorDiv(time, 1_000_000_000L), Math.floorMod(time, 1_000_000_000L)));
    }
  }

  /** A version that was taken, as the file of this number. */
  private record Taken(Version version, long number) {}

  private final Map<String, Taken> taken = new LinkedHashMap<>();
  private final Map<String, Integer> again = new HashMap<>();
  private final Map<String, Version> versionsAgain = new HashMap<>();
  private long next;

  private FolderPosition() {}

  /**
   * The position of a text; the beginning without one.
   *
   * @throws InvalidPlanException if it is of something else than files
   */
  static FolderPosition parse(Optional<String> text) {
    FolderPosition position = new FolderPosition();
    if (text.isEmpty()) {
      return position;
    }
    if (!text.get().startsWith(BEGINNING)) {
      throw new InvalidPlanException(
          "the outputs are of other inputs than a folder, at "
              + text.get()
              + "; choose another"
              + " --output");
    }
    for (String file : text.get().substring(BEGINNING.length()).split(",", -1)) {
      Matcher parts = FILE.matcher(file);
      if (parts.matches()) {
        Version version = Version.of(parts.group(2), parts.group(3));
        String name = URLDecoder.decode(parts.group(4), UTF_8);
        if (parts.group(1).equals("done")) {
          position.take(name, version);
        } else {
          position.versionsAgain.put(name, version);
          position.again.put(name, position.again.size());
        }
      }
    }
    return position;
  }

  /** Whether this version was taken. */
  boolean has(String name, Version version) {
    Taken is = taken.get(name);
    return is != null && is.version().equals(version);
  }

  /** Notes that a version was taken, and gives its number. */
  long take(String name, Version version) {
    long number = next++;
    taken.remove(name);
    taken.put(name, new Taken(version, number));
    again.remove(name);
    return number;
  }

  /** Forgets the files that are gone. */
  void keepOnly(Set<String> names) {
    taken.keySet().retainAll(names);
  }

  /**
   * Files in the order in which they are to be taken: those that were taken before as they were
   * then, the others by the time of their last change.
   */
  List<String> inOrder(Collection<String> names, Map<String, Version> versions) {
    List<String> ordered = new ArrayList<>(names);
    ordered.sort(
        Comparator.comparing(
                (String name) ->
                    versions.get(name).equals(versionsAgain.get(name))
                        ? again.getOrDefault(name, Integer.MAX_VALUE)
                        : Integer.MAX_VALUE)
            .thenComparing(name -> versions.get(name).changed())
            .thenComparing(name -> name));
    return ordered;
  }

  /**
   * The position as text.
   *
   * @param firstPending the number of the first file that is to be taken again
   */
  String text(long firstPending) {
    return taken.entrySet().stream()
        .map(
            file ->
                (file.getValue().number() < firstPending ? "done/" : "again/")
                    + file.getValue().version().size()
                    + "/"
                    + file.getValue().version().nanos()
                    + "/"
                    + URLEncoder.encode(file.getKey(), UTF_8))
        .collect(Collectors.joining(",", BEGINNING, ""));
  }
}

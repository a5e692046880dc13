package io.github.marketvolume.examples;

import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files that arrive in a folder. A file is taken once it has not changed for a while, and again if
 * it changes later. Files are taken in the order in which they were changed last; the order in
 * which they were taken is in the position, so that they are taken in the same order again.
 */
final class FolderFeed implements Feed {

  /** How the names of files end that mark a day as done; before it is the date. */
  static final String MARKER = ".done";

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A file that was read. */
  record Read(
      List<Bar> bars, List<RejectedRow> rejected, Optional<Basis> basis, Set<BarColumn> columns) {}

  /** Reads a file. */
  interface Reader {

    /**
     * Reads all of a file.
     *
     * @throws SourceException if it is not such a file
     * @throws QualityException if too many of its rows are no bars
     */
    Read read(Path file);
  }

  /** A version of a file, first seen at some time. */
  private record Seen(FolderPosition.Version version, Instant since) {}

  private final Path folder;
  private final Duration settle;
  private final Clock clock;
  private final Reader reader;
  private final FolderPosition position;

  private final Map<String, Seen> waiting = new HashMap<>();
  private final Map<String, FolderPosition.Version> bad = new HashMap<>();
  private Optional<Read> first = Optional.empty();
  private boolean isAtEnd;

  FolderFeed(Path folder, Duration settle, Optional<String> position, Clock clock, Reader reader) {
    this.folder = folder;
    this.settle = settle;
    this.clock = clock;
    this.reader = reader;
    this.position = FolderPosition.parse(position);
  }

  @Override
  public Polled poll(Duration atMost) throws InterruptedException {
    Instant until = clock.instant().plus(atMost);
    Polled polled = look();
    while (isNothing(polled) && !isAtEnd && clock.instant().isBefore(until)) {
      Thread.sleep(PAUSE.toMillis());
      polled = look();
    }
    if (isNothing(polled) && isAtEnd) {
      Thread.sleep(Math.min(atMost.toMillis(), PAUSE.toMillis()));
    }
    return polled;
  }

  private static boolean isNothing(Polled polled) {
    return polled.bars().isEmpty()
        && polled.rejected().isEmpty()
        && polled.done().isEmpty()
        && polled.troubles().isEmpty();
  }

  /** Takes the files that are there and have settled. */
  private Polled look() {
    Map<String, FolderPosition.Version> files = list();
    position.keepOnly(files.keySet());
    bad.keySet().retainAll(files.keySet());
    waiting.keySet().retainAll(files.keySet());
    Polled polled =
        new Polled(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Instant now = clock.instant();
    Set<String> ready = new HashSet<>();
    files.forEach(
        (name, version) -> {
          if (!isMarker(name) && !position.has(name, version) && !version.equals(bad.get(name))) {
            Seen seen = waiting.get(name);
            if (seen == null || !seen.version().equals(version)) {
              seen = new Seen(version, now);
              waiting.put(name, seen);
            }
            if (hasSettled(seen, now)) {
              ready.add(name);
            }
          }
        });
    position.inOrder(ready, files).forEach(name -> take(name, files.get(name), polled));
    Optional<Instant> oldest =
        waiting.values().stream()
            .map(seen -> seen.version().changed())
            .min(Comparator.naturalOrder());
    files.forEach(
        (name, version) -> {
          if (isMarker(name) && (oldest.isEmpty() || version.changed().isBefore(oldest.get()))) {
            dateOf(name).ifPresent(polled.done()::add);
          }
        });
    isAtEnd = waiting.isEmpty();
    return polled;
  }

  private boolean hasSettled(Seen seen, Instant now) {
    return !seen.version().changed().plus(settle).isAfter(now)
        || !seen.since().plus(settle).isAfter(now);
  }

  private void take(String name, FolderPosition.Version version, Polled polled) {
    Path file = folder.resolve(name);
    Read read;
    try {
      read = reader.read(file);
      if (!version.equals(version(file))) {
        return; // it has changed while it was read
      }
      requireSameForm(file, read);
    } catch (SourceException | QualityException e) {
      if (version.equals(version(file))) {
        waiting.remove(name);
        bad.put(name, version);
        polled.troubles().add(e.getMessage() + "; " + name + " is left out until it changes");
      }
      return;
    }
    waiting.remove(name);
    Place place = new Place(0, position.take(name, version));
    read.bars().forEach(bar -> polled.bars().add(new Arrival(bar, place)));
    read.rejected().forEach(row -> polled.rejected().add(new Refusal(row, place)));
  }

  /** Fails if the columns of a file, or the basis of its prices, are not those of the first. */
  private void requireSameForm(Path file, Read read) {
    if (first.isEmpty()) {
      first = Optional.of(new Read(List.of(), List.of(), read.basis(), read.columns()));
    }
    if (!first.get().basis().equals(read.basis())
        || !first.get().columns().equals(read.columns())) {
      throw new SourceException(
          file + " has other columns, or prices of another basis, than the first file");
    }
  }

  private Map<String, FolderPosition.Version> list() {
    Map<String, FolderPosition.Version> files = new HashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        String name = file.getFileName().toString();
        if (!isLeftOut(name)) {
          FolderPosition.Version version = version(file);
          if (version != null) {
            files.put(name, version);
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new SourceException(folder + " cannot be listed: " + e.getMessage(), e);
    }
    return files;
  }

  private static FolderPosition.@org.jspecify.annotations.Nullable Version version(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.isRegularFile()
          ? new FolderPosition.Version(is.size(), is.lastModifiedTime().toInstant())
          : null;
    } catch (NoSuchFileException e) {
      return null; // it is gone
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isLeftOut(String name) {
    return name.startsWith(".")
        || name.startsWith("_")
        || name.endsWith(".tmp")
        || name.endsWith(".part");
  }

  private static boolean isMarker(String name) {
    return name.endsWith(MARKER);
  }

  private static Optional<LocalDate> dateOf(String marker) {
    try {
      return Optional.of(LocalDate.parse(marker.substring(0, marker.length() - MARKER.length())));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // it marks something else
    }
  }

  @Override
  public boolean isRepeating() {
    return false; // a poll takes all files that are there
  }

  @Override
  public boolean isAtEnd() {
    return isAtEnd;
  }

  @Override
  public String position(Collection<Place> pending) {
    return position.text(pending.stream().mapToLong(Place::number).min().orElse(Long.MAX_VALUE));
  }

  @Override
  public String describe() {
    return SafeText.location(folder.toString());
  }

  @Override
  public Optional<Basis> basis() {
    return first.flatMap(Read::basis);
  }

  @Override
  public Set<BarColumn> optionalColumns() {
    return first.map(Read::columns).orElse(Set.of());
  }

  @Override
  public void close() {
    // nothing is open between polls
  }
}

package io.github.marketvolume.intake;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.LineReader;
import io.github.marketvolume.files.UnfitFileException;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.market.BarColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the layout that files have from their headers.
 *
 * <p>A layout fits a header that has its date, its volume and, where it declares one, its ticker.
 * Of those that fit, the one that names most of the header's columns is the file's.
 */
public final class LayoutDetection {

  /** Headers are read at the same time, because a store of objects takes its time for each. */
  private static final int MOST_THREADS = 16;

  private static final String MEND = "; mend or remove it, or quarantine unreadable files";

  /** The columns by which a layout is told. */
  private static final Set<BarColumn> KEYS =
      EnumSet.of(BarColumn.TRADE_DATE, BarColumn.TICKER, BarColumn.VOLUME);

  private final CsvFiles files;

  private LayoutDetection(CsvFiles files) {
    this.files = files;
  }

  /**
   * What the first line of a file says.
   *
   * @param layouts the layouts that name most of the header's columns, of those that fit; more than
   *     one in a tie, none if none fits
   * @param columns the columns of the first of them that the header has
   * @param problem why the file has no layout, as the rest of a sentence that begins with its name;
   *     null if it has one
   */
  private record Header(
      InputFile file, List<CsvLayout> layouts, Set<BarColumn> columns, @Nullable String problem) {}

  /**
   * Finds the one layout of some files.
   *
   * @param found the files at the locations
   * @throws SourceException if a file cannot be read or has no layout, unless such files are
   *     quarantined; if no file has one; or if they have several
   */
  public static CsvSource detect(CsvFiles files, List<? extends InputFile> found) {
    return new LayoutDetection(files).detect(found);
  }

  private CsvSource detect(List<? extends InputFile> found) {
    List<Header> headers = new ArrayList<>();
    Header unfit = null;
    for (Header header : readAll(found)) {
      if (header.problem() == null) {
        headers.add(header);
      } else if (!files.quarantinesUnreadable()) {
        throw new SourceException(header.file().location() + " " + header.problem() + MEND);
      } else {
        unfit = unfit == null ? header : unfit;
      }
    }
    if (files.quarantinesUnreadable() && !haveOneLayout(headers)) {
      headers.removeIf(header -> isQuarantined(header.layouts().get(0), header.file()));
    }
    if (headers.isEmpty()) {
      throw new SourceException(
          (unfit == null
                  ? found.get(0).location() + " is cut off or has no rows"
                  : unfit.file().location() + " " + unfit.problem())
              + ", and no other file has a layout; mend the files");
    }
    return files.in(oneLayout(headers));
  }

  private static boolean haveOneLayout(List<Header> headers) {
    return headers.stream().map(Header::layouts).distinct().count() <= 1;
  }

  private CsvLayout oneLayout(List<Header> headers) {
    Header first = headers.get(0);
    Set<BarColumn> lacking = EnumSet.allOf(BarColumn.class);
    lacking.removeIf(column -> !column.mayBeLacking());
    for (Header header : headers) {
      if (header.layouts().size() > 1) {
        throw new SourceException(
            header.file().location()
                + " fits the layouts "
                + header.layouts().stream()
                    .map(CsvLayout::name)
                    .collect(Collectors.joining(" and "))
                + " alike; name one of them");
      }
      if (!header.layouts().equals(first.layouts())) {
        throw new SourceException(
            first.file().location()
                + " fits the "
                + first.layouts().get(0).name()
                + " layout, and "
                + header.file().location()
                + " the "
                + header.layouts().get(0).name()
                + " layout; give files of one layout at a time");
      }
      lacking.removeAll(header.columns());
    }
    return first.layouts().get(0).without(lacking);
  }

  /** Whether a file with a good header is quarantined all the same. */
  private static boolean isQuarantined(CsvLayout layout, InputFile file) {
    try {
      if (CsvBars.verify(file) != null) {
        return true;
      }
      try (LineReader lines = open(layout, file)) {
        return CsvHeader.line(layout, lines) == null || !lines.next();
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private List<Header> readAll(List<? extends InputFile> found) {
    if (found.size() == 1) {
      return List.of(read(found.get(0)));
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(MOST_THREADS, found.size()));
    try {
      List<Callable<Header>> readings = new ArrayList<>();
      found.forEach(file -> readings.add(() -> read(file)));
      List<Header> headers = new ArrayList<>();
      for (Future<Header> header : pool.invokeAll(readings)) {
        headers.add(header.get());
      }
      return headers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolumeException("the run was interrupted; nothing was published", e);
    } catch (ExecutionException e) {
      throw Failures.of("the layout detection", "read headers", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Header read(InputFile file) {
    try {
      Map<CsvLayout, List<String>> names = new LinkedHashMap<>();
      Map<List<Object>, List<String>> read = new HashMap<>();
      for (CsvLayout candidate : files.candidates()) {
        List<Object> textForm =
            List.of(candidate.charset(), candidate.leadingLines(), candidate.delimiter());
        List<String> found = read.get(textForm);
        if (found == null) {
          found = names(candidate, file);
          read.put(textForm, found);
        }
        names.put(candidate, found);
      }
      List<CsvLayout> layouts = layoutsOf(names);
      return layouts.isEmpty()
          ? new Header(file, layouts, Set.of(), misfit(file))
          : new Header(
              file,
              layouts,
              columns(layouts.get(0), Objects.requireNonNull(names.get(layouts.get(0)))),
              null);
    } catch (IOException e) {
      try {
        return new Header(file, List.of(), Set.of(), CsvBars.problemOf(e));
      } catch (IOException unknown) {
        throw unreadable(file, unknown);
      }
    }
  }

  private static SourceException unreadable(InputFile file, IOException e) {
    return new SourceException(
        file.location() + " cannot be read: " + Failures.reason(file.location(), e), e);
  }

  private static LineReader open(CsvLayout layout, InputFile file) throws IOException {
    return new LineReader(CsvBars.opened(file, layout.charset()));
  }

  /** The names of a file's header; none if its text is not as the layout says. */
  private static List<String> names(CsvLayout layout, InputFile file) throws IOException {
    try (LineReader lines = open(layout, file)) {
      return CsvHeader.names(header(layout, lines), layout.delimiter());
    } catch (UnfitFileException e) {
      return List
          .of(); // another layout may fit; if none does, it is said in the words of the first
    }
  }

  private static String header(CsvLayout layout, LineReader lines) throws IOException {
    CsvHeader.Line header = CsvHeader.line(layout, lines);
    if (header == null) {
      throw new UnfitFileException("is empty");
    }
    return header.text();
  }

  /**
   * The layouts that name most of a header's columns, of those that fit.
   *
   * @param names the names of the header as each layout reads it
   */
  private static List<CsvLayout> layoutsOf(Map<CsvLayout, List<String>> names) {
    List<CsvLayout> best = new ArrayList<>();
    int most = 0;
    for (Map.Entry<CsvLayout, List<String>> candidate : names.entrySet()) {
      Set<BarColumn> columns = columns(candidate.getKey(), candidate.getValue());
      Set<BarColumn> keys = EnumSet.copyOf(candidate.getKey().headers().keySet());
      keys.retainAll(KEYS);
      if (columns.containsAll(keys) && columns.size() >= most) {
        if (columns.size() > most) {
          best.clear();
        }
        most = columns.size();
        best.add(candidate.getKey());
      }
    }
    return best;
  }

  /** The columns of a layout that a header has. */
  private static Set<BarColumn> columns(CsvLayout layout, List<String> names) {
    Set<BarColumn> columns = EnumSet.noneOf(BarColumn.class);
    layout
        .headers()
        .forEach(
            (column, header) -> {
              if (CsvHeader.places(names, header).length > 0) {
                columns.add(column);
              }
            });
    return columns;
  }

  private String misfit(InputFile file) throws IOException {
    CsvLayout first = files.candidates().get(0);
    try (LineReader lines = open(first, file)) {
      String header = header(first, lines);
      String problem = CsvHeader.problem(first, header, lines);
      if (problem != null) {
        return problem;
      }
      return "fits no layout: found "
          + Excerpt.of(
              String.join("" + first.delimiter(), CsvHeader.names(header, first.delimiter())))
          + "; expected "
          + files.candidates().stream()
              .map(layout -> keysOf(layout) + " (" + layout.name() + ")")
              .collect(Collectors.joining(" or "));
    }
  }

  private static String keysOf(CsvLayout layout) {
    return KEYS.stream()
        .filter(layout.headers()::containsKey)
        .map(layout.headers()::get)
        .collect(Collectors.joining(","));
  }

  /**
   * The vendor's layout that fits the header of a file better than the one it is read by; empty if
   * there is none, or the header cannot be read.
   */
  public static Optional<String> better(CsvLayout layout, InputFile file) {
    try {
      List<String> names = names(layout, file);
      Map<CsvLayout, List<String>> vendors = new LinkedHashMap<>();
      CsvLayout.VENDORS.forEach(vendor -> vendors.put(vendor, names));
      List<CsvLayout> best = layoutsOf(vendors);
      boolean isBetter =
          best.size() == 1 && columns(best.get(0), names).size() > columns(layout, names).size();
      return isBetter ? Optional.of(best.get(0).name()) : Optional.empty();
    } catch (IOException | VolumeException e) { // a hint is not worth another failure
      return Optional.empty();
    }
  }
}
